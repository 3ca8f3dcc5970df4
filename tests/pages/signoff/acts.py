"""The page of a sign-off as an officer uses it."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from clearance.models import Question, SignOff
from tests.acting import answers
from tests.cast import Cast

Sign = Callable[[str], Client]


def look(client: Client, sign_off: SignOff, query: str = "") -> Any:
    return client.get(f"/desk/signoffs/{sign_off.uuid}/{query}")


def act(client: Client, sign_off: SignOff, name: str, **data: Any) -> Any:
    """Send the form of an act; its fields bear the name of the act."""
    given = {f"{name}-{field}": value for field, value in data.items()}
    return client.post(f"/desk/signoffs/{sign_off.uuid}/{name}/", given)


def put_in(client: Client, sign_off: SignOff, name: str, **data: Any) -> Any:
    """Press the button that only puts the chosen text into the field."""
    given = {f"{name}-{field}": value for field, value in data.items()} | {"put_in": "1"}
    return client.post(f"/desk/signoffs/{sign_off.uuid}/{name}/", given)


def found(sign_off: SignOff) -> dict[str, Any]:
    """What an inspector writes down of the goods."""
    return {
        "finding_place": "Shed 4",
        "finding_at": "20.11.2026 10:00",
        **{f"found_{number}": "clean" for number in sign_off.items or [1]},
        "finding_seals": "KZ1 KZ2",
    }


def approval(sign_off: SignOff) -> dict[str, Any]:
    """What an inspector fills in to approve."""
    return {**found(sign_off), **{f"form_{name}": value for name, value in answers(sign_off).items()}}


def questions(cast: Cast) -> list[tuple[str, str]]:
    """What was asked, with the language it is in."""
    with cast.acting("system"):
        return list(Question.objects.values_list("text", "language"))


def shown(page: Any) -> dict[str, Any]:
    """The five acts of a page by their code."""
    return {one.kind.code: one for one in page.context["acts"]}
