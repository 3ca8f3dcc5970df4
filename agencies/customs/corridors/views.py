"""Pages of corridors: what counts now, and a new drawing, shown before it counts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.customs.corridors import replacing
from agencies.customs.corridors.picture import Picture, picture
from agencies.customs.models import Corridor, RestPlace, Zone
from clearance.acts import Problems
from clearance.pages import PlainForm, fields

MOST_BYTES = 2_000_000


class DrawingForm(PlainForm):
    """A drawing to look at."""

    drawing = fields.FileField(
        label=gettext_lazy("Drawing (GeoJSON)"),
        help_text=gettext_lazy("In the form of the file below, at most 2 MB. What it does not name stays as it is."),
        ask=gettext_lazy("Choose the drawing"),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )


def corridors(request: HttpRequest) -> HttpResponse:
    """What is drawn and counts now."""
    drawn = {
        "corridors": list(Corridor.objects.filter(replaced_at=None)),
        "zones": list(Zone.objects.filter(replaced_at=None).select_related("office")),
        "rest_places": list(RestPlace.objects.filter(replaced_at=None)),
    }
    is_approximate = any(one.is_approximate for rows in drawn.values() for one in rows)  # type: ignore[attr-defined]
    context = {
        **drawn,
        "is_approximate": is_approximate,
        "picture": _picture(drawn["corridors"], drawn["zones"], drawn["rest_places"]),
        "may_draw": replacing.may_draw(request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "customs/corridors.html", context)


def draw_corridors(request: HttpRequest) -> HttpResponse:
    """A new drawing: chosen, looked at, then it counts."""
    if "confirmed" in request.POST:
        return _confirmed(request, request.POST["confirmed"].encode())
    form = DrawingForm(request.POST, request.FILES) if request.method == "POST" else DrawingForm()
    if not form.is_valid():
        return render(request, "customs/draw_corridors.html", {"form": form}, status=422 if form.is_bound else 200)
    data = form.cleaned_data["drawing"].read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        form.add_error("drawing", _("The file is larger than 2 MB. Choose a smaller one."))
        return render(request, "customs/draw_corridors.html", {"form": form}, status=422)
    return _looked_at(request, form, data)


def starter(request: HttpRequest) -> HttpResponse:
    """The drawing the portal ships, as an example of the form."""
    answer = HttpResponse(replacing.STARTER.read_bytes(), content_type="application/geo+json")
    answer["Content-Disposition"] = 'attachment; filename="corridors.geojson"'
    return answer


def _looked_at(request: HttpRequest, form: DrawingForm, data: bytes) -> HttpResponse:
    changes, said = replacing.changes_of(data)
    context: dict[str, Any] = {"form": form, "faults": said.problems}
    if not said.problems:
        old = [change.old for change in changes if change.part == "corridors" and change.what == "changed"]
        context |= {
            "changes": [change for change in changes if change.what != "same"],
            "same": sum(change.what == "same" for change in changes),
            "drawing": data.decode("utf-8-sig"),
            "picture": _preview(old, changes),
        }
    return render(request, "customs/draw_corridors.html", context, status=422 if said.problems else 200)


def _confirmed(request: HttpRequest, data: bytes) -> HttpResponse:
    try:
        changed = replacing.replace(request.actor, data)  # type: ignore[attr-defined]
    except Problems as faults:
        context = {"form": DrawingForm(), "faults": faults.problems}
        return render(request, "customs/draw_corridors.html", context, status=422)
    messages.success(request, _("The drawing counts from now on. Changed: %(count)d.") % {"count": len(changed)})
    return redirect("corridors")


def _picture(lines: Any, zones: Any, rests: Any) -> Picture:
    dots = [("zone", str(one.office), vars(one)) for one in zones] + [("rest", one.name, vars(one)) for one in rests]
    return picture([(one.mode, one.name, one.line) for one in lines], dots)


def _preview(old: list[Any], changes: list[replacing.Change]) -> Picture:
    lines = [("old", one.name, one.line) for one in old]
    lines += [(one.new["mode"], one.key, one.new["line"]) for one in changes if one.part == "corridors"]
    looks = {"zones": "zone", "rest_places": "rest"}
    return picture(lines, [(looks[one.part], one.key, one.new) for one in changes if one.part in looks])
