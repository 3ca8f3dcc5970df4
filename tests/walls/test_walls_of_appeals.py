"""What the database never lets happen to an appeal, whatever the application believes."""

import pytest

from tests.acting import decide as approve
from tests.acting import row
from tests.appeals import decide, file_appeal, refuse
from tests.cast import Cast
from tests.walls.attacks import accepted_apples, refused, sql

ENDED = "ended_at = now(), ended_by_id = filed_by_id"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("grounds = 'Other grounds'", "stays as it was filed"),
        ("agency = 'customs'", "stays as it was filed"),
        (f"state = 'decided', reason = 'x', {ENDED}", "a_decided_appeal_has_an_outcome"),
        (f"state = 'returned', {ENDED}", "an_appeal_that_ended_says_by_whom_and_why"),
        ("state = 'decided', outcome = 'upheld', reason = 'x'", "an_appeal_that_ended_says_by_whom_and_why"),
        (f"state = 'lost', reason = 'x', {ENDED}", "an_appeal_has_a_state_of_the_table"),
    ],
)
def test_an_appeal_is_not_changed_wrongly(cast: Cast, change: str, says: str) -> None:
    made = file_appeal(cast, refuse(cast))
    with cast.acting("system"), refused(says):
        sql(f"update clearance_appeal set {change} where id = %s", made.pk)


def test_an_appeal_that_ended_does_not_change(cast: Cast) -> None:
    made = decide(cast, file_appeal(cast, refuse(cast)))
    with cast.acting("system"), refused("does not change"):
        sql("update clearance_appeal set outcome = 'rejected' where id = %s", made.pk)


def test_whoever_refused_is_not_who_decides(cast: Cast) -> None:
    made = file_appeal(cast, refuse(cast, by="plant_health_head"))
    with cast.acting("system"), refused("another person"):
        sql(
            "update clearance_appeal set state = 'decided', outcome = 'rejected', reason = 'No.', ended_at = now(),"
            " ended_by_id = %s where id = %s",
            cast.ids()["plant_health_head"],
            made.pk,
        )


def test_only_a_refusal_is_appealed(cast: Cast) -> None:
    apples = accepted_apples(cast)
    approval = row(cast, apples, "plant_health")
    approve(cast, approval)
    with cast.acting("system"), refused("only a refusal"):
        sql(
            "insert into clearance_appeal (uuid, declaration_id, company_id, sign_off_id, agency, state, grounds,"
            " grounds_language, filed_by_id, outcome, reason, reason_language) values (gen_random_uuid(), %s, %s, %s,"
            " 'plant_health', 'filed', 'x', 'en', %s, '', '', '')",
            apples.pk, apples.company_id, approval.pk, cast.ids()["trader"],
        )  # fmt: skip


def test_a_refusal_is_appealed_once(cast: Cast) -> None:
    made = file_appeal(cast, refuse(cast))
    with cast.acting("system"), refused("a_refusal_is_appealed_once"):
        sql(
            "insert into clearance_appeal (uuid, declaration_id, company_id, sign_off_id, agency, state, grounds,"
            " grounds_language, filed_by_id, outcome, reason, reason_language) select gen_random_uuid(), declaration_id,"
            " company_id, sign_off_id, agency, 'filed', 'y', 'en', filed_by_id, '', '', '' from clearance_appeal where id = %s",
            made.pk,
        )
