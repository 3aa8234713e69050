"""Open actions by who may see them: a capped count of them no longer reads every open action."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_reminder_tries_again")]

    operations = [
        migrations.AddIndex(
            model_name="action",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("status", "open")),
                fastupdate=False,
                fields=["readers"],
                name="action_open_readers",
            ),
        ),
    ]
