"""How the events that messages bring are told. Pure."""

from collections.abc import Mapping

from clearance.contract import Told, words

EVENTS: Mapping[str, Told] = {
    "movement.unloaded": Told(
        words(
            "The trader reported the unloading",
            "Участник сообщил о результатах выгрузки",
            "Қатысушы түсіру нәтижесін хабарлады",
        ),
        "info",
    ),
}
