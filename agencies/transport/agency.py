"""Transport control: permits and weights on the road, sealable vehicles, wagons at the break of gauge."""

from clearance.contract import COMMON_ROLES, Agency, RightHolder, requirement, words

AGENCY = Agency(
    code="transport",
    letter=words("T", "А", "Т"),
    names=words("Transport control", "Транспортный контроль", "Көліктік бақылау"),
    roles=COMMON_ROLES,
    right_holders=(RightHolder("RWY", words("Railway operator", "Железнодорожный оператор", "Теміржол операторы")),),
    requirements=(
        requirement("transport.road_documents", "Road documents", "Дорожные документы", "Жол құжаттары"),
        requirement(
            "transport.weight_and_dimensions", "Weight and dimensions", "Вес и габариты", "Салмағы мен габариттері"
        ),
        requirement("transport.dangerous_goods", "Dangerous goods", "Опасный груз", "Қауіпті жүк"),
        requirement(
            "transport.vehicle_approval",
            "Vehicle fit for sealing",
            "Пригодность транспорта к пломбированию",
            "Көліктің пломбалауға жарамдылығы",
            form="agencies.transport.forms.VehicleApproval",
        ),
        requirement(
            "transport.wagon_exchange", "Wagon exchange", "Передача вагонов", "Вагондарды тапсыру", name_of="RWY"
        ),
    ),
)
