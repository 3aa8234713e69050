from django.db import migrations
from django.utils import timezone

from pam.frameworks.plan_rows import body_of, code_of


def carry_over(apps, schema_editor):
    """Each plan template becomes a framework of every agency: its rows the versions, in their order.

    Those with the same kind of record and name are one framework, retired if the last is.
    """
    Framework = apps.get_model("frameworks", "Framework")
    Version = apps.get_model("frameworks", "FrameworkVersion")
    rows = apps.get_model("frameworks", "PlanTemplate").objects.order_by("kind", "name", "version")
    plans, taken, now = {}, set(), timezone.now()
    for row in rows:
        plans.setdefault((row.kind, row.name), []).append(row)
    for (kind, name), versions in plans.items():
        code = code_of(name, taken)
        taken.add(code)
        framework = Framework.objects.create(
            kind="plan", code=code, name=name, for_kinds=[kind], published=True, retired=versions[-1].retired
        )
        for number, row in enumerate(versions, 1):
            body = body_of(
                {field: getattr(row, field) for field in ("kind", "name", "plan", "purpose", "steps")}
            )
            framework.current = Version.objects.create(
                framework=framework, kind="plan", code=code, number=number, body=body, published_at=now
            )
        framework.words = f"{code} {name} {versions[-1].purpose}".lower()
        framework.save()


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0004_framework_versions")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
