"""The table behind Django's cache: sign-in limits must survive a dead broker (docs/decisions/0002)."""

from django.db import migrations


class Migration(migrations.Migration):
    """An unlogged table: losing limits with a crashed server is harmless, writing them twice is not free."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            sql="""
                create unlogged table portal_cache (
                    cache_key varchar(255) primary key,
                    value text not null,
                    expires timestamptz not null
                );
                create index portal_cache_expires on portal_cache (expires);
            """,
            reverse_sql="drop table portal_cache",
        )
    ]
