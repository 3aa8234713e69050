"""A grant may reach chosen kinds of part alone."""

import django.contrib.postgres.fields
from django.db import migrations, models

KINDS = {"base_field": models.CharField(max_length=40), "null": True, "blank": True, "size": None}


class Migration(migrations.Migration):
    dependencies = [("access", "0009_data_protection")]

    operations = [
        migrations.AddField("grant", "kinds", django.contrib.postgres.fields.ArrayField(**KINDS)),
        migrations.AddField("historicalgrant", "kinds", django.contrib.postgres.fields.ArrayField(**KINDS)),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                condition=models.Q(("kinds", None), ("level__lte", 2), _connector="OR"),
                name="chosen_kinds_are_viewed",
            ),
        ),
    ]
