"""Technical regulation: conformity papers, and the licences of bodies that have no desk at the border."""

from clearance.contract import COMMON_ROLES, Agency, Reason, RightHolder, requirement, words

NOT_IN_REGISTRY = Reason(
    "not_in_registry",
    words("The paper is not in the registry", "Документа нет в реестре", "Құжат тізілімде жоқ"),
)
LICENCE = "agencies.technical_regulation.forms.Licence"

AGENCY = Agency(
    code="technical_regulation",
    letter=words("R", "Р", "Р"),
    names=words("Technical regulation", "Техническое регулирование", "Техникалық реттеу"),
    roles=COMMON_ROLES,
    right_holders=(
        RightHolder(
            "SGC",
            words("Control of specific goods", "Контроль специфических товаров", "Ерекше тауарларды бақылау"),
        ),
        RightHolder(
            "MET",
            words(
                "Precious metals and assay supervision",
                "Пробирный надзор и драгоценные металлы",
                "Сынамалық қадағалау және бағалы металдар",
            ),
        ),
        RightHolder("CUL", words("Ministry of Culture", "Министерство культуры", "Мәдениет министрлігі")),
        RightHolder(
            "ECO",
            words(
                "Ministry of Ecology and Natural Resources",
                "Министерство экологии и природных ресурсов",
                "Экология және табиғи ресурстар министрлігі",
            ),
        ),
    ),
    requirements=(
        requirement(
            "technical_regulation.conformity",
            "Conformity of the goods",
            "Соответствие товаров",
            "Тауарлардың сәйкестігі",
            form="agencies.technical_regulation.forms.Conformity",
            reasons=(NOT_IN_REGISTRY,),
        ),
        requirement(
            "technical_regulation.vehicles",
            "Vehicles and tyres",
            "Транспортные средства и шины",
            "Көлік құралдары мен шиналар",
            form="agencies.technical_regulation.forms.Conformity",
            reasons=(NOT_IN_REGISTRY,),
        ),
        requirement(
            "technical_regulation.radio_encryption",
            "Radio and encryption",
            "Радио и шифрование",
            "Радио және шифрлау",
            form=LICENCE,
        ),
        requirement("technical_regulation.marking", "Digital marking", "Цифровая маркировка", "Цифрлық таңбалау"),
        requirement(
            "technical_regulation.specific_goods",
            "Specific goods",
            "Специфические товары",
            "Ерекше тауарлар",
            form=LICENCE,
            name_of="SGC",
        ),
        requirement(
            "technical_regulation.high_priority_goods",
            "High-priority goods",
            "Товары высокого приоритета",
            "Жоғары басымдықты тауарлар",
            form=LICENCE,
            name_of="SGC",
        ),
        requirement(
            "technical_regulation.precious_metals",
            "Precious metals and stones",
            "Драгоценные металлы и камни",
            "Бағалы металдар мен тастар",
            form=LICENCE,
            name_of="MET",
        ),
        requirement(
            "technical_regulation.jewellery", "Jewellery", "Ювелирные изделия", "Зергерлік бұйымдар", name_of="MET"
        ),
        requirement(
            "technical_regulation.cultural_objects",
            "Cultural objects",
            "Культурные ценности",
            "Мәдени құндылықтар",
            form=LICENCE,
            name_of="CUL",
        ),
        requirement(
            "technical_regulation.collections",
            "Mineral and fossil collections",
            "Минералогические и палеонтологические коллекции",
            "Минералдық және палеонтологиялық коллекциялар",
            form=LICENCE,
            name_of="ECO",
        ),
    ),
)
