import django.db.models.deletion
from django.db import migrations, models

import pam.db.operations

KEY = {
    "editable": False,
    "null": True,
    "related_name": "+",
    "to": "frameworks.frameworkversion",
    "verbose_name": "strand",
}


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_squashed"), ("pvp", "0004_voices_and_strands")]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.AddField(
                    model_name="closing",
                    name="strand_version",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, **KEY),
                ),
                migrations.AddField(
                    model_name="historicalclosing",
                    name="strand_version",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        **KEY,
                    ),
                ),
            ]
        )
    ]
