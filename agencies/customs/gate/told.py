"""How the events of a visit and of its slot are told. Pure."""

from collections.abc import Mapping

from clearance.contract import Told, words

EVENTS: Mapping[str, Told] = {
    "queue.booked": Told(
        words("An hour at the border is booked", "Забронировано время проезда", "Өту уақыты брондалды"), "info"
    ),
    "queue.moved": Told(
        words("The booked hour was moved", "Забронированное время перенесено", "Брондалған уақыт ауыстырылды"),
        "info",
        topic="transit",
        at="starts_at",
    ),
    "queue.called": Told(
        words("The vehicle is called to the gate", "Транспортное средство вызвано на въезд", "Көлік қақпаға шақырылды"),
        "info",
    ),
    "queue.no_show": Told(
        words("The vehicle did not come", "Транспортное средство не прибыло", "Көлік келмеді"), "warn", topic="transit"
    ),
    "queue.cancelled": Told(words("The booking is cancelled", "Бронирование отменено", "Брондау жойылды"), "plain"),
    "vehicle.arrived": Told(
        words(
            "The vehicle is in the waiting zone",
            "Транспортное средство в зоне ожидания",
            "Көлік күту аймағында",
        ),
        "info",
    ),
    "vehicle.identified": Told(words("The vehicle came in", "Транспортное средство въехало", "Көлік кірді"), "info"),
    "vehicle.weighed": Told(
        words("The vehicle was weighed", "Транспортное средство взвешено", "Көлік өлшенді"), "info"
    ),
    "vehicle.scanned": Told(
        words("The vehicle was scanned", "Транспортное средство просвечено", "Көлік сканерден өтті"), "info"
    ),
    "vehicle.checked": Told(
        words("The vehicle was checked", "Транспортное средство проверено", "Көлік тексерілді"), "info"
    ),
    "vehicle.unloaded": Told(
        words("The goods were unloaded at the site", "Товары выгружены на площадке", "Тауарлар алаңда түсірілді"),
        "info",
    ),
    "vehicle.processed": Told(
        words(
            "All controls at the site are done",
            "Все виды контроля на площадке пройдены",
            "Алаңдағы бақылаудың бәрі өтті",
        ),
        "info",
    ),
    "vehicle.departed": Told(
        words("The vehicle left the site", "Транспортное средство выехало с площадки", "Көлік алаңнан шықты"), "good"
    ),
}
