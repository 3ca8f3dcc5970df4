"""The record of identity acts is written once: the database refuses to change or delete a row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql="""
create function accounts_the_record_is_append_only() returns trigger language plpgsql
set search_path = public, pg_temp as $$
begin
  raise exception 'The record of identity acts is append-only.'
    using errcode = 'check_violation', constraint = 'the_record_of_identity_acts_is_append_only';
end $$;

create trigger the_record_of_identity_acts_is_append_only
  before update or delete on accounts_accessevent
  for each row execute function accounts_the_record_is_append_only();

do $$ begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on accounts_accessevent from portal_app';
  end if;
end $$;
""",
            reverse_sql="""
drop trigger the_record_of_identity_acts_is_append_only on accounts_accessevent;
drop function accounts_the_record_is_append_only();
""",
        )
    ]
