from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_papers_and_packs")]

    operations = [
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
        # Packs that were made before say it in words alone.
        migrations.RunSQL(
            "UPDATE meetings_pack SET own_marking = 2 WHERE content ->> 'marking' = 'OFFICIAL-SENSITIVE'",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
