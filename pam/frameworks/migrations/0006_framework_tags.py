from django.db import migrations, models

from pam.frameworks.bodies import tags_of


def tag(apps, schema_editor):
    """What is there already is found by the strands of its steps."""
    for row in apps.get_model("frameworks", "Framework").objects.order_by().select_related("current"):
        tags = tags_of(row.current.body) if row.current else []
        if tags:
            row.tags = tags
            row.save(update_fields=["tags"])


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0005_plans_are_frameworks")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="tags",
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        )
        for model in ("framework", "historicalframework")
    ] + [migrations.RunPython(tag, migrations.RunPython.noop)]
