"""Addresses of the pages: public ones, a company's, the desks'."""

from typing import Any

from django.urls import URLPattern, path

from clearance.views import beginning, case, desk, drafting, leading, public, rulebooks, signoff, trader
from clearance.views.keeping import Change, Draft, Kept


def _filling_in(prefix: str, name: str, kept: type[Kept]) -> list[URLPattern]:
    """The pages that fill in a content, over a draft or over a change of a filed declaration."""
    how: dict[str, Any] = {"kept": kept}
    return [
        path(prefix, drafting.begin, how, name=name),
        path(f"{prefix}items/", drafting.items, how, name=f"{name}_items"),
        path(f"{prefix}items/<int:number>/", drafting.item, how, name=f"{name}_item"),
        path(f"{prefix}items/<int:number>/remove/", drafting.remove_item, how, name=f"{name}_remove_item"),
        path(f"{prefix}documents/", drafting.documents, how, name=f"{name}_documents"),
        path(f"{prefix}check/", drafting.check, how, name=f"{name}_check"),
        path(f"{prefix}sections/<slug:section>/", drafting.section, how, name=f"{name}_section"),
    ]


urlpatterns = [
    path("", public.home, name="home"),
    path("explain/", public.explain, name="explain"),
    path("help/", public.help_page, name="help"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("status/", public.status, name="status"),
    path("privacy/", public.privacy, name="privacy"),
    path("home/", trader.company_home, name="company_home"),
    path("declarations/", trader.declarations, name="declarations"),
    path("declarations/new/", beginning.new, name="new_declaration"),
    path("declarations/upload/", beginning.upload, name="upload"),
    *_filling_in("declarations/<str:reference>/", "draft", Draft),
    path("declarations/<str:reference>/done/", drafting.done, name="draft_done"),
    path("declarations/<str:reference>/discard/", drafting.discard, name="discard"),
    path("cases/<str:reference>/", case.declaration, name="declaration"),
    path("cases/<str:reference>/questions/<uuid:uuid>/", case.question, name="question"),
    path("cases/<str:reference>/files/", case.attach, name="attach"),
    path("cases/<str:reference>/files/<uuid:uuid>/", case.document, name="document"),
    path("cases/<str:reference>/message.xml", case.message, name="message"),
    path("cases/<str:reference>/arrival/", case.arrival, name="arrival"),
    path("cases/<str:reference>/withdraw/", case.withdraw, name="withdraw"),
    path("cases/<str:reference>/split/", case.split, name="split"),
    *_filling_in("cases/<str:reference>/change/", "change", Change),
    path("cases/<str:reference>/change/drop/", drafting.drop_change, name="drop_change"),
    path("desk/", desk.desk, name="desk"),
    path("desk/queue/", desk.queue, name="queue"),
    path("desk/queue/next/", desk.take_next, name="take_next"),
    path("desk/find/", desk.find, name="find"),
    path("desk/signoffs/<uuid:uuid>/", signoff.signoff, name="signoff"),
    path("desk/signoffs/<uuid:uuid>/claim/", desk.claim, name="claim"),
    path("desk/signoffs/<uuid:uuid>/give-back/", desk.give_back, name="give_back"),
    path("desk/signoffs/<uuid:uuid>/decide/", signoff.decide, name="decide"),
    path("desk/signoffs/<uuid:uuid>/ask/", signoff.ask, name="ask"),
    path("desk/signoffs/<uuid:uuid>/inspect/", signoff.inspect, name="inspect"),
    path("desk/signoffs/<uuid:uuid>/hold/", signoff.hold, name="hold"),
    path("desk/signoffs/<uuid:uuid>/reassign/", signoff.reassign, name="reassign"),
    path("desk/holds/<uuid:uuid>/lift/", signoff.lift, name="lift"),
    path("desk/declarations/<str:reference>/", leading.desk_declaration, name="desk_declaration"),
    path("desk/declarations/<str:reference>/arrival/", leading.confirm_arrival, name="confirm_arrival"),
    path("desk/declarations/<str:reference>/refuse/", leading.refuse_registration, name="refuse_registration"),
    path("desk/declarations/<str:reference>/dispose/", leading.dispose, name="dispose"),
    path("desk/declarations/<str:reference>/recall/", leading.recall, name="recall"),
    path("desk/payments/", leading.payments, name="payments"),
    path("desk/payments/<str:reference>/", leading.payment, name="payment"),
    path("desk/routing/", leading.routing_desk, name="routing_desk"),
    path("desk/rulebooks/", rulebooks.rulebooks, name="rulebooks"),
    path("desk/rulebooks/<int:book_id>/", rulebooks.rulebook, name="rulebook"),
]
