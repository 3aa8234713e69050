import pam.db.operations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stages", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.AddField(
                    model_name="historicalmove",
                    name="basis",
                    field=models.UUIDField(blank=True, db_index=True, editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="move",
                    name="basis",
                    field=models.UUIDField(blank=True, db_index=True, editable=False, null=True),
                ),
            ],
        ),
    ]
