from django.db import migrations


class Migration(migrations.Migration):
    """Names are found by how their words sound, and a name's own words are told from what speaks of it."""

    dependencies = [("records", "0011_retention_of_lead")]

    operations = [migrations.RunSQL("UPDATE records_subject SET identifiers = NULL", migrations.RunSQL.noop)]
