"""The goods of a declaration: the table of items, and one page for each. The same pages edit a change."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import clock
from clearance.content import Problem
from clearance.forms import goods, item_list
from clearance.reading.needed import papers_of_item
from clearance.services import filing
from clearance.validation import lists
from clearance.views import sections, typing
from clearance.views.filling import LATER, page_of
from clearance.views.item_table import page_with, place_of, table_of
from clearance.views.keeping import Draft, Kept

MOVE = "move"
"""The button that keeps an item as it is and moves it to another place of the list."""

TAKEN_OUT = "item_taken_out"
"""Where the session holds the item last taken out, so that it can be put back."""

NAMES_AN_ITEM = ("commodity_code", "description")
"""What tells one item from another: where it changed, a colleague may have moved or removed items."""


def items(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """The table of the goods, and the acts on its rows."""
    mine = kept(request, reference)
    if request.method == "POST":
        return _act_on_row(request, mine)
    problems = mine.problems()
    page = page_of(
        mine,
        "items",
        problems=problems,
        table=table_of(mine, problems, request.GET),
        taken_out=_taken_out(request, mine),
        is_full=_is_full(mine),
        most=most_items(),
        keeps_numbers=free_number(mine) is not None,
    )
    return render(request, "trader/items.html", page)


def item(request: HttpRequest, reference: str, number: int, kept: type[Kept] = Draft) -> HttpResponse:
    """One item of goods; the number after the last is a new one."""
    mine = kept(request, reference)
    count = len(item_list.items_of(mine.content))
    if not 1 <= number <= min(count + 1, most_items()):
        raise Http404
    before = item_list.item_at(mine.content, number)
    content = before if before is not None else _like_the_others(mine.content)
    act = request.POST.get("act")
    typed = typing.read(request, mine, partial(goods.ItemForm, content=content, kind=mine.kind), names_it=NAMES_AN_ITEM)
    if typed.is_by_itself:
        return typing.keep_so_far(typed, partial(_with_part, mine, number))
    if typed.is_clash:
        return typing.clash(typed, "items")
    form = typed.form(later=act in {LATER, MOVE})
    if request.method == "POST" and form.is_valid():
        after = _with_part(mine, number, form.new_content())
        request.session.pop(TAKEN_OUT, None)
        if act == MOVE:
            return _move(request, typed, after, number)
        typed.save(after)
        return redirect(_where_to_go(mine, act, number, max(count, number)))
    problems = mine.problems()
    page = page_of(
        mine,
        "items",
        problems=problems,
        form=form,
        place=number,
        number=mine.number_at(number) or number,
        is_new=before is None,
        count=count,
        back=place_of(mine, number) if before is not None else mine.url("items"),
        previous=mine.url("item", number - 1) if number > 1 else "",
        following=mine.url("item", number + 1) if number < count else "",
        has_room=count < most_items(),
        may_move=free_number(mine) is None and before is not None and count > 1,
        needed=papers_of_item(mine.content, content, filing.documents_of(mine.declaration)),
        papers_url=mine.url("item_papers", number),
        documents_url=mine.url("documents"),
        typed=typed,
        **typing.hidden(form, typed),
    )
    if not form.is_bound and "mend" in request.GET and before is not None:
        ours = _of_item(problems, number)
        form.show(ours)
        page["faults"] = sections.faults_of(form, ours)
    elif not form.is_bound:
        form.begin_where_something_lacks(_of_item(problems, number))
    return render(request, "trader/item.html", page, status=422 if request.method == "POST" else 200)


def _with_part(mine: Kept, number: int, item: dict[str, Any]) -> dict[str, Any]:
    """The whole content with one item as it is typed now."""
    return item_list.with_item(mine.content, number, item, free=free_number(mine))


def _move(request: HttpRequest, typed: typing.Typed, content: dict[str, Any], number: int) -> HttpResponse:
    """Keep what was typed of an item and move it to the place asked for."""
    mine, wanted = typed.mine, request.POST.get("to", "").strip()
    if not wanted.isdigit() or free_number(mine) is not None:
        typed.save(content)
        messages.error(request, _("Enter the number of the place to move the item to."))
        return redirect(mine.url("item", number))
    after, to = item_list.with_moved(content, number, int(wanted))
    typed.save(after)
    messages.success(request, _("Item %(before)s is now item %(number)s.") % {"before": number, "number": to})
    return redirect(place_of(mine, to))


def item_papers(request: HttpRequest, reference: str, number: int, kept: type[Kept] = Draft) -> HttpResponse:
    """What the rules ask for the item as it stands on the page now; a fragment, nothing is kept."""
    mine = kept(request, reference)
    form = goods.ItemForm(
        request.GET, content=item_list.item_at(mine.content, number) or {}, kind=mine.kind, later=True
    )
    form.is_valid()
    page = {
        "needed": papers_of_item(mine.content, form.new_content(), filing.documents_of(mine.declaration)),
        "papers_url": mine.url("item_papers", number),
        "documents_url": mine.url("documents"),
    }
    return render(request, "trader/item_papers.html", page)


def remove_item(request: HttpRequest, reference: str, number: int, kept: type[Kept] = Draft) -> HttpResponse:
    """Take an item out; it can be put back."""
    mine = kept(request, reference)
    taken = item_list.item_at(mine.content, number)
    if taken is None:
        raise Http404
    known_as = mine.number_at(number)
    after = item_list.without_item(mine.content, number, free=free_number(mine))
    mine.save(after, request.POST.get("revision", ""))
    request.session[TAKEN_OUT] = {
        "reference": mine.reference, "place": number, "number": known_as or number, "moved_up": known_as is None,
        "item": taken,
    }  # fmt: skip
    page = page_with(min(number, len(item_list.items_of(after))))
    return redirect(mine.url("items") + (f"?page={page}" if page > 1 else ""))


def most_items() -> int:
    """How many items a declaration may have."""
    return int(lists.limit("items", clock.today()))


def free_number(mine: Kept) -> int | None:
    """The first number no item has, where agencies know the items by their numbers; None where nobody does yet."""
    return mine.number_at(len(item_list.items_of(mine.content)) + 1)


def _act_on_row(request: HttpRequest, mine: Kept) -> HttpResponse:
    """Copy a row, move it, or put back the one taken out."""
    act, _dash, place = request.POST.get("act", "").partition("-")
    at, free = int(place) if place.isdigit() else 0, free_number(mine)
    if act == "back":
        return _put_back(request, mine)
    if item_list.item_at(mine.content, at) is None:
        return redirect(mine.url("items"))
    if act == "copy" and not _is_full(mine):
        after, to = item_list.with_copy(mine.content, at, free=free)
        said = _("Item %(number)s is a copy of item %(before)s.")
    elif act in {"up", "down"} and free is None:
        after, to = item_list.with_moved(mine.content, at, at - 1 if act == "up" else at + 1)
        said = _("Item %(before)s is now item %(number)s.")
    else:
        return redirect(place_of(mine, at))
    numbers = {"before": mine.number_at(at) or at, "number": after["items"][to - 1]["number"]}
    mine.save(after, request.POST.get("revision", ""))
    messages.success(request, said % numbers)
    return redirect(place_of(mine, to))


def _put_back(request: HttpRequest, mine: Kept) -> HttpResponse:
    taken = _taken_out(request, mine)
    if taken is None or _is_full(mine):
        return redirect(mine.url("items"))
    after, to = item_list.with_inserted(mine.content, taken["place"], taken["item"], free=free_number(mine))
    mine.save(after, request.POST.get("revision", ""))
    request.session.pop(TAKEN_OUT, None)
    messages.success(request, _("Item %(number)s is back.") % {"number": after["items"][to - 1]["number"]})
    return redirect(place_of(mine, to))


def _taken_out(request: HttpRequest, mine: Kept) -> dict[str, Any] | None:
    taken: dict[str, Any] | None = request.session.get(TAKEN_OUT)
    return taken if taken and taken["reference"] == mine.reference else None


def _is_full(mine: Kept) -> bool:
    return len(item_list.items_of(mine.content)) >= most_items()


def _where_to_go(mine: Kept, act: str | None, number: int, count: int) -> str:
    """Where a saved item leads: to a new one, to the next one, or back to its row."""
    if act == "another" and count < most_items():
        return mine.url("item", count + 1)
    if act == "next" and number < count:
        return mine.url("item", number + 1)
    return place_of(mine, number)


def _of_item(problems: list[Problem], number: int) -> list[Problem]:
    """The problems of one item, with pointers that begin at the item."""
    about = f"/items/{number - 1}/"
    return [replace(one, pointer=one.pointer[len(about) - 1 :]) for one in problems if one.pointer.startswith(about)]


def _like_the_others(content: dict[str, Any]) -> dict[str, Any]:
    """What a new item begins with: what the items before it most likely share."""
    items = content.get("items") or []
    if not items:
        return {"previous_procedure": "00"} if content.get("kind") in {"import", "export"} else {}
    last = items[-1]
    kept = {name: last[name] for name in ("origin", "previous_procedure", "valuation_method") if last.get(name)}
    types = [{"type": package["type"]} for package in (last.get("packages") or [])[:1] if package.get("type")]
    return {**kept, **({"packages": types} if types else {})}
