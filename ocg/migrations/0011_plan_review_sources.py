from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ocg", "0010_members"),
    ]

    operations = [
        migrations.AlterField(
            model_name="planreviewline",
            name="source",
            field=models.CharField(default="plan", editable=False, max_length=12),
        ),
    ]
