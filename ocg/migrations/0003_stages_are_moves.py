"""The stage of a group is where its moves brought it (pam/stages): what it was called before is kept for the
release before. Saved views of the list name the stages of the shipped map.
"""

from django.db import migrations, models
from django.http import QueryDict

from pam.reference.keys import ReferenceKey

NOW = {
    "nominated": "trigger",
    "mapped": "mapped",
    "active": "active",
    "disrupted": "monitored",
    "dormant": "monitored",
    "archived": "archived",
}


def _old_key(**options):
    return ReferenceKey(
        "ocg.stage",
        to="reference.referencevalue",
        db_column="stage_id",
        null=True,
        blank=True,
        editable=False,
        verbose_name="stage before moves",
        **options,
    )


def rename_in_views(apps, schema_editor):
    """A view that asked for a stage by its old code asks for the one that took its place."""
    Value = apps.get_model("reference", "ReferenceValue")
    # Not by label: a new database has no function that folds yet.
    rows = Value.objects.filter(listing="ocg.stage").order_by("pk")
    order = dict(rows.filter(agency=None, code__in=NOW).values_list("code", "order"))
    now = dict(NOW)
    for code, place in rows.filter(agency__isnull=False).values_list("code", "order"):
        before = [known for known, at in sorted(order.items(), key=lambda one: one[1]) if at <= place]
        now.setdefault(code, NOW[before[-1]] if before else "trigger")
    views = apps.get_model("lists", "SavedView").objects.filter(listed="ocg", query__contains="stage=")
    for view in views.order_by("pk"):
        query = QueryDict(view.query, mutable=True)
        if query.get("stage") in now:
            query["stage"] = now[query["stage"]]
            view.query = query.urlencode()
            view.save(update_fields=["query"])


class Migration(migrations.Migration):
    dependencies = [
        ("ocg", "0002_priority"),
        ("lists", "0001_saved_views"),
        ("reference", "0003_setting_requests"),
    ]

    operations = [
        migrations.AlterField("ocg", "stage", _old_key()),
        migrations.AlterField(
            "historicalocg", "stage", _old_key(on_delete=models.DO_NOTHING, db_constraint=False)
        ),
        migrations.RenameField("ocg", "stage", "old_stage"),
        migrations.RenameField("historicalocg", "stage", "old_stage"),
        migrations.RunPython(rename_in_views, migrations.RunPython.noop),
    ]
