from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from pam.db.operations import Together

# Packs that were made before say their marking in words alone; proposals that are items follow these.
BEFORE = """
UPDATE meetings_pack SET own_marking = 2 WHERE content ->> 'marking' = 'OFFICIAL-SENSITIVE';
UPDATE meetings_itemproposal p SET withheld_from = i.withheld_from, for_principals = i.for_principals
  FROM meetings_agendaitem i WHERE i.id = p.item_id;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_papers_and_packs")]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="pack",
                    name="own_marking",
                    field=models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")],
                        editable=False,
                        null=True,
                        verbose_name="protective marking",
                    ),
                ),
                migrations.AddField(
                    model_name="itemproposal",
                    name="withheld_from",
                    field=ArrayField(models.IntegerField(), editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="itemproposal",
                    name="for_principals",
                    field=ArrayField(models.IntegerField(), editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="historicalitemproposal",
                    name="withheld_from",
                    field=ArrayField(models.IntegerField(), editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="historicalitemproposal",
                    name="for_principals",
                    field=ArrayField(models.IntegerField(), editable=False, null=True),
                ),
            ]
        ),
        migrations.RunSQL(BEFORE, reverse_sql=migrations.RunSQL.noop),
    ]
