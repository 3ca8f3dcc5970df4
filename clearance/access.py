"""What a row of the access table says: who comes in, by which door, how, and whose thing it is about. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Audience(StrEnum):
    """Kinds of people an address is for."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    TRADER = "trader"
    OFFICER = "officer"
    OPERATOR = "operator"  # runs a site without being an officer; comes in only where a row says so


class Door(StrEnum):
    """How a request comes in, and what is opened around it."""

    BARE = "bare"  # no actor and no transaction: sees no trade data
    PAGE = "page"  # session cookie; the whole view and its template in one transaction as the person
    API = "api"  # bearer token (a session may only read); errors in JSON; one transaction as the person
    DEVICE = "device"  # a device's own token, in whatever form it can; errors in JSON; the view finds it and acts
    LIVE = "live"  # session or bearer; no transaction: the view acts for each look


class About(StrEnum):
    """The thing an address is about; whose it is decides who finds it."""

    NOTHING = "nothing"
    DECLARATION = "declaration"
    SIGN_OFF = "sign_off"
    QUESTION = "question"
    HOLD = "hold"
    REFUSAL = "refusal"
    APPEAL = "appeal"
    DOCUMENT = "document"
    COMPANY = "company"
    DELEGATION = "delegation"
    MEMBERSHIP = "membership"
    TOKEN = "token"  # noqa: S105  a word, not a secret
    GRANT = "grant"
    AGENCY = "agency"
    OFFICE = "office"
    RULEBOOK = "rulebook"
    TEMPLATE = "template"
    OTHER = "other"


class Holder(Protocol):
    """What a rule asks of the person who comes."""

    @property
    def is_trader(self) -> bool: ...
    @property
    def is_officer(self) -> bool: ...
    @property
    def is_operator(self) -> bool: ...
    @property
    def roles(self) -> frozenset[str]: ...
    def has_role(self, role: str, agency: str | None = None) -> bool: ...


GET = frozenset({"GET"})
POST = frozenset({"POST"})
FORM = GET | POST
ANY_SCOPE: Mapping[str, frozenset[str]] = {}
NO_LIMITS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Rule:
    """One row: `who` is any of these; `roles` and `agency` narrow officers; `scopes` (by method) narrow tokens."""

    who: frozenset[Audience]
    methods: frozenset[str]
    door: Door = Door.PAGE
    about: About = About.NOTHING
    roles: frozenset[str] = frozenset()
    agency: str = ""
    scopes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)  # by method, the limit an address is counted against

    @property
    def is_public(self) -> bool:
        return Audience.ANYONE in self.who

    def allows_method(self, method: str) -> bool:
        """HEAD goes where GET goes."""
        return ("GET" if method == "HEAD" else method) in self.methods

    def admits(self, person: Holder, *, signed_in: bool) -> bool:
        """Whether a person of this kind comes in; whose thing it is about is asked later, by the act itself."""
        if self.is_public:
            return True
        if not signed_in:
            return False
        if Audience.SIGNED_IN in self.who or (Audience.TRADER in self.who and person.is_trader):
            return True
        if Audience.OPERATOR in self.who and person.is_operator:
            return True
        return Audience.OFFICER in self.who and self._is_the_officer(person)

    def lets_token(self, method: str, scopes: frozenset[str]) -> bool:
        """Whether one of a token's scopes covers this method."""
        wanted = self.scopes.get("GET" if method == "HEAD" else method, frozenset())
        return not wanted or bool(wanted & scopes)

    def _is_the_officer(self, person: Holder) -> bool:
        if not person.is_officer:
            return False
        if self.roles:
            return any(person.has_role(role, self.agency or None) for role in self.roles)
        return not self.agency or any(person.has_role(role, self.agency) for role in person.roles)


def public(
    methods: frozenset[str] = GET,
    *,
    door: Door = Door.PAGE,
    about: About = About.NOTHING,
    limits: Mapping[str, str] = NO_LIMITS,
) -> Rule:
    """A page for everybody; `limits` says by method how often an address may come."""
    return Rule(frozenset({Audience.ANYONE}), methods, door, about, limits=limits)


def bare(methods: frozenset[str] = GET) -> Rule:
    """Outside the trade: health, language, sign-in."""
    return Rule(frozenset({Audience.ANYONE}), methods, Door.BARE)


def device(methods: frozenset[str] = POST) -> Rule:
    """Where devices report; who it is, the token in the call says."""
    return Rule(frozenset({Audience.ANYONE}), methods, Door.DEVICE)


def signed_in(methods: frozenset[str] = GET, *, about: About = About.NOTHING) -> Rule:
    """A page for whoever is signed in."""
    return Rule(frozenset({Audience.SIGNED_IN}), methods, about=about)


def trader(methods: frozenset[str] = GET, *, about: About = About.NOTHING) -> Rule:
    """A page for people of companies."""
    return Rule(frozenset({Audience.TRADER}), methods, about=about)


def officer(
    methods: frozenset[str] = GET,
    *,
    roles: frozenset[str] = frozenset(),
    agency: str = "",
    about: About = About.NOTHING,
) -> Rule:
    """A page for officers, of any of these roles and of this agency where named."""
    return Rule(frozenset({Audience.OFFICER}), methods, about=about, roles=roles, agency=agency)


def both(methods: frozenset[str] = GET, *, about: About = About.NOTHING) -> Rule:
    """A page for people of companies and for officers."""
    return Rule(frozenset({Audience.TRADER, Audience.OFFICER}), methods, about=about)
