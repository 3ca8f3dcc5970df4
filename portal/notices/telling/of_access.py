"""Acts on companies and grants: approvals, delegations, and what waits for a signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clearance import clock
from portal.accounts.models import AccessEvent, Company
from portal.accounts.record import AccessKind
from portal.accounts.services.companies import REGISTRAR, REGISTRAR_ROLES
from portal.notices.telling.people import Posts, people_of, posts_of
from portal.notices.telling.writing import Telling, write

OF_COMPANIES = frozenset({AccessKind.COMPANY_APPROVED, AccessKind.COMPANY_REJECTED})
OF_DELEGATIONS = frozenset(
    {
        AccessKind.DELEGATION_ASKED,
        AccessKind.DELEGATION_DECLINED,
        AccessKind.DELEGATION_GRANTED,
        AccessKind.DELEGATION_REVOKED,
    }
)
REGISTERED = frozenset({AccessKind.COMPANY_REGISTERED, AccessKind.COMPANY_CORRECTED})
ADMINISTRATOR = "admin"


def tell(acts: Sequence[AccessEvent]) -> None:
    """Tell whom acts on companies and grants concern."""
    brokers = {int(act.payload["broker"]) for act in acts if act.kind in OF_DELEGATIONS}
    companies = {act.company_id for act in acts if act.company_id} | brokers
    names = dict(Company.objects.filter(pk__in=companies).values_list("pk", "name"))
    people = people_of(companies)
    posts = posts_of({act.agency for act in acts if act.agency} | {REGISTRAR}, now=clock.now())
    write(telling for act in acts for telling in _tellings(act, names, people, posts))


def _tellings(
    act: AccessEvent, names: dict[int, str], people: dict[int, frozenset[int]], posts: Posts
) -> Iterator[Telling]:
    company = act.company_id or 0
    key, others = f"access:{act.pk}", {act.by_id}
    if act.kind in OF_COMPANIES:
        facts = {"company": names[company], "reason": str(act.payload.get("reason", ""))}
        yield Telling(key, act.kind, "company", people.get(company, frozenset()) - others, act.at, company, facts=facts)
    elif act.kind in OF_DELEGATIONS:
        broker = int(act.payload["broker"])
        facts = {"client": names[company], "broker": names[broker]}
        for house in _houses(act.kind, company, broker):
            concerned = people.get(house, frozenset()) - others
            yield Telling(key, act.kind, "company", concerned, act.at, house, facts=facts)
    elif act.kind == AccessKind.GRANT_ASKED:
        signing = posts.holding(act.agency, ADMINISTRATOR) - others - {act.person_id}
        facts = {"role": str(act.payload.get("role", "")), "office": str(act.payload.get("office") or "")}
        yield Telling(key, act.kind, "signature", signing, act.at, agency=act.agency, facts=facts)
    elif act.kind in REGISTERED:
        deciding = posts.holding(REGISTRAR, *REGISTRAR_ROLES) - others
        facts = {"company": names[company]}
        yield Telling(key, act.kind, "signature", deciding, act.at, agency=REGISTRAR, facts=facts)


def _houses(kind: str, client: int, broker: int) -> tuple[int, ...]:
    """Who is told of an act between a client and a broker: of a question the one who is asked, of a no the other."""
    return {AccessKind.DELEGATION_ASKED: (client,), AccessKind.DELEGATION_DECLINED: (broker,)}.get(
        AccessKind(kind), (client, broker)
    )
