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
UPDATE meetings_updaterequest u SET agencies = ARRAY(
    SELECT r.agency_id FROM records_record r WHERE r.id IN (u.record_id, u.meeting_id)
    UNION SELECT x FROM unnest(ARRAY[u.asked_agency_id, u.author_agency_id]) x
    UNION SELECT m.agency_id FROM meetings_attendance a JOIN access_membership m ON m.id = a.person_id
           WHERE a.record_id = u.meeting_id AND a.removed_at IS NULL)
 WHERE u.agencies IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_closed_as_given")]

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
