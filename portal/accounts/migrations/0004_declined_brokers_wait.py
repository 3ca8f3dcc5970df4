from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_brokers_ask_clients"),
    ]

    operations = [
        migrations.AddField(
            model_name="delegationrequest",
            name="is_declined",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="delegationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_declined", False), ("answered_at__isnull", False), _connector="OR"),
                name="only_an_answered_request_is_declined",
            ),
        ),
    ]
