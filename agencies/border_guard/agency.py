"""Border guard: crews and vehicles at the line, weapons and narcotics for the Ministry of Internal Affairs."""

from clearance.contract import COMMON_ROLES, Agency, RightHolder, requirement, words

INTERNAL_AFFAIRS = words("Ministry of Internal Affairs", "Министерство внутренних дел", "Ішкі істер министрлігі")
PERMIT = "agencies.border_guard.forms.Permit"

AGENCY = Agency(
    code="border_guard",
    letter=words("B", "Г", "Ш"),
    names=words("Border Service", "Пограничная служба", "Шекара қызметі"),
    roles=COMMON_ROLES,
    right_holders=(RightHolder("WPN", INTERNAL_AFFAIRS), RightHolder("DRG", INTERNAL_AFFAIRS)),
    requirements=(
        requirement("border_guard.crew_and_vehicle", "Crew and vehicle", "Экипаж и транспорт", "Экипаж және көлік"),
        requirement(
            "border_guard.weapons",
            "Weapons and explosives",
            "Оружие и взрывчатые вещества",
            "Қару және жарылғыш заттар",
            form=PERMIT,
            name_of="WPN",
        ),
        requirement(
            "border_guard.controlled_substances",
            "Controlled substances",
            "Подконтрольные вещества",
            "Бақылаудағы заттар",
            form=PERMIT,
            name_of="DRG",
        ),
    ),
)
