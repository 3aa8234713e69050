from django.db import migrations, models

# Only plans about organised crime groups have strands. Histories keep what was recorded at the time.
CLEAR = """UPDATE actions_action a SET strand = '' FROM records_record r
  WHERE r.id = a.record_id AND r.kind <> 'ocg' AND a.strand <> ''"""


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_identifiers"), ("records", "0001_initial")]

    operations = [
        migrations.RenameField("action", "four_p", "strand"),
        migrations.RenameField("historicalaction", "four_p", "strand"),
        migrations.AlterField("action", "strand", models.CharField(blank=True, max_length=16)),
        migrations.AlterField("historicalaction", "strand", models.CharField(blank=True, max_length=16)),
        migrations.AlterField(
            "action",
            "plan",
            models.CharField(blank=True, help_text="The plan that it belongs to.", max_length=60),
        ),
        migrations.AlterField(
            "historicalaction",
            "plan",
            models.CharField(blank=True, help_text="The plan that it belongs to.", max_length=60),
        ),
        migrations.RunSQL(CLEAR, migrations.RunSQL.noop),
    ]
