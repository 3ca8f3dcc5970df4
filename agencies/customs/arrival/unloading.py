"""Unloading remarks: clean, or what differs by item and by seal; the own fields of the completion's sign-off."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from agencies.customs.models import Movement, Remark, Seal
from agencies.customs.transit import seals
from agencies.customs.transit.life import WHOLE as WHOLE_SEALS
from agencies.customs.transit.life import SealState, codes
from clearance.acts import SYSTEM_ACTOR, answer_to, clock, content_of
from clearance.contract import Field, SignOffForm, words

CLEAN, REMARKS, WHOLE = "clean", "remarks", "whole"
LINES = 5
"""Discrepancies of items that one form takes; whatever differs more is refused and inspected."""
MOST_SEALS = 12
FEW_ITEMS = 50
SEAL_KINDS = ("broken", "missing", "other_number")

SEALS = words("Seals", "Пломбы", "Пломбалар")
GOODS = words("Goods that differ", "Расхождения по товарам", "Тауар бойынша айырмашылықтар")
RESULT = Field(
    "result",
    "choice",
    words("Unloading remarks", "Замечания при выгрузке", "Түсіру кезіндегі ескертулер"),
    required=True,
    choices=(
        (
            CLEAN,
            words("None: goods and seals as declared", "Нет: товары и пломбы в порядке", "Жоқ: тауар мен пломба сай"),
        ),
        (REMARKS, words("There are discrepancies", "Есть расхождения", "Айырмашылықтар бар")),
    ),
)
FOUND = (
    (WHOLE, words("Whole", "Целая", "Бүтін")),
    ("broken", words("Broken", "Нарушена", "Бұзылған")),
    ("missing", words("Missing", "Отсутствует", "Жоқ")),
    ("other_number", words("Another number", "Другой номер", "Басқа нөмір")),
)
KINDS = (
    ("shortage", words("Shortage", "Недостача", "Кем шығу")),
    ("excess", words("Excess", "Излишек", "Артық шығу")),
    ("damage", words("Damage", "Повреждение", "Зақымдану")),
)
UNITS = (("kg", words("kg", "кг", "кг")), ("packages", words("packages", "мест", "орын")))


class Unloading(SignOffForm):
    """What the office of destination found, asked when the transit is completed."""

    titles = words("Unloading", "Выгрузка", "Түсіру")
    fields = (RESULT,)

    @classmethod
    def fields_for(cls, sign_off: Any) -> tuple[Field, ...]:
        """The seals and items of this movement."""
        movement = Movement.objects.filter(declaration_id=sign_off.declaration_id).first()
        if movement is None:
            return cls.fields
        numbers = items_of(movement)
        seals = [one for place, number in enumerate(movement.seals[:MOST_SEALS], 1) for one in _seal(place, number)]
        lines = [one for place in range(1, min(LINES, max(1, len(numbers))) + 1) for one in _line(place, numbers)]
        return (RESULT, *seals, *lines)

    @classmethod
    def check(cls, answers: Mapping[str, Any], sign_off: Any = None) -> tuple[dict[str, Any], dict[str, str]]:
        """Also what contradicts itself: clean with a remark, remarks without one, a shortage of nothing."""
        kept, faults = super().check(answers, sign_off)
        if faults or "result" not in kept:
            return kept, faults
        lines = sorted({name.rpartition("_")[0] for name in kept if name.startswith("line_")})
        seals = [name for name, value in kept.items() if name in _seal_names(kept) and value != WHOLE]
        for line in lines:
            faults |= _faults_of_line(kept, line)
        faults |= {
            f"{name}_found": "missing"
            for name in seals
            if kept[name] == "other_number" and not kept.get(f"{name}_found")
        }
        if kept["result"] == CLEAN and (lines or seals):
            faults["result"] = "contradicts"
        if kept["result"] == REMARKS and not (lines or seals):
            faults["result"] = "says_nothing"
        return kept, faults


def items_of(movement: Movement) -> list[str]:
    """The numbers of the items under way."""
    return [str(item["number"]) for item in content_of(movement.declaration).get("items") or ()]


def keep(movement: Movement) -> list[Remark]:
    """Write down what the officer found when the transit is completed, as the system."""
    answer = answer_to(movement.declaration, "customs.transit_completion")
    if answer is None or answer.decided_by_id is None or Remark.objects.filter(movement=movement).exists():
        return []
    of = {
        "movement": movement, "declaration_id": movement.declaration_id, "company_id": movement.company_id,
        "made_by_id": answer.decided_by_id, "made_at": answer.decided_at or clock.now(),
    }  # fmt: skip
    found = [Remark(**of, **remark) for remark in remarks_in(answer.form, movement.seals)]
    for remark in found:
        _end_seal(movement, remark)
    return Remark.objects.bulk_create(found)


def _end_seal(movement: Movement, remark: Remark) -> None:
    """A seal that is broken or missing is so in its own life too."""
    way = {"broken": "break", "missing": "lose", "other_number": "lose"}.get(remark.kind)
    seal = Seal.objects.filter(movement=movement, number=remark.number).order_by("-pk").first() if way else None
    if way and seal is not None and SealState(seal.state) in WHOLE_SEALS:
        seals.end(movement=movement, actor=SYSTEM_ACTOR, seal=seal, name=way, reason="unloading")


def remarks_in(form: Mapping[str, Any], seals: list[str]) -> list[dict[str, Any]]:
    """The discrepancies of a filled-in form, seals first."""
    found: list[dict[str, Any]] = []
    for place, number in enumerate(seals[:MOST_SEALS], 1):
        kind = form.get(f"seal_{place}", WHOLE)
        if kind != WHOLE:
            found.append(
                {
                    "about": "seal",
                    "number": number,
                    "kind": kind,
                    "note": str(form.get(f"seal_{place}_found", ""))[:500],
                }
            )
    for place in range(1, LINES + 1):
        line = {name: form.get(f"line_{place}_{name}") for name in ("item", "kind", "quantity", "unit", "note")}
        if line["item"] and line["kind"]:
            quantity = Decimal(str(line["quantity"])) if line["quantity"] else None
            found.append(
                {"about": "item", "number": str(line["item"]), "kind": line["kind"], "quantity": quantity,
                 "unit": str(line["unit"] or "") if quantity else "", "note": str(line["note"] or "")[:500]}
            )  # fmt: skip
    return found


def vouch(declaration: Any) -> bool | None:
    """Whether the goods of a transit came untouched: it is completed, and nothing is remarked of its seals."""
    if declaration.kind != "transit":
        return None
    movement = Movement.objects.filter(declaration=declaration).first()
    if movement is None or movement.state != "completed":
        return False
    failed = Seal.objects.filter(movement=movement, state__in=codes({SealState.BROKEN, SealState.LOST})).exists()
    answer = answer_to(declaration, "customs.transit_completion")
    return answer is not None and not failed and not Remark.objects.filter(movement=movement, about="seal").exists()


def _seal_names(kept: Mapping[str, Any]) -> set[str]:
    return {name for name in kept if name.startswith("seal_") and not name.endswith("_found")}


def _faults_of_line(kept: Mapping[str, Any], line: str) -> dict[str, str]:
    needed = ["item", "kind"]
    if kept.get(f"{line}_kind") in ("shortage", "excess"):
        needed += ["quantity", "unit"]
    return {f"{line}_{name}": "missing" for name in needed if not kept.get(f"{line}_{name}")}


def _seal(place: int, number: str) -> tuple[Field, Field]:
    return (
        Field(f"seal_{place}", "choice", words(f"Seal {number}", f"Пломба {number}", f"{number} пломбасы"), choices=FOUND,
              under=SEALS),
        Field(
            f"seal_{place}_found", "text",
            words(f"Number found instead of {number}", f"Найденный номер вместо {number}", f"{number} орнына табылған нөмір"),
            under=SEALS,
        ),
    )  # fmt: skip


def _line(place: int, numbers: list[str]) -> tuple[Field, ...]:
    def name(en: str, ru: str, kk: str) -> Any:
        return words(f"Discrepancy {place}: {en}", f"Расхождение {place}: {ru}", f"{place}-айырмашылық: {kk}")

    few = len(numbers) <= FEW_ITEMS
    offered = tuple((one, words(f"Item {one}", f"Товар {one}", f"{one}-тауар")) for one in numbers) if few else ()
    return (
        Field(f"line_{place}_item", "choice" if few else "text", name("item", "товар", "тауар"), choices=offered, under=GOODS),
        Field(f"line_{place}_kind", "choice", name("what", "что", "не"), choices=KINDS, under=GOODS),
        Field(f"line_{place}_quantity", "number", name("how much", "сколько", "қанша"), under=GOODS),
        Field(f"line_{place}_unit", "choice", name("unit", "единица", "өлшем"), choices=UNITS, under=GOODS),
        Field(f"line_{place}_note", "text", name("note", "примечание", "ескертпе"), under=GOODS),
    )  # fmt: skip
