"""The shipped figures of unusual looking: defaults that a force changes as data."""

from django.db import migrations

THRESHOLDS = [
    ("many.least", 30, "Fewer records than this in a day are never called many."),
    ("many.times", 4, "How many times their own usual day (the median) counts as many."),
    ("many.days", 60, "How many days back their own usual day is worked out from."),
    ("night.from", 22, "The hour (London) at which out of hours begins."),
    ("night.until", 6, "The hour (London) at which out of hours ends."),
    ("night.least", 3, "From how many records opened out of hours it is listed."),
]


def add(apps, schema_editor):
    Threshold = apps.get_model("audit", "Threshold")
    for code, value, meaning in THRESHOLDS:
        Threshold.objects.create(code=code, value=value, meaning=meaning)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals_recipients_and_unusual_looking")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
