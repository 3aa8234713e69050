from django.db import migrations

KIND = "pvp"


class Migration(migrations.Migration):
    """Indexes of who reads the records of this kind alone, all and open: lists of one kind need not look at the others."""

    dependencies = [("pvp", "0001_initial"), ("records", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX record_{name}_{KIND} ON records_record USING gin (readers) WITH (fastupdate = off)"
            f" WHERE kind = '{KIND}'{further}",
            f"DROP INDEX record_{name}_{KIND}",
        )
        for name, further in (("readers", ""), ("open", " AND closed_at IS NULL"))
    ]
