"""How the events of alarms and stops are told. Alarms are customs' own; a stop is told to the trader. Pure."""

from collections.abc import Mapping

from clearance.contract import Told, words

EVENTS: Mapping[str, Told] = {
    "transit.alarm_raised": Told(words("An alarm was raised", "Поднята тревога", "Дабыл көтерілді"), "bad"),
    "transit.alarm_worsened": Told(words("An alarm became graver", "Тревога усилилась", "Дабыл күшейді"), "bad"),
    "transit.alarm_acknowledged": Told(
        words("An officer deals with the alarm", "Тревога принята в работу", "Дабыл жұмысқа алынды"), "info"
    ),
    "transit.alarm_acted": Told(
        words("Something was done about the alarm", "По тревоге приняты меры", "Дабыл бойынша шара қолданылды"), "info"
    ),
    "transit.alarm_lift_asked": Told(
        words(
            "An officer asked a colleague to lift the alarm",
            "Должностное лицо запросило у коллеги снятие тревоги",
            "Лауазымды адам әріптесінен дабылды алып тастауды сұрады",
        ),
        "info",
    ),
    "transit.alarm_closed": Told(words("An alarm was closed", "Тревога закрыта", "Дабыл жабылды"), "good"),
    "transit.stopped": Told(
        words("Customs stopped the movement", "Таможня остановила перевозку", "Кеден тасымалды тоқтатты"), "bad"
    ),
    "transit.stop_lift_asked": Told(
        words(
            "An officer asked a colleague to lift the stop",
            "Должностное лицо запросило у коллеги снятие остановки",
            "Лауазымды адам әріптесінен тоқтатуды алып тастауды сұрады",
        ),
        "info",
    ),
    "transit.stop_lifted": Told(
        words("The movement may go on", "Перевозка может продолжаться", "Тасымалды жалғастыруға болады"), "good"
    ),
}
