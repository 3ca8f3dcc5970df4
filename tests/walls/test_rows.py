"""Row-level security: with every filter of the application taken away, one company still sees nothing of another's."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from agencies.customs.models import Carried, NctsCorrespondence, NctsMessage, Visit
from clearance import advance
from clearance.acting import as_system
from clearance.content import Problems
from clearance.models import Declaration, Event, Hold, SignOff, Version
from clearance.permissions import NotAllowed
from clearance.services import appealing, changing, deciding, files, filing, stopping
from clearance.services.deciding import Decision
from clearance.sheets import keeping
from clearance.sheets.cells import Sheet
from clearance.worklist import looks, undoing
from portal.notices import reading
from portal.post.models import Attempt, ParcelCode
from portal.public import tracking
from portal.public.notes import issuing
from tests.acting import FILING, answers, decide, file, finding, pay, present, row
from tests.cast import Cast
from tests.corridor import helping as corridor
from tests.corridor import tracked, trained
from tests.goods import APPLES, imports, item
from tests.neighbours import next_door

pytestmark = pytest.mark.django_db


def trade_tables() -> list[type]:
    """Every table with trade data: those that refer to a declaration, and the declaration itself."""
    return [Declaration] + [
        model
        for model in apps.get_models()
        if any(f.is_relation and f.concrete and f.related_model is Declaration for f in model._meta.get_fields())
        and model is not Declaration
    ]


def a_rich_history(cast: Cast) -> Declaration:
    """A declaration with a row in every trade table."""
    declaration = pay(cast, file(cast, imports(APPLES)))
    declaration = present(cast, declaration)
    one = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(one.uuid), text="Which orchard?")
        stopping.place_hold(officer, sign_off=str(one.uuid), public_reason="Alert", legal_basis="Order")
    with cast.acting("trader", scopes=FILING) as trader:
        files.attach(
            trader, reference=declaration.reference, name="cmr.pdf", data=b"%PDF-1.7 x",
            type="TRANSPORT_DOC",
        )  # fmt: skip
        keeping.keep(trader, declaration, Sheet("goods.csv", "csv", [["Commodity code"]]))
    refused = row(cast, present(cast, pay(cast, file(cast, imports(APPLES)))), "plant_health")
    decide(cast, refused, "refused")
    waiting = row(cast, present(cast, pay(cast, file(cast, imports(APPLES)))), "plant_health")
    with override_settings(UNDO_SECONDS=10), cast.acting("plant_health_officer") as officer:
        looks.looked(officer, declaration)
        made = Decision("approved", finding=finding(), form=answers(waiting), version=waiting.version)
        undoing.decide(officer, {str(waiting.uuid): made})
    with cast.acting("trader", scopes=FILING) as trader:
        appealing.appeal(trader, sign_off=str(refused.uuid), grounds="Another lot.")
        changing.keep(trader, reference=declaration.reference, content=imports(APPLES, ucr="NEW"), revision=0)
    with cast.acting("system"):
        of = {"declaration": declaration, "company_id": declaration.company_id}
        ParcelCode.objects.create(**of, number="CB000081914DE", code="ABCD")
        Attempt.objects.create(**of, provider="test", amount=1, currency="KZT", begun_at=timezone.now())
        NctsCorrespondence.objects.create(**of, sender="SILK.ROAD")
        NctsMessage.objects.create(**of, direction="in", body=b"<a/>", digest="0", made_at=timezone.now())
    next_door.in_every_table(of, "971240001315")
    corridor.a_guarantee(cast, "1.00")
    seal = tracked.a_device(cast, seal_number=tracked.SEAL)
    for guarantee in ("KZ-G-1", "KZ-G-2"):
        transit = corridor.released(cast, corridor.transit_of_phones(cast, guarantee=guarantee))
        corridor.alarmed_and_stopped(cast, transit)
        corridor.an_arrival_with_everything(cast, transit)
        corridor.with_a_history(cast, transit)
    with cast.acting("system"):
        visit = Visit.objects.create(
            office_id="KZ-NURJOLY", plate="731BOL05", written="731 BOL 05", since=timezone.now()
        )
        Carried.objects.create(visit=visit, **of)
    trained.a_train_that_changed_wagons(cast)
    tracked.tell(tracked.said(seal))
    reading.read_all()
    released = present(cast, pay(cast, file(cast, imports())))
    with cast.acting("trader") as trader:
        tracking.renew(trader, reference=declaration.reference)
        issuing.paper_of(released, "en", address=lambda code: f"https://window.example/verify/{code}/")
    return declaration


def counts() -> dict[str, int]:
    """Rows the actor sees without any filter of ours."""
    return {model._meta.db_table: model._default_manager.count() for model in trade_tables()}


def test_every_trade_table_is_walled_and_has_rows_in_this_test(cast: Cast):
    a_rich_history(cast)
    with cast.acting("system"):
        assert all(counts().values()), counts()
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relname = any(%s) and not (relrowsecurity and relforcerowsecurity)",
            [[model._meta.db_table for model in trade_tables()]],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("who", ["stranger", "nobody", "veterinary_officer", "postman", "site_operator"])
def test_without_any_filter_foreign_rows_stay_unseen(cast: Cast, who: str):
    a_rich_history(cast)
    with cast.acting(who):
        assert set(counts().values()) == {0}, counts()


def test_outside_acting_as_nothing_is_seen(cast: Cast):
    a_rich_history(cast)
    assert set(counts().values()) == {0}


@pytest.mark.parametrize("who", ["trader", "colleague", "broker"])
def test_the_company_and_its_broker_see_what_is_theirs(cast: Cast, who: str):
    a_rich_history(cast)
    with cast.acting(who):
        seen = counts()
    hidden = {"clearance_routingrun", "clearance_holderinterval", "worklist_look", "worklist_pending"}
    hidden |= {"customs_alarm", "customs_watch", "customs_intervention"}
    hidden |= {"customs_escort", "customs_enquiry"}
    if who == "broker":
        hidden |= {"notices_notice"}  # it is told of what it filed itself
    assert {table for table, number in seen.items() if not number} == hidden


def test_actors_alternate_on_one_connection_without_a_trace(cast: Cast):
    mine = file(cast)
    theirs = file(cast, imports(declarant={"id": "940140000385", "name": "Altyn Orda", "country": "KZ", "city": "Almaty",
                  "line": "Abay 2"}), by="stranger", company="altyn_orda")  # fmt: skip
    for _ in range(3):
        with cast.acting("trader"):
            assert set(Declaration.objects.values_list("pk", flat=True)) == {mine.pk}
        with cast.acting("stranger"):
            assert set(Declaration.objects.values_list("pk", flat=True)) == {theirs.pk}
        with cast.acting("nobody"):
            assert not Declaration.objects.exists()
    with cast.acting("trader"):
        with as_system():
            assert Declaration.objects.count() == 2
        assert Declaration.objects.count() == 1


def test_a_draft_is_its_company_s_alone(cast: Cast):
    with cast.acting("trader", scopes=FILING) as trader:
        filing.save_draft(trader, company_id=cast.companies()["silk_road"], content=imports())
    for who in ("customs_officer", "auditor", "stranger", "desk_clerk"):
        with cast.acting(who):
            assert not Declaration.objects.exists()


def test_a_trader_never_sees_what_is_restricted_until_it_is_announced(cast: Cast):
    content = imports(APPLES, invoice_total="40.00", customs_value_total="20800.00")
    content["items"] = [item(1, APPLES, price="40.00", customs_value="20800.00")]
    declaration = pay(cast, file(cast, content))
    with cast.acting("trader"):
        assert not SignOff.objects.filter(visibility="restricted").exists()
        seen = list(Event.objects.filter(declaration=declaration).order_by("seq").values_list("public_seq", flat=True))
    assert seen == list(range(1, len(seen) + 1))
    present(cast, declaration)
    with cast.acting("trader"):
        assert SignOff.objects.filter(visibility="restricted", state="open").count() == 1


def test_a_revoked_delegation_ends_what_the_broker_sees(cast: Cast):
    file(cast)
    with cast.acting("broker"):
        assert Declaration.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("update accounts_delegation set revoked_at = now(), revoked_by_id = granted_by_id")
    with cast.acting("broker"):
        assert Declaration.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "statement"),
    [
        ("stranger", "insert into clearance_version (declaration_id, company_id, number, content, digest, original_type,"
         " signed_by_id, signature) values (%(d)s, %(c)s, 9, '{}', '', '', %(u)s, '{}')"),
        ("veterinary_officer", "insert into clearance_hold (uuid, declaration_id, company_id, agency, office_id,"
         " placed_by_id, placed_at, public_reason, language, legal_basis, review_at, visibility, lift_reason) values"
         " (gen_random_uuid(), %(d)s, %(c)s, 'plant_health', 'KZ-NURJOLY', %(u)s, now(), 'x', 'en', 'x', now(), 'public', '')"),
        ("trader", "insert into clearance_payment (declaration_id, company_id, kind, amount, currency, reference,"
         " recorded_by_id) values (%(d)s, %(c)s, 'paid', 1, 'KZT', 'mine', %(u)s)"),
        ("stranger", "insert into clearance_event (declaration_id, company_id, kind, payload_version, payload, actor_kind,"
         " actor_id, agency, office, is_public, occurred_at, digest, previous, hash) values (%(d)s, %(c)s, 'x', 1, '{}',"
         " 'trader', %(u)s, '', '', true, now(), '', '', '')"),
    ],
)  # fmt: skip
def test_foreign_rows_cannot_be_written(cast: Cast, who: str, statement: str):
    declaration = file(cast)
    values = {"d": declaration.pk, "c": declaration.company_id, "u": cast.ids()[who]}
    with (
        cast.acting(who),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_a_trader_cannot_change_a_sign_off_or_lift_a_hold(cast: Cast):
    a_rich_history(cast)
    with cast.acting("trader"):
        assert SignOff.objects.update(state="lapsed") == 0
        assert Hold.objects.update(lifted_at="2026-01-01T00:00:00Z") == 0


def test_another_agency_sees_the_marks_but_works_only_on_its_own(cast: Cast):
    declaration = present(cast, file(cast, imports(APPLES)))
    one = row(cast, declaration, "plant_health")
    with cast.acting("customs_officer"):
        assert SignOff.objects.filter(pk=one.pk).exists()
        assert SignOff.objects.filter(pk=one.pk).update(risk=9) == 0
    with cast.acting("plant_health_officer"):
        assert Version.objects.filter(declaration=declaration).exists()


def test_settling_as_the_system_leaves_the_trader_a_trader(cast: Cast):
    content = imports(office="KZ-ALMATY-CENTRE")
    declaration = pay(cast, file(cast, content))
    decided = present(cast, declaration, by="trader", office="KZ-ALMATY-CENTRE")
    assert decided.state == "released"
    advance.advance(declaration.pk)
    with cast.acting("stranger"):
        assert set(counts().values()) == {0}


def test_a_rejected_decide_changes_nothing(cast: Cast):
    declaration = present(cast, file(cast, imports(APPLES)))
    one = row(cast, declaration, "plant_health")
    with pytest.raises(Problems, match="finding_missing"):
        decide(cast, one, "approved", finding=None)
    assert row(cast, declaration, "plant_health").state == "open"


def join(cast: Cast, who: str, company: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_membership (user_id, company_id, role, may_sign, active) values (%s, %s, 'viewer', false, true)",
            [cast.ids()[who], cast.companies()[company]],
        )


def test_nobody_works_on_goods_an_own_company_is_a_party_to(cast: Cast):
    consignee = {"id": "940140000385", "name": "Altyn Orda", "country": "KZ", "city": "Almaty", "line": "Abay 2"}
    declaration = present(cast, file(cast, imports(APPLES, consignee=consignee)))
    one = row(cast, declaration, "plant_health")
    join(cast, "plant_health_officer", "altyn_orda")
    with cast.acting("plant_health_officer") as officer, pytest.raises(NotAllowed, match="your own company"):
        deciding.claim(officer, sign_off=str(one.uuid))
    with cast.acting("system"), pytest.raises(DatabaseError, match="own company"), transaction.atomic():
        SignOff.objects.filter(pk=one.pk).update(
            state="claimed", claimed_by_id=cast.ids()["plant_health_officer"], claimed_at=one.opened_at
        )
    with cast.acting("plant_health_second") as second:
        deciding.claim(second, sign_off=str(one.uuid))


def test_an_operator_that_files_by_law_bars_nobody(cast: Cast):
    """The postal operator files for the addressee; its people work at the exchange office all the same."""
    join(cast, "plant_health_officer", "kazpost")
    declaration = file(cast, imports(APPLES), by="postman", company="kazpost")
    declaration = present(cast, declaration)
    with cast.acting("plant_health_officer") as officer:
        deciding.claim(officer, sign_off=str(row(cast, declaration, "plant_health").uuid))
    with cast.acting("postman"):
        seen = {table for table, number in counts().items() if number}
    assert not seen & {"clearance_routingrun", "clearance_holderinterval"}
