from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_squashed"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="known_by",
            field=models.TextField(db_default="", default="", editable=False),
        ),
    ]
