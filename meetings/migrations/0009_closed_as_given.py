from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import migrations, models

from pam.db.operations import Together

# Lines of carried actions that were there before: as the item that gave each, and as their own.
BEFORE = """
UPDATE meetings_carriedaction c SET own_withheld = r.withheld_from, own_principals = r.for_principals
  FROM meetings_meetingaction r WHERE r.action_id = c.action_id;
UPDATE meetings_carriedaction c SET
    withheld_from = (SELECT array_agg(DISTINCT p ORDER BY p) FROM unnest(c.own_withheld || i.withheld_from) p),
    for_principals = CASE WHEN i.for_principals IS NULL THEN c.own_principals
      WHEN c.own_principals IS NULL THEN i.for_principals
      ELSE ARRAY(SELECT unnest(c.own_principals) INTERSECT SELECT unnest(i.for_principals)) END
  FROM meetings_agendaitem i WHERE i.id = c.item_id;
"""
CARRIED = ("carriedaction", "historicalcarriedaction")
CLOSED = ("for_principals", "own_principals", "own_withheld", "withheld_from")
OF_SERIES = ("meetingseries", "historicalmeetingseries")
DAYS = "how many days before a meeting papers are due"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_marked_packs_closed_proposals")]

    operations = [
        Together(
            [
                *(
                    migrations.AddField(
                        model_name=model,
                        name=name,
                        field=ArrayField(models.IntegerField(), editable=False, null=True),
                    )
                    for model in CARRIED
                    for name in CLOSED
                ),
                *(
                    migrations.AddField(
                        model_name=model,
                        name="paper_days",
                        field=models.PositiveSmallIntegerField(editable=False, null=True),
                    )
                    for model in ("meeting", "historicalmeeting")
                ),
                *(
                    migrations.AddField(
                        model_name=model,
                        name="paper_days",
                        field=models.PositiveSmallIntegerField(
                            DAYS, blank=True, null=True, validators=[MaxValueValidator(60)]
                        ),
                    )
                    for model in OF_SERIES
                ),
                migrations.AddField(model_name="pack", name="holds", field=models.JSONField(default=dict)),
            ]
        ),
        migrations.RunSQL(BEFORE, reverse_sql=migrations.RunSQL.noop),
    ]
