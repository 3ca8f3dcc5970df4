"""How often somebody asked in this minute: unlogged, because losing it with a crashed server is harmless."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_limits_and_cache")]
    operations = [
        migrations.RunSQL(
            sql="""
                create unlogged table portal_limit (
                    key varchar(80) primary key,
                    minute integer not null,
                    asked integer not null
                ) with (fillfactor = 50);
            """,
            reverse_sql="drop table portal_limit",
        )
    ]
