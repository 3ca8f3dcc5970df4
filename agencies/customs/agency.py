"""Customs: leads clearance, decides on release, works the lanes, mail and transit."""

from agencies.customs.alarms import told as alarms
from agencies.customs.arrival import told as arrival
from agencies.customs.arrival.facts import FACTS
from agencies.customs.control import told as control
from agencies.customs.gate import told as gate
from agencies.customs.ncts import told as ncts
from agencies.customs.transit import told as transit
from clearance.contract import COMMON_ROLES, Agency, Role, provided, requirement, words

INSPECTION_FORM = "agencies.customs.forms.Inspection"
SEALING_FORM = "agencies.customs.forms.Sealing"

AGENCY = Agency(
    code="customs",
    letter=words("C", "Т", "К"),
    names=words("Customs", "Таможня", "Кеден"),
    roles=(
        *COMMON_ROLES,
        Role("cashier", words("Cashier", "Кассир", "Кассир")),
        Role("dispatcher", words("Dispatcher", "Диспетчер", "Диспетчер")),
        Role("image_reader", words("Image reader", "Оператор анализа снимков", "Суретті талдаушы")),
        Role("risk_officer", words("Risk officer", "Специалист по рискам", "Тәуекел маманы")),
        Role("shift_head", words("Head of shift", "Начальник смены", "Ауысым бастығы")),
        Role("operator", words("Operator of the site", "Оператор площадки", "Алаң операторы")),
    ),
    leads=True,
    events={**alarms.EVENTS, **arrival.EVENTS, **control.EVENTS, **gate.EVENTS, **ncts.EVENTS, **transit.EVENTS},
    panel=(
        "agencies.customs.transit.panel.of_declaration",
        "agencies.customs.ncts.panel.of_declaration",
        "agencies.customs.gate.panel.of_declaration",
    ),
    outlook=("agencies.customs.transit.outlook.of_content",),
    facts=(
        *FACTS,
        provided(
            "lane",
            by="agencies.customs.lane.lane_of",
            inputs=(
                "direction",
                "value_eur",
                "invoice_total",
                "aeo_type",
                "hs",
                "origin_unknown",
                "item_net_kg",
                "item_price",
            ),
        ),
        provided(
            "sanction_profile",
            by="agencies.customs.lane.sanction_profile_of",
            inputs=("direction", "destination_country", "hs"),
        ),
        provided("ip_registry_hit", by="agencies.customs.registers.marked_items", inputs=("hs", "description")),
        provided("lab_required", by="agencies.customs.registers.sampled_items", inputs=("direction", "hs", "origin")),
    ),
    requirements=(
        requirement(
            "customs.pre_arrival", "Pre-arrival information", "Предварительная информация", "Алдын ала ақпарат"
        ),
        requirement("customs.arrival", "Arrival", "Прибытие", "Келу"),
        requirement("customs.registration", "Registration", "Регистрация", "Тіркеу"),
        requirement("customs.release", "Release of goods", "Выпуск товаров", "Тауарларды шығару"),
        requirement("customs.transit_release", "Release into transit", "Выпуск в транзит", "Транзитке шығару"),
        requirement(
            "customs.sealing",
            "Sealing and identification",
            "Пломбирование и идентификация",
            "Пломбалау және сәйкестендіру",
            form=SEALING_FORM,
        ),
        requirement("customs.guarantee", "Transit guarantee", "Обеспечение транзита", "Транзитті қамтамасыз ету"),
        requirement("customs.transit_papers", "Papers of the transit", "Документы транзита", "Транзит құжаттары"),
        requirement(
            "customs.transit_completion",
            "Completion of transit",
            "Завершение транзита",
            "Транзитті аяқтау",
            form="agencies.customs.arrival.unloading.Unloading",
        ),
        requirement("customs.document_check", "Document check", "Проверка документов", "Құжаттарды тексеру"),
        requirement(
            "customs.inspection",
            "Customs inspection",
            "Таможенный досмотр",
            "Кедендік жете тексеру",
            form=INSPECTION_FORM,
        ),
        requirement("customs.laboratory", "Customs expert study", "Таможенная экспертиза", "Кедендік сараптама"),
        requirement(
            "customs.intellectual_property",
            "Intellectual property",
            "Интеллектуальная собственность",
            "Зияткерлік меншік",
            form=INSPECTION_FORM,
        ),
        requirement("customs.trade_remedy", "Trade remedy duty", "Защитная пошлина", "Қорғау бажы"),
        requirement("customs.preference", "Tariff preference", "Тарифная преференция", "Тарифтік преференция"),
        requirement("customs.risk_profile", "Risk profile", "Профиль риска", "Тәуекел бейіні"),
        requirement(
            "customs.postal_decision",
            "Decision on the postal item",
            "Решение по отправлению",
            "Жөнелтілім бойынша шешім",
        ),
        requirement("customs.escort", "Customs escort", "Таможенное сопровождение", "Кедендік алып жүру"),
        requirement("customs.temporary_import", "Temporary import", "Временный ввоз", "Уақытша әкелу"),
        requirement("customs.currency", "Cash and currency", "Наличные и валюта", "Қолма-қол ақша және валюта"),
        requirement(
            "customs.navigation_seal",
            "Navigation seal",
            "Навигационная пломба",
            "Навигациялық пломба",
            form=SEALING_FORM,
        ),
        requirement(
            "customs.control_marks", "Control marks", "Учётно-контрольные марки", "Есепке алу-бақылау таңбалары"
        ),
    ),
)
