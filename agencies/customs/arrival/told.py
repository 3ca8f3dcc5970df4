"""How the events of an arrival and of carriers' links are told. Pure."""

from collections.abc import Mapping

from clearance.contract import Told, words

EVENTS: Mapping[str, Told] = {
    "movement.noticed": Told(
        words("The arrival was announced", "О прибытии сообщено", "Келгені туралы хабарланды"), "info"
    ),
    "movement.papers": Told(words("The papers are handed in", "Документы представлены", "Құжаттар тапсырылды"), "info"),
    "movement.link_made": Told(
        words("A link for the carrier was made", "Создана ссылка для перевозчика", "Тасымалдаушыға сілтеме жасалды"),
        "plain",
    ),
    "movement.link_revoked": Told(
        words(
            "A link of the carrier was revoked",
            "Ссылка перевозчика отозвана",
            "Тасымалдаушының сілтемесі қайтарылып алынды",
        ),
        "plain",
    ),
}
