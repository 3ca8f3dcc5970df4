"""What a newcomer meets: people of every agency, and days of declarations that could have happened."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from clearance.identifiers import is_bin_or_iin, is_reference
from clearance.workflow import State
from portal.demo.cast import COMPANIES, OFFICES
from portal.demo.dispatches import ON_ITS_WAY
from portal.demo.examples import EXCEPTIONS, VAGUE
from portal.demo.postal_goods import ADDRESSEES, s10
from tests.demo.conftest import Demo

# One worker asks everything: the demo is loaded once.
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.xdist_group("demo")]

AGENCIES = {
    "customs", "postal", "plant_health", "veterinary", "health", "transport", "technical_regulation", "border_guard",
}  # fmt: skip


def test_numbers_of_companies_and_addressees_pass_their_check_digit():
    assert all(is_bin_or_iin(house.bin) for house in COMPANIES)
    assert all(is_bin_or_iin(person[0]) for person in ADDRESSEES)


def test_there_are_more_than_sixty_declarations_in_every_state_and_several_offices(demo: Demo):
    states = dict(demo.rows("select state, count(*) from clearance_declaration group by state"))
    assert set(states) == {str(state) for state in State}
    assert sum(states.values()) >= 60
    offices = {row[0] for row in demo.rows("select distinct office_id from clearance_declaration")}
    assert offices >= set(OFFICES)
    kinds = {row[0] for row in demo.rows("select distinct kind from clearance_declaration")}
    assert kinds == {"import", "export", "transit", "postal"}


def test_every_headline_a_newcomer_should_see_is_there(demo: Demo):
    codes = {row[0] for row in demo.rows("select distinct headline ->> 'code' from clearance_declaration")}
    assert codes >= {
        "draft", "waiting_for_arrival", "with_agency", "question", "held", "split_choice", "payment_due", "refused",
        "released", "released_with_conditions", "closed", "cancelled", "expired",
    }  # fmt: skip
    assert demo.rows("select 1 from clearance_declaration where split_from_id is not null")
    assert demo.rows("select 1 from clearance_signoff where carried_from_id is not null and state <> 'lapsed'")
    assert demo.rows("select 1 from clearance_signoff where agency = 'routing_desk' and state = 'open'")


def test_a_dispatch_of_two_hundred_waits_for_its_clerk(demo: Demo):
    on_its_way = f"dispatch_id = '{ON_ITS_WAY}'"
    filed = demo.rows(f"select count(*), count(presented_at) from clearance_declaration where {on_its_way}")
    assert filed == [(198, 0)], "two lines are wrong, the others are filed and nothing has come"
    assert demo.rows(f"select listed, wrong from post_dispatchlist where {on_its_way}") == [(200, 2)]
    assert not demo.rows(f"select 1 from clearance_declaration where {on_its_way} and routing_due")
    asked = "select distinct local_ref from clearance_declaration d join clearance_signoff s on s.declaration_id = d.id"
    asked += f" where {on_its_way} and s.state in ('waiting', 'open') and s.blocks = 'release'"
    looked_at = {row[0] for row in demo.rows(asked)}
    assert {s10("CB", 22_000 + number, "DE") for number in EXCEPTIONS if number != VAGUE} <= looked_at


def test_the_past_could_have_happened(demo: Demo):
    now = datetime.now(UTC)
    first, last = demo.rows("select min(occurred_at), max(occurred_at) from clearance_event")[0]
    assert now - timedelta(days=90) < first
    assert last <= now
    assert not demo.rows(
        "select 1 from clearance_declaration d where changed_at >"
        " (select max(occurred_at) from clearance_event e where e.declaration_id = d.id)"
    )
    assert not demo.rows(
        "select 1 from (select occurred_at, lag(occurred_at) over (partition by declaration_id order by seq) as before"
        " from clearance_event) e where occurred_at < before"
    )
    assert not demo.rows(
        "select 1 from clearance_declaration where released_at < accepted_at or accepted_at < lodged_at"
    )


def test_the_record_is_whole(demo: Demo):
    audit = json.loads(demo.manage("audit_verify", "--json"))
    assert audit["ok"] is True
    assert audit["declarations"] >= 60


def test_whoever_stepped_in_on_the_corridor_said_why(demo: Demo):
    stepped_in = demo.rows("select kind, reason from customs_intervention order by made_at")
    assert {kind for kind, _reason in stepped_in} == {"call", "note"}
    assert all(len(reason.split()) > 3 for _kind, reason in stepped_in)
    said = "select count(*), count(*) filter (where payload->>'reason' ~ '\\S') from clearance_event where kind like 'control.%'"
    assert demo.rows(said) == [(len(stepped_in), len(stepped_in))]


def test_everybody_of_the_contract_may_sign_in(demo: Demo):
    people = demo.people()
    keys = {"username", "password", "token", "kind", "company", "agency", "roles", "office"}
    assert all(set(person) == keys for person in people)
    assert len({person["token"] for person in people}) == len(people)
    traders = [person for person in people if person["kind"] == "trader"]
    by_company = {
        company: sum(one["company"] == company for one in traders) for company in {t["company"] for t in traders}
    }
    assert len(by_company) >= 2
    assert max(by_company.values()) >= 2
    assert [person for person in people if person["kind"] == "broker"]
    for agency in AGENCIES:
        for office in OFFICES:
            officers = [p for p in people if (p["kind"], p["agency"], p["office"]) == ("officer", agency, office)]
            assert len(officers) == 2, (agency, office)
        assert sum(p["kind"] == "admin" and p["agency"] == agency for p in people) == 2
    assert {p["kind"] for p in people} >= {"cashier", "routing_desk", "auditor"}
    assert demo.accounts.stat().st_mode & 0o077 == 0, "the accounts are for their owner's eyes"


def test_whom_the_readme_names_may_sign_in_and_the_broker_has_her_clients(demo: Demo):
    page = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", page, re.MULTILINE)
    named = {name for names, _who in rows for name in re.findall(r"`([^`]+)`", names)}
    assert named >= {"aigul", "olga", "dispatcher"}
    assert named <= {person["username"] for person in demo.people()}
    assert dict(rows)["`olga`"].startswith("broker with two clients, and a third who was asked")
    clients = (
        "from accounts_{} x join accounts_company b on b.id = x.broker_id where b.name = 'Steppe Brokers LLP' and {}"
    )
    assert demo.rows("select count(*) " + clients.format("delegation", "revoked_at is null")) == [(2,)]
    assert demo.rows("select count(*) " + clients.format("delegationrequest", "answered_at is null")) == [(1,)]


def test_a_token_and_the_password_of_the_accounts_work(demo: Demo):
    person = next(one for one in demo.people() if one["username"] == "aigul")
    script = (
        "import sys; from portal.accounts.services.tokens import bearer_of; from portal.accounts.models import User;"
        f"print(sorted(bearer_of({person['token']!r}).scopes),"
        f" User.objects.get(username='aigul').check_password({person['password']!r}))"
    )
    assert demo.manage("shell", "-v", "0", "-c", script).strip() == "['file', 'read', 'sign'] True"


def test_a_second_start_adds_nothing_and_changes_no_token(demo: Demo):
    before = demo.rows("select count(*), max(last_hash) from clearance_declaration")
    accounts = demo.accounts.read_text()
    assert "already" in demo.manage("load_demo", "--accounts", str(demo.accounts))
    assert demo.rows("select count(*), max(last_hash) from clearance_declaration") == before
    assert demo.accounts.read_text() == accounts


def test_a_newcomer_can_file_the_four_examples(demo: Demo):
    examples = (("needs-no-hand", 0), ("one-agency", 1), ("three-agencies", 3))
    files = [f"docs/examples/{name}.xml" for name, _asked in examples]
    told = demo.manage_each(
        *(("explain", file, "--json") for file in files),
        *(("file_declarations", file, "--as", "aigul", "--json") for file in files),
        ("sweep", "--inline", "--json"),
    )
    for (name, asked), plan, filed in zip(examples, told[:3], told[3:6], strict=True):
        agencies = {one["agency"] for one in plan["agencies"] if not all(row["automatic"] for row in one["sign_offs"])}
        assert len(agencies) == asked, name
        assert is_reference(filed[0]["reference"])
    assert told[6]["still_due"] == 0


def test_the_reporting_role_reads_its_views_and_no_table(demo: Demo):
    assert demo.reported("select count(*) from reporting.declarations") == demo.rows(
        "select count(*) from clearance_declaration"
    )
    assert not demo.reported(
        "select d.reference from reporting.declarations d join reporting.signoffs s"
        " on s.reference = d.reference and s.version = d.released_version and s.blocks = 'release'"
        " where d.released_at is not null and s.state <> 'lapsed' and (s.state <> 'decided' or s.verdict = 'refused')"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        demo.reported("select count(*) from public.clearance_declaration")


def test_the_queries_of_the_reporting_page_run(demo: Demo):
    page = (Path(__file__).parents[2] / "docs" / "reporting.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert len(queries) == 4
    for query in queries:
        demo.reported(query)


def test_the_demo_loads_quickly(demo: Demo):
    assert demo.seconds < 120, "a newcomer waits for it; usually it takes a fraction of this"


def test_a_train_went_but_for_one_note_and_another_is_awaited(demo: Demo):
    of_trains = "from customs_train t join customs_consigned n on n.train_id = t.id"
    moving = f"{of_trains} left join customs_movement m on m.declaration_id = n.declaration_id"
    assert demo.rows(f"select t.number, count(*) {moving} where m.state = 'en_route' group by 1") == [("1206", 4)]
    assert demo.rows(f"select t.number, count(*) {moving} where m.id is null group by 1 order by 2 desc") == [
        ("1208", 4)
    ]
    held = f"select count(*) {of_trains} join customs_stop s on s.declaration_id = n.declaration_id where s.lifted_at is null"
    assert demo.rows(held) == [(1,)]
