"""Walls around grants: an agency keeps an administrator, a grant never widens, founding ends with the second one."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "grants.sql"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_the_record_is_append_only"), ("clearance", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql=SQL.read_text(encoding="utf-8"),
            reverse_sql="""
drop trigger the_last_administrator_stays on clearance_grant;
drop trigger the_last_administrator_stays_active on accounts_user;
drop trigger a_grant_never_widens on clearance_grant;
drop trigger only_two_administrators_are_founded on clearance_grant;
drop function agencies_the_last_administrator_stays();
drop function agencies_the_last_administrator_stays_active();
drop function agencies_a_grant_never_widens();
drop function agencies_only_two_administrators_are_founded();
drop function agencies_lasting_administrators(text);
""",
        )
    ]
