"""Plant health: quarantine control of plants, grain, wood and wood packaging; plant protection agents."""

from clearance.contract import COMMON_ROLES, Agency, Reason, RightHolder, requirement, words

EXAMINATION = "agencies.plant_health.forms.Examination"
PESTS = Reason(
    "quarantine_pest",
    words(
        "A quarantine pest was found", "Обнаружен карантинный вредный организм", "Карантиндік зиянды организм табылды"
    ),
)

AGENCY = Agency(
    code="plant_health",
    letter=words("P", "Ф", "Ө"),
    names=words("Plant health", "Карантин растений", "Өсімдік карантині"),
    roles=COMMON_ROLES,
    protected=True,
    right_holders=(
        RightHolder(
            "AGR",
            words(
                "Ministry of Agriculture, plant protection",
                "Министерство сельского хозяйства, защита растений",
                "Ауыл шаруашылығы министрлігі, өсімдіктерді қорғау",
            ),
        ),
    ),
    requirements=(
        requirement(
            "plant_health.phytosanitary",
            "Phytosanitary control",
            "Карантинный фитосанитарный контроль",
            "Карантиндік фитосанитариялық бақылау",
            form=EXAMINATION,
            reasons=(PESTS,),
        ),
        requirement(
            "plant_health.wood_packaging",
            "Wood packaging",
            "Деревянная упаковка",
            "Ағаш қаптама",
            form="agencies.plant_health.forms.WoodPackaging",
            reasons=(PESTS,),
        ),
        requirement(
            "plant_health.transit_control",
            "Plant products in transit",
            "Подкарантинная продукция в транзите",
            "Транзиттегі карантинге жатқызылған өнім",
            reasons=(PESTS,),
        ),
        requirement(
            "plant_health.export_certificate",
            "Phytosanitary certificate for export",
            "Фитосанитарный сертификат на вывоз",
            "Әкетуге арналған фитосанитариялық сертификат",
            form=EXAMINATION,
            reasons=(PESTS,),
        ),
        requirement(
            "plant_health.pesticides",
            "Plant protection agents",
            "Средства защиты растений",
            "Өсімдіктерді қорғау құралдары",
            name_of="AGR",
        ),
    ),
)
