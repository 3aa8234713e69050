"""What administrators need: a version against two saving at once, teams with an address and a manager."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def give_each_team_its_own(apps, schema_editor):
    Team = apps.get_model("access", "Team")
    for team in Team.objects.all():
        team.uuid = uuid.uuid4()
        team.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [("access", "0003_lawful_bases")]

    operations = [
        migrations.AddField("membership", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField(
            "team",
            "manager",
            models.ForeignKey(
                "access.Membership",
                django.db.models.deletion.SET_NULL,
                null=True,
                blank=True,
                related_name="manages",
            ),
        ),
        migrations.AddField("team", "uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.RunPython(give_each_team_its_own, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "team", "uuid", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
        ),
    ]
