"""A declaration is found by its vehicles and containers; each filter of the queue is a range of an index."""

import clearance.workflow
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from clearance import sql

# What is there already: the triggers fill what the updates touch.
FILL = """
select sw_act_as(null, true);
update clearance_declaration d set marks = array(
  select distinct sw_mark(sign) from (
    values (v.content #>> '{transport,border,id}'), (v.content #>> '{transport,arrival,id}'),
           (v.content #>> '{transport,departure,id}'), (v.content #>> '{postal,item_id}')
    union all
    select box ->> 'number' from jsonb_array_elements(
      case jsonb_typeof(v.content -> 'containers') when 'array' then v.content -> 'containers' else '[]' end) box
  ) signs(sign) where sw_mark(sign) <> '')
  from clearance_version v where v.declaration_id = d.id and v.number = d.version;
insert into clearance_mark (declaration_id, company_id, text)
  select d.id, d.company_id, sw_mark(one) from clearance_declaration d, unnest(array[d.reference, d.registration_number]) one
   where sw_mark(one) <> '' on conflict do nothing;
update clearance_signoff set lane = '' where state in ('waiting', 'open', 'claimed');
select sw_act_as(null, false);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_brokers_ask_clients"),
        ("clearance", "0007_addressees_and_online_payments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=60)),
            ],
        ),
        migrations.AddField(
            model_name="declaration",
            name="marks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="signoff",
            name="border_mode",
            field=models.CharField(blank=True, db_default="", default="", max_length=2),
        ),
        migrations.AddField(
            model_name="signoff",
            name="lane",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(
                    ("state__in", [clearance.workflow.SignOffState["CLAIMED"], clearance.workflow.SignOffState["OPEN"]])
                ),
                fields=["executed_by", "lane", "-overdue", "-risk", "due_at", "id"],
                name="sign_off_queue_lane",
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(
                    ("state__in", [clearance.workflow.SignOffState["CLAIMED"], clearance.workflow.SignOffState["OPEN"]])
                ),
                fields=["executed_by", "border_mode", "-overdue", "-risk", "due_at", "id"],
                name="sign_off_queue_mode",
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(
                    ("state__in", [clearance.workflow.SignOffState["CLAIMED"], clearance.workflow.SignOffState["OPEN"]])
                ),
                fields=["executed_by", "company"],
                name="sign_off_queue_company",
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            clearance.workflow.SignOffState["CLAIMED"],
                            clearance.workflow.SignOffState["OPEN"],
                            clearance.workflow.SignOffState["WAITING"],
                        ],
                    )
                ),
                fields=["agency", "declaration"],
                name="sign_off_undecided_of",
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="declaration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clearance.declaration"
            ),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(fields=["text", "declaration"], name="mark_found"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("declaration", "text"), name="one_mark_of_each_text"),
        ),
        *sql.apply("queue.sql"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
