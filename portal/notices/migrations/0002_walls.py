"""Row-level security of notices, where reading begins, and the indexes reminders look with."""

from pathlib import Path

from django.db import migrations

WALLS = Path(__file__).parents[1] / "sql" / "walls.sql"

# A portal that has a history tells of what happens from now on.
BEGIN = """
do $$
begin
  perform set_config('sw.system', 'on', true);
  insert into notices_stream (name, upto)
  values ('events', (select coalesce(max(id), 0) from clearance_event)),
         ('access', (select coalesce(max(id), 0) from accounts_accessevent));
  perform set_config('sw.system', 'off', true);
end $$;
"""
INDEXES = """
create index if not exists notices_drafts_ending on clearance_declaration (next_timer_at) where state = 'draft';
create index if not exists notices_answers_due on clearance_question (answer_due_at)
  where answered_at is null and closed_at is null;
"""
NO_INDEXES = "drop index if exists notices_drafts_ending; drop index if exists notices_answers_due;"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("clearance", "0002_walls")]
    operations = [
        migrations.RunSQL(WALLS.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
        migrations.RunSQL(INDEXES, NO_INDEXES),
    ]
