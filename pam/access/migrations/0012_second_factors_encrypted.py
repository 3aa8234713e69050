from django.db import migrations

from pam.access.second_factors import encrypt_all


def encrypt(apps, schema_editor):
    encrypt_all(apps.get_model("mfa", "Authenticator").objects.all())


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0011_receipts_and_corrections"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
