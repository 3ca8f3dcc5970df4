"""What wakes those who watch the control centre: an alarm, a movement, an intervention; positions every ten seconds."""

from django.db import connection

from agencies.customs.control.roles import Right, may
from clearance.acts import Topic

TOPIC = "control"
_MARK = """
    select concat_ws('/',
      (select count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) from customs_alarm where state <> 'closed'),
      (select max(id) from customs_intervention),
      (select max(id) from customs_handover),
      (select floor(extract(epoch from max(heard_at)) / 10) from customs_lastposition))
"""


def mark() -> str:
    """Changes whenever the page would look otherwise; a change of a row shows in the number of who wrote it."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK)
        return str(cursor.fetchone()[0])


CONTROL = Topic(TOPIC, may_look=lambda actor: may(actor, Right.LOOK), mark=mark)
