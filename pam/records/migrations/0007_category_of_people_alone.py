from django.db import migrations, models

CATEGORIES = [
    ("suspect", "Suspect"),
    ("convicted", "Convicted"),
    ("victim", "Victim"),
    ("witness", "Witness"),
    ("other", "Other"),
]
FIELD = {"blank": True, "choices": CATEGORIES, "default": "other", "max_length": 10}
# Histories keep what was recorded at the time.
CLEAR = "UPDATE records_subject SET category = '' WHERE kind <> 'person' AND category <> ''"


class Migration(migrations.Migration):
    dependencies = [("records", "0006_kinds_of_rooms")]

    operations = [
        migrations.AlterField("subject", "category", models.CharField(**FIELD)),
        migrations.AlterField("historicalsubject", "category", models.CharField(**FIELD)),
        migrations.RunSQL(CLEAR, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "subject",
            models.CheckConstraint(
                condition=models.Q(kind="person") | models.Q(category=""), name="category_of_people_alone"
            ),
        ),
    ]
