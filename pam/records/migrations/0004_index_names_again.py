"""Names are found by more than before (a single name, neighbours written together): their index is made anew
after migrate (pam/records/findable.py).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0003_sorted_as_people_do")]
    operations = [migrations.RunSQL("UPDATE records_subject SET identifiers = NULL", migrations.RunSQL.noop)]
