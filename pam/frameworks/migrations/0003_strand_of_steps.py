from django.db import migrations


def name_strands(apps, schema_editor):
    """A step says `strand`, and only in plans for a kind of record that has strands.

    Without an order: the model's own asks a function that is laid after migrating.
    """
    for template in apps.get_model("frameworks", "PlanTemplate").objects.order_by():
        for step in template.steps:
            strand = step.pop("four_p", "")
            if strand and template.kind == "ocg":
                step["strand"] = strand
        template.save(update_fields=["steps"])


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0002_sorted_as_people_do")]

    operations = [migrations.RunPython(name_strands, migrations.RunPython.noop)]
