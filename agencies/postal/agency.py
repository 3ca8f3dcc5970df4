"""Postal: the operator's own steps with an item, and what must not travel by mail."""

from clearance.contract import COMMON_ROLES, Agency, Reason, requirement, words

AGENCY = Agency(
    code="postal",
    letter=words("M", "П", "П"),
    names=words("Postal Service", "Почта", "Пошта"),
    roles=COMMON_ROLES,
    requirements=(
        requirement("postal.receptacle", "Receptacle accepted", "Приём ёмкости", "Ыдысты қабылдау"),
        requirement("postal.item_data", "Item data", "Данные отправления", "Жөнелтілім деректері"),
        requirement("postal.presentation", "Presentation to customs", "Предъявление таможне", "Кеденге ұсыну"),
        requirement(
            "postal.prohibited_contents",
            "Prohibited contents",
            "Запрещённое вложение",
            "Тыйым салынған салым",
            form="agencies.postal.forms.Opening",
            reasons=(
                Reason(
                    "returned_to_sender",
                    words(
                        "The item goes back to its sender",
                        "Отправление возвращается отправителю",
                        "Жөнелтілім жөнелтушіге қайтарылады",
                    ),
                ),
            ),
        ),
        requirement(
            "postal.controlled_contents",
            "Animal or plant contents",
            "Вложение животного или растительного происхождения",
            "Жануар немесе өсімдік тектес салым",
            form="agencies.postal.forms.Opening",
        ),
        requirement(
            "postal.delivery_payment", "Payment before delivery", "Уплата до вручения", "Табыс етуге дейін төлеу"
        ),
        requirement("postal.return", "Return to sender", "Возврат отправителю", "Жөнелтушіге қайтару"),
    ),
)
