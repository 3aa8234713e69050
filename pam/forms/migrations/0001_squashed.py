import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("pam_forms", "0001_sent_forms"), ("pam_forms", "0002_number_of_a_sent_form")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="SentForm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("led_to", models.TextField(blank=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.CharField(blank=True, db_default="", default="", max_length=64)),
                    ],
                    options={
                        "db_table": "forms_sentform",
                        "indexes": [models.Index(fields=["user", "at"], name="form_sent_by_user")],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "digest"), name="form_sent_once")
                        ],
                    },
                ),
            ],
        ),
    ]
