"""What the addressee of a postal item does without an account: object with reasons and pictures, ask for its return.

Whoever calls this has checked the code of the notice. The words go to the record, the pictures to the files of the
declaration, so that officers and the operator find them where they look anyway. The operator acts on them by law.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance import moves, record
from clearance.acting import as_system
from clearance.content import Problem, Problems
from clearance.file_kinds import JPEG, PNG
from clearance.models import Declaration, Event
from clearance.pictures import Unfit, cleaned, is_picture
from clearance.record import Happened
from clearance.services import files
from clearance.settling import SYSTEM
from clearance.workflow import AT_WORK, Refused, State

PHOTO = "PHOTO"
PICTURES = frozenset({JPEG, PNG})
LARGEST_PICTURE = 5 * 1024 * 1024
MOST_PICTURES = 5
MOST_OBJECTIONS = 3
LONGEST = 4_000
OBJECTED, ASKED_RETURN = "addressee.objected", "addressee.asked_return"
MAY_OBJECT = AT_WORK | {State.REFUSED}


class Picture(NamedTuple):
    """A picture as it was sent; what it is is read from its bytes, never from its name."""

    name: str
    data: bytes


def check_pictures(pictures: Sequence[Picture], pointer: str = "/pictures") -> list[Problem]:
    """What is wrong with pictures that somebody sends."""
    problems = []
    if len(pictures) > MOST_PICTURES:
        message = format_lazy(_("Choose at most {most} pictures."), most=MOST_PICTURES)
        problems.append(Problem("too_many_pictures", pointer, message))
    for picture in pictures[:MOST_PICTURES]:
        if len(picture.data) > LARGEST_PICTURE:
            message = format_lazy(_("The picture {name} must be smaller than 5 MB."), name=picture.name[:60])
            problems.append(Problem("picture_too_big", pointer, message))
        elif not is_picture(picture.data):
            message = format_lazy(_("The file {name} must be a JPEG or PNG picture."), name=picture.name[:60])
            problems.append(Problem("picture_type", pointer, message))
        else:
            try:
                cleaned(picture.data)
            except Unfit as unfit:
                message = format_lazy("{name}: {why}", name=picture.name[:60], why=unfit.sentence)
                problems.append(Problem(unfit.code, pointer, message))
    return problems


def object_to(declaration_id: int, *, text: str, pictures: Sequence[Picture] = ()) -> Declaration:
    """Keep the addressee's objection: words and pictures that the officers and the operator see."""
    text = text.strip()
    problems = check_pictures(pictures)
    if not text:
        problems.insert(0, Problem("objection_missing", "/text", _("Enter why you do not agree.")))
    if len(text) > LONGEST:
        message = format_lazy(_("Write {most} characters or fewer."), most=LONGEST)
        problems.append(Problem("objection_too_long", "/text", message))
    if problems:
        raise Problems(problems)
    with as_system():
        declaration = moves.locked(pk=declaration_id)
        if declaration.state not in MAY_OBJECT:
            raise Refused("illegal_move", _("The item is no longer being looked at. There is nothing to object to."))
        before = list(Event.objects.filter(declaration=declaration, kind=OBJECTED).values_list("payload", flat=True))
        if any(payload.get("text") == text for payload in before):
            return declaration
        if len(before) >= MOST_OBJECTIONS:
            raise Refused("objected_enough", _("You have objected three times. The officers read all of it."))
        for picture in pictures:
            files.keep(SYSTEM, declaration, name=picture.name, data=picture.data, type=PHOTO)
        record.write(declaration, SYSTEM, [Happened(OBJECTED, {"text": text, "pictures": len(pictures)})])
    return declaration


def ask_return(declaration_id: int) -> Declaration:
    """Keep that the addressee does not want the item; the operator sends it back. Asked twice is asked once."""
    with as_system():
        declaration = moves.locked(pk=declaration_id)
        if Event.objects.filter(declaration=declaration, kind=ASKED_RETURN).exists():
            return declaration
        if declaration.state not in AT_WORK:
            raise Refused("illegal_move", _("The item is released or ended already. It cannot be sent back from here."))
        record.write(declaration, SYSTEM, [Happened(ASKED_RETURN, {})])
    return declaration
