"""Health: sanitary control, state registration, medicines, chemical and biological hazards."""

from clearance.contract import COMMON_ROLES, Agency, Reason, RightHolder, requirement, words

ECOLOGY = words(
    "Ministry of Ecology and Natural Resources",
    "Министерство экологии и природных ресурсов",
    "Экология және табиғи ресурстар министрлігі",
)

AGENCY = Agency(
    code="health",
    letter=words("H", "С", "Д"),
    names=words("Sanitary control", "Санитарный контроль", "Санитариялық бақылау"),
    roles=COMMON_ROLES,
    protected=True,
    right_holders=(
        RightHolder(
            "MED",
            words(
                "Medicines control, Ministry of Health",
                "Фармконтроль, Министерство здравоохранения",
                "Фармбақылау, Денсаулық сақтау министрлігі",
            ),
        ),
        RightHolder("ECO", ECOLOGY),
    ),
    requirements=(
        requirement(
            "health.state_registration", "State registration", "Государственная регистрация", "Мемлекеттік тіркеу"
        ),
        requirement(
            "health.food_control",
            "Sanitary control of food",
            "Санитарный контроль пищевой продукции",
            "Тамақ өнімдерін санитариялық бақылау",
            form="agencies.health.forms.FoodControl",
        ),
        requirement(
            "health.biological_material", "Biological material", "Биологические материалы", "Биологиялық материалдар"
        ),
        requirement(
            "health.alarm",
            "Sanitary alarm",
            "Санитарная тревога",
            "Санитариялық дабыл",
            form="agencies.health.forms.Alarm",
            reasons=(
                Reason(
                    "danger_confirmed", words("The danger is confirmed", "Опасность подтверждена", "Қауіп расталды")
                ),
            ),
        ),
        requirement("health.medicines", "Medicines", "Лекарственные средства", "Дәрілік заттар", name_of="MED"),
        requirement(
            "health.medical_devices", "Medical devices", "Медицинские изделия", "Медициналық бұйымдар", name_of="MED"
        ),
        requirement(
            "health.ozone_depleting",
            "Ozone-depleting substances",
            "Озоноразрушающие вещества",
            "Озон қабатын бұзатын заттар",
            name_of="ECO",
        ),
        requirement("health.hazardous_waste", "Hazardous waste", "Опасные отходы", "Қауіпті қалдықтар", name_of="ECO"),
    ),
)
