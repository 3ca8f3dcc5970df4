"""Veterinary: animals, animal products, feed, veterinary medicines and protected species."""

from clearance.contract import COMMON_ROLES, Agency, Reason, RightHolder, requirement, words

EXAMINATION = "agencies.veterinary.forms.Examination"
NOT_LISTED = Reason(
    "establishment_not_listed",
    words(
        "The establishment is not on the list of third-country producers",
        "Предприятия нет в реестре производителей третьих стран",
        "Кәсіпорын үшінші елдер өндірушілерінің тізілімінде жоқ",
    ),
)
DISEASE = Reason(
    "disease_ban",
    words(
        "A disease ban covers the place of origin",
        "Место происхождения под запретом из-за болезни животных",
        "Шыққан жеріне жануарлар ауруына байланысты тыйым салынған",
    ),
)

AGENCY = Agency(
    code="veterinary",
    letter=words("V", "В", "В"),
    names=words("Veterinary control", "Ветеринарный контроль", "Ветеринариялық бақылау"),
    roles=COMMON_ROLES,
    protected=True,
    right_holders=(
        RightHolder(
            "CIT",
            words(
                "CITES administrative authority, Ministry of Ecology",
                "Административный орган СИТЕС, Министерство экологии",
                "СИТЕС әкімшілік органы, Экология министрлігі",
            ),
        ),
    ),
    requirements=(
        requirement(
            "veterinary.import_control",
            "Veterinary control of imports",
            "Ветеринарный контроль ввоза",
            "Әкелудің ветеринариялық бақылауы",
            form=EXAMINATION,
            reasons=(NOT_LISTED, DISEASE),
        ),
        requirement(
            "veterinary.medicines", "Veterinary medicines", "Ветеринарные препараты", "Ветеринариялық препараттар"
        ),
        requirement(
            "veterinary.transit_control",
            "Animal products in transit",
            "Животноводческая продукция в транзите",
            "Транзиттегі мал шаруашылығы өнімі",
            reasons=(DISEASE,),
        ),
        requirement(
            "veterinary.export_certificate",
            "Veterinary certificate for export",
            "Ветеринарный сертификат на вывоз",
            "Әкетуге арналған ветеринариялық сертификат",
        ),
        requirement(
            "veterinary.protected_species",
            "Protected species (CITES)",
            "Охраняемые виды (СИТЕС)",
            "Қорғалатын түрлер (СИТЕС)",
            form="agencies.veterinary.forms.Species",
            name_of="CIT",
        ),
    ),
)
