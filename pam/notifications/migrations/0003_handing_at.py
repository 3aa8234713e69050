from django.db import migrations, models
from django.db.models import Q

# What was claimed until now may have gone out: nobody wrote down how far it came.
MAY_HAVE_GONE = "UPDATE notifications_delivery SET handing_at = claimed_at WHERE claimed_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0010_shared_last"),
        ("notifications", "0002_seen"),
    ]

    operations = [
        migrations.AddField(model_name="delivery", name="handing_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(MAY_HAVE_GONE, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=Q(("claimed_at__isnull", False), ("handing_at", None), ("sent_at", None)),
                fields=["claimed_at"],
                name="delivery_claimed",
            ),
        ),
    ]
