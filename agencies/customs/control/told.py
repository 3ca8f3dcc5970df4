"""How interventions are told in the record of a declaration. Pure."""

from collections.abc import Mapping

from clearance.contract import Told, words

EVENTS: Mapping[str, Told] = {
    "control.note": Told(
        words("The control centre made a note", "Центр управления сделал запись", "Басқару орталығы жазба жасады"),
        says="reason",
    ),
    "control.call": Told(
        words(
            "The control centre called the carrier",
            "Центр управления связался с перевозчиком",
            "Басқару орталығы тасымалдаушыға қоңырау шалды",
        ),
        "info",
        says="reason",
    ),
    "control.patrol": Told(
        words("A patrol was sent", "Направлен патруль", "Патруль жіберілді"),
        "warn",
        says="reason",
    ),
    "control.inspection": Told(
        words(
            "An inspection at the destination was asked for",
            "Запрошен досмотр в органе назначения",
            "Межелі органда тексеру сұралды",
        ),
        "warn",
        says="reason",
    ),
    "control.hold": Told(
        words(
            "The control centre stopped the movement",
            "Центр управления остановил перевозку",
            "Басқару орталығы тасымалды тоқтатты",
        ),
        "bad",
        says="reason",
    ),
}
