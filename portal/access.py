"""Who may come to which address: one row for every URL of the site; an address without a row is refused.

Add a row with the address: the key is the URL's name (`namespace:name`; for an unnamed one the dotted path of its
view), the value a `clearance.access.Rule`. An agency adds its own rows in `agencies/<code>/access.py`
(`from clearance.contract import access`;
`ACCESS = {"name": access.officer(agency="customs")}`). What a row admits is only the door: whose thing it is
about is asked by the service, which answers 404 for what one may not see.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import ResolverMatch

from clearance.access import (
    FORM,
    GET,
    POST,
    About,
    Audience,
    Door,
    Rule,
    bare,
    both,
    device,
    officer,
    public,
    signed_in,
    trader,
)

WORKING = frozenset({"officer", "head", "routing_desk"})
SEARCHES = {"GET": "searches"}
READING = frozenset({"read", "desk"})
TRADING = frozenset({"file"})
DESK = frozenset({"desk"})

SITE: dict[str, Rule] = {
    "portal.health.healthz": bare(),
    "healthz": bare(),
    "portal.health.readyz": bare(),
    "readyz": bare(),
    "set_language": bare(POST),
    "set_theme": bare(POST),
    "components": bare(),
}
if settings.DEMO:
    SITE |= {"demo_mail": bare(), "demo_letter": bare(), "demo_letter_html": bare(), "demo_hook": bare(POST)}

SIGN_IN: dict[str, Rule] = {
    "account_login": bare(FORM),
    "account_logout": bare(FORM),
    "account_inactive": bare(),
    "account_signup": bare(FORM),
    "account_email_verification_sent": bare(),
    "account_reset_password": bare(FORM),
    "account_reset_password_done": bare(),
    "account_reset_password_from_key": bare(FORM),
    "account_reset_password_from_key_done": bare(),
    "account_confirm_email": bare(FORM),
    "account_confirm_login_code": bare(FORM),
    "mfa_authenticate": bare(FORM),
    "account_reauthenticate": signed_in(FORM),
    "account_email": signed_in(FORM),
    "account_change_password": signed_in(FORM),
    "account_set_password": signed_in(FORM),
    "mfa_index": signed_in(),
    "mfa_reauthenticate": signed_in(FORM),
    "mfa_activate_totp": signed_in(FORM),
    "mfa_deactivate_totp": signed_in(FORM),
    "mfa_view_recovery_codes": signed_in(),
    "mfa_generate_recovery_codes": signed_in(FORM),
    "mfa_download_recovery_codes": signed_in(),
    "usersessions_list": signed_in(FORM),
}

PEOPLE: dict[str, Rule] = {
    "settings": signed_in(FORM),
    "tokens": signed_in(FORM),
    "end_token": signed_in(POST, about=About.TOKEN),
    "company": signed_in(),
    "register_company": signed_in(FORM),
    "answer_invitation": signed_in(POST, about=About.MEMBERSHIP),
    "correct_company": signed_in(FORM, about=About.COMPANY),
    "ask_client": signed_in(FORM, about=About.COMPANY),
    "answer_broker": signed_in(POST, about=About.COMPANY),
    "end_session": signed_in(POST, about=About.OTHER),
    "company_page": signed_in(about=About.COMPANY),
    "invite_colleague": signed_in(FORM, about=About.COMPANY),
    "leave_company": signed_in(POST, about=About.COMPANY),
    "change_colleague": signed_in(POST, about=About.COMPANY),
    "remove_colleague": signed_in(POST, about=About.COMPANY),
    "delegate": signed_in(FORM, about=About.COMPANY),
    "revoke_delegation": signed_in(POST, about=About.COMPANY),
    "messages": signed_in(),
    "mark_messages": signed_in(POST),
    "notice_settings": signed_in(FORM),
    "open_message": signed_in(about=About.OTHER),
    "webhooks": signed_in(about=About.COMPANY),
    "new_webhook": signed_in(FORM, about=About.COMPANY),
    "webhook": signed_in(FORM, about=About.COMPANY),
    "change_webhook_secret": signed_in(POST, about=About.COMPANY),
    "ping_webhook": signed_in(POST, about=About.COMPANY),
    "end_webhook": signed_in(POST, about=About.COMPANY),
    "delivery": signed_in(about=About.COMPANY),
    "send_delivery_again": signed_in(POST, about=About.COMPANY),
    "grants": signed_in(),
    "companies_to_approve": officer(),
    "approve_company": officer(POST, about=About.OTHER),
    "reject_company": officer(POST, about=About.OTHER),
    "days": officer(FORM),
    "drop_day": officer(POST, about=About.OTHER),
    "days_of_office": officer(FORM, about=About.OFFICE),
    "approve_grant": officer(POST, about=About.GRANT),
    "revoke_grant": officer(FORM, about=About.GRANT),
    "grants_of": officer(about=About.AGENCY),
    "ask_grant": officer(FORM, about=About.AGENCY),
    "administration": officer(about=About.AGENCY),
    "who_may_what": officer(about=About.AGENCY),
    "leaves_agency": officer(FORM, about=About.AGENCY),
    "offices_of": officer(about=About.AGENCY),
    "office_of": officer(FORM, about=About.OFFICE),
    "edit_day": officer(FORM, about=About.OTHER),
    "coverage_of": officer(about=About.AGENCY),
    "cover": officer(FORM, about=About.OFFICE),
    "drop_coverage": officer(POST, about=About.OTHER),
    "deadlines_of": officer(about=About.AGENCY),
    "new_deadline": officer(FORM, about=About.AGENCY),
    "deadline": officer(FORM, about=About.OTHER),
    "reasons_of": officer(about=About.AGENCY),
    "new_reason": officer(FORM, about=About.AGENCY),
    "reason": officer(FORM, about=About.OTHER),
    "book_versions": officer(FORM, about=About.AGENCY),
    "book_version": officer(about=About.RULEBOOK),
    "book_act": officer(POST, about=About.RULEBOOK),
    "book_sign": officer(FORM, about=About.RULEBOOK),
    "book_compare": officer(about=About.RULEBOOK),
    "book_check": officer(about=About.RULEBOOK),
    "book_rehearse": officer(FORM, about=About.RULEBOOK),
    "book_rehearse_on": officer(POST, about=About.RULEBOOK),
    "book_export": officer(about=About.RULEBOOK),
    "book_import": officer(FORM, about=About.RULEBOOK),
    "book_new_rule": officer(FORM, about=About.RULEBOOK),
    "book_rule": officer(FORM, about=About.RULEBOOK),
    "book_rule_act": officer(POST, about=About.RULEBOOK),
}

# The pages of portal/public.
PUBLIC: dict[str, Rule] = {
    "home": public(),
    "help": public(FORM, limits={"POST": "enquiries"}),
    "accessibility": public(),
    "status": public(),
    "privacy": public(),
    "enquiries": officer(roles=frozenset({"routing_desk", "admin"})),
    "enquiry_answered": officer(POST, roles=frozenset({"routing_desk", "admin"}), about=About.OTHER),
    "announcements": officer(FORM, roles=frozenset({"admin"})),
    "end_announcement": officer(POST, roles=frozenset({"admin"}), about=About.OTHER),
    "track": public(FORM, limits={"GET": "lookups", "POST": "lookups"}),
    "tracked": public(limits={"GET": "lookups"}),
    "verify": public(FORM, limits={"POST": "lookups"}),
    "verified": public(limits={"GET": "lookups"}),
    "release_note_keys": bare(),
    "release_note": both(about=About.DECLARATION),
    "track_link": trader(POST, about=About.DECLARATION),
}

# The pages of portal/post; who is no postal operator is told so, or finds nothing.
LOOKUPS = {"GET": "lookups", "POST": "lookups"}
POSTAL: dict[str, Rule] = {
    "dispatches": trader(),
    "new_dispatch": trader(FORM),
    "scan_items": trader(FORM),
    "dispatch": trader(about=About.OTHER),
    "dispatch_arrived": trader(POST, about=About.OTHER),
    "dispatch_notices": trader(about=About.OTHER),
    "wrong_lines": trader(FORM, about=About.OTHER),
    "dispatch_item": trader(about=About.DECLARATION),
    "answer_for_addressee": trader(POST, about=About.QUESTION),
    "add_pictures": trader(POST, about=About.DECLARATION),
    "send_item_back": trader(POST, about=About.DECLARATION),
    "parcel_notice": trader(about=About.DECLARATION),
    "picture": both(about=About.DOCUMENT),
    "parcel": public(FORM, limits=LOOKUPS),
    "parcel_page": public(limits=LOOKUPS),
    "parcel_pay": public(POST, limits=LOOKUPS),
    "parcel_object": public(FORM, limits=LOOKUPS),
    "parcel_return": public(FORM, limits=LOOKUPS),
    "parcel_callback": public(POST, limits={"POST": "public"}),
    "parcel_test_payment": public(FORM, limits=LOOKUPS),
}

# Notices between windows; a neighbour's own are signed, not signed in.
NEIGHBOURS: dict[str, Rule] = {
    "take_neighbour_notice": device(POST),  # the signature of a window is its token
    "take_neighbour_arrival": device(POST),
    "neighbour_notices": Rule(frozenset({Audience.TRADER, Audience.OFFICER}), GET, agency="customs"),
    "neighbour_notice": Rule(frozenset({Audience.TRADER, Audience.OFFICER}), GET, about=About.OTHER, agency="customs"),
    "declare_neighbour_notice": trader(POST, about=About.OTHER),
}

# The pages of clearance/views.
PAGES: dict[str, Rule] = {
    "explain": public(limits=SEARCHES),
    "explain_before": public(limits=SEARCHES),
    "begin_with_answers": trader(POST),
    "procedures": public(),
    "procedure": public(),
    "tariff": public(limits=SEARCHES),
    "tariff_suggest": public(limits={"GET": "suggestions"}),
    "commodity": public(limits=SEARCHES),
    "company_home": signed_in(),
    "choose_client": trader(POST),
    "declarations": trader(),
    "declarations_sheet": trader(),
    "new_declaration": trader(FORM),
    "upload": trader(FORM),
    "copy_declaration": trader(FORM, about=About.DECLARATION),
    "keep_template": trader(FORM, about=About.DECLARATION),
    "begin_from_template": trader(POST, about=About.TEMPLATE),
    "forget_template": trader(FORM, about=About.TEMPLATE),
    "receipt": trader(about=About.DECLARATION),
    "draft_done": trader(about=About.DECLARATION),
    "discard": trader(FORM, about=About.DECLARATION),
    "declaration": both(about=About.DECLARATION),
    "question": trader(FORM, about=About.QUESTION),
    "questions": trader(FORM, about=About.DECLARATION),
    "appeal": trader(FORM, about=About.REFUSAL),
    "withdraw_appeal": trader(FORM, about=About.APPEAL),
    "attach": trader(FORM, about=About.DECLARATION),
    "document": both(about=About.DOCUMENT),
    "message": both(about=About.DECLARATION),
    "arrival": trader(FORM, about=About.DECLARATION),
    "withdraw": trader(FORM, about=About.DECLARATION),
    "split": trader(FORM, about=About.DECLARATION),
    "drop_change": trader(POST, about=About.DECLARATION),
}
# A content is filled in on the same pages, as a draft and as a change of what is filed.
for _kept in ("draft", "change"):
    PAGES |= {
        _kept: trader(about=About.DECLARATION),
        f"{_kept}_items": trader(FORM, about=About.DECLARATION),
        f"{_kept}_items_sheet": trader(FORM, about=About.DECLARATION),
        f"{_kept}_items_corrected": trader(about=About.DECLARATION),
        f"{_kept}_items_template": trader(about=About.DECLARATION),
        f"{_kept}_items_export": trader(about=About.DECLARATION),
        f"{_kept}_item": trader(FORM, about=About.DECLARATION),
        f"{_kept}_item_papers": trader(about=About.DECLARATION),
        f"{_kept}_remove_item": trader(POST, about=About.DECLARATION),
        f"{_kept}_documents": trader(FORM, about=About.DECLARATION),
        f"{_kept}_earlier_files": trader(FORM, about=About.DECLARATION),
        f"{_kept}_remove_file": trader(POST, about=About.DECLARATION),
        f"{_kept}_check": trader(FORM, about=About.DECLARATION),
        f"{_kept}_section": trader(FORM, about=About.DECLARATION),
    }
DESK_PAGES: dict[str, Rule] = {
    "desk": officer(),
    "queue": officer(),
    "take_next": officer(POST, roles=WORKING),
    "chosen": officer(POST, roles=WORKING),
    "save_view": officer(POST, roles=WORKING),
    "drop_view": officer(POST, roles=WORKING, about=About.OTHER),
    "desk_keys": officer(FORM),
    "palette": officer(),
    "assign": officer(POST, roles=frozenset({"head"}), about=About.SIGN_OFF),
    "undo": officer(POST, about=About.OTHER),
    "find": officer(),
    "signoff": officer(about=About.SIGN_OFF),
    "claim": officer(POST, about=About.SIGN_OFF),
    "give_back": officer(POST, about=About.SIGN_OFF),
    "approve": officer(POST, about=About.SIGN_OFF),
    "refuse": officer(POST, about=About.SIGN_OFF),
    "ask": officer(POST, about=About.SIGN_OFF),
    "inspect": officer(POST, about=About.SIGN_OFF),
    "hold": officer(POST, about=About.SIGN_OFF),
    "reassign": officer(POST, roles=frozenset({"routing_desk"}), about=About.SIGN_OFF),
    "lift": officer(FORM, about=About.HOLD),
    "desk_declaration": officer(about=About.DECLARATION),
    "confirm_arrival": officer(FORM, about=About.DECLARATION),
    "refuse_registration": officer(FORM, about=About.DECLARATION),
    "dispose": officer(FORM, about=About.DECLARATION),
    "recall": officer(FORM, about=About.DECLARATION),
    "payments": officer(roles=frozenset({"cashier"})),
    "payment": officer(FORM, roles=frozenset({"cashier"}), about=About.DECLARATION),
    "appeals": officer(roles=frozenset({"head"})),
    "judge_appeal": officer(FORM, roles=frozenset({"head"}), about=About.APPEAL),
    "routing_desk": officer(roles=frozenset({"routing_desk"})),
    "rulebooks": officer(roles=frozenset({"admin", "auditor"})),
    "rulebook": officer(roles=frozenset({"admin", "auditor"}), about=About.RULEBOOK),
}


def _api(
    who: set[Audience], about: About = About.NOTHING, *, roles: frozenset[str] = frozenset(), **scopes: frozenset[str]
) -> Rule:
    """An address of the API: its methods, each with the scopes of which a token needs one."""
    return Rule(frozenset(who), frozenset(scopes), Door.API, about, roles=roles, scopes=scopes)


_TRADER, _OFFICER = {Audience.TRADER}, {Audience.OFFICER}
_BOTH = _TRADER | _OFFICER

API: dict[str, Rule] = {
    "api:openapi": public(door=Door.API),
    "api:docs": public(),
    "api:explain": public(POST, door=Door.API),
    "api:declarations": _api(_BOTH, GET=READING, POST=TRADING),
    "api:declaration": _api(_BOTH, About.DECLARATION, GET=READING),
    "api:events": _api(_BOTH, About.DECLARATION, GET=READING),
    "api:present": _api(_BOTH, About.DECLARATION, POST=TRADING | DESK),
    "api:payments": _api(_OFFICER, About.DECLARATION, roles=frozenset({"cashier"}), POST=DESK),
    "api:amend": _api(_TRADER, About.DECLARATION, POST=TRADING),
    "api:withdraw": _api(_TRADER, About.DECLARATION, POST=TRADING),
    "api:documents": _api(_TRADER, About.DECLARATION, POST=TRADING),
    "api:answers": _api(_TRADER, About.DECLARATION, POST=TRADING),
    "api:split": _api(_TRADER, About.DECLARATION, POST=TRADING),
    "api:disposal": _api(_OFFICER, About.DECLARATION, POST=DESK),
    "api:refuse_registration": _api(_OFFICER, About.DECLARATION, POST=DESK),
    "api:scans": _api(_TRADER, About.DECLARATION, POST=TRADING),
    "api:dispatches": _api(_TRADER, POST=TRADING),
    "api:dispatch_present": _api(_BOTH, About.OTHER, POST=TRADING | DESK),
    "api:queue": _api(_OFFICER, GET=READING),
    "api:queue_next": _api(_OFFICER, roles=WORKING, POST=DESK),
    "api:claim": _api(_OFFICER, About.SIGN_OFF, POST=DESK),
    "api:release": _api(_OFFICER, About.SIGN_OFF, POST=DESK),
    "api:decide": _api(_OFFICER, About.SIGN_OFF, POST=DESK),
    "api:ask": _api(_OFFICER, About.SIGN_OFF, POST=DESK),
    "api:inspect": _api(_OFFICER, About.SIGN_OFF, POST=DESK),
    "api:hold": _api(_OFFICER, About.SIGN_OFF, POST=DESK),
    "api:lift": _api(_OFFICER, About.SIGN_OFF, POST=DESK),
    "api:reassign": _api(_OFFICER, About.SIGN_OFF, roles=frozenset({"routing_desk"}), POST=DESK),
    "live_topic": Rule(frozenset(_OFFICER), GET, Door.LIVE, About.OTHER, scopes={"GET": READING}),
    "live_declaration": Rule(frozenset(_BOTH), GET, Door.LIVE, About.DECLARATION, scopes={"GET": READING}),
}


def of_agencies() -> dict[str, Rule]:
    """The rows the agencies' folders bring."""
    rows: dict[str, Rule] = {}
    for code in settings.AGENCY_FOLDERS:
        if find_spec(f"agencies.{code}.access"):
            rows |= import_module(f"agencies.{code}.access").ACCESS
    return rows


@cache
def table() -> Mapping[str, Rule]:
    """Every row of the site; the site's own rows cannot be changed by an agency."""
    return {
        **of_agencies(),
        **SITE,
        **SIGN_IN,
        **PEOPLE,
        **PUBLIC,
        **POSTAL,
        **NEIGHBOURS,
        **PAGES,
        **DESK_PAGES,
        **API,
    }


def rule_of(match: ResolverMatch) -> Rule | None:
    """The row of a resolved address, or None: such an address is refused."""
    return table().get(match.view_name)
