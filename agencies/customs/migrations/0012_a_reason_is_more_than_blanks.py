"""What is done about an alarm or a stop says why, and blanks are no reason."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

SAYS = r"\S"
CLOSED = models.Q(("close_reason__regex", SAYS), ("closed_at__isnull", False), ("state", "closed"))
NOT_CLOSED = models.Q(
    models.Q(("state", "closed"), _negated=True),
    ("close_reason", ""),
    ("closed_at__isnull", True),
    ("closed_by__isnull", True),
)
ASKED = models.Q(("lift_asked_at__isnull", False), ("lift_asked_why__regex", SAYS))
PLACED = models.Q(
    ("legal_basis__regex", SAYS), ("reason__regex", SAYS), ("review_at__gt", models.F("placed_at"))
) & models.Q(("owner__isnull", False), ("office__isnull", False), _connector="OR")
IN_FORCE = models.Q(("lift_reason", ""), ("lifted_at__isnull", True), ("lifted_by__isnull", True))
LIFTED = models.Q(("lift_reason__regex", SAYS), ("lifted_at__isnull", False), ("lifted_by__isnull", False))


def instead(model: str, name: str, condition: models.Q) -> list[Operation]:
    """The constraint of that name, as it is from now on."""
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(model_name=model, constraint=models.CheckConstraint(condition=condition, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("customs", "0011_nobody_leaves_stopped")]

    operations = [
        *instead("alarm", "a_closed_alarm_says_when_and_why", CLOSED | NOT_CLOSED),
        *instead("alarm", "who_asks_to_lift_an_alarm_says_why", models.Q(("lift_asked_by__isnull", True)) | ASKED),
        *instead("stop", "a_stop_has_owner_reason_law_and_review", PLACED),
        *instead("stop", "a_lifted_stop_says_by_whom_and_why", IN_FORCE | LIFTED),
    ]
