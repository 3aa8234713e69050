from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from pam.db.operations import Together

MODELS = ("caseentry", "caseperson", "research", "researchline")
FIELDS = ("withheld_from", "for_principals")
# What is closed to a person already, with the item that it is heard at.
BEFORE = """
UPDATE meetings_caseentry e SET withheld_from = i.withheld_from, for_principals = i.for_principals
  FROM meetings_agendaitem i WHERE i.id = e.item_id;
UPDATE meetings_caseperson p SET withheld_from = e.withheld_from, for_principals = e.for_principals
  FROM meetings_caseentry e WHERE e.id = p.entry_id;
UPDATE meetings_research p SET withheld_from = e.withheld_from, for_principals = e.for_principals
  FROM meetings_caseentry e WHERE e.id = p.entry_id;
UPDATE meetings_researchline p SET withheld_from = e.withheld_from, for_principals = e.for_principals
  FROM meetings_caseentry e WHERE e.id = p.entry_id;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_marked_packs_closed_proposals")]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name=f"{prefix}{model}",
                    name=field,
                    field=ArrayField(models.IntegerField(), editable=False, null=True),
                )
                for model in MODELS
                for prefix in ("", "historical")
                for field in FIELDS
            ]
        ),
        migrations.RunSQL(BEFORE, reverse_sql=migrations.RunSQL.noop),
    ]
