"""Records in bulk are what the database's own triggers would have made of them."""

import pytest
from django.db import connection

from demo.bulk.check import Different, check_sample
from demo.bulk.fill import fill
from demo.bulk.people import BENCH, bench_email
from pam.access import visibility
from pam.access.models import Grant, Membership
from pam.access.reader import reader_of_membership
from pam.actions.models import Action
from pam.records.models import Record

RECORDS = 1000


def _triggers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger "
            "WHERE tgname LIKE 'pam_%' ORDER BY 1, 2"
        )
        return cursor.fetchall()


def _indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
        names = cursor.fetchall()
        cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint ORDER BY 1, 2")
        return names, cursor.fetchall()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_bulk_rows_pass_the_triggers_check_and_leave_the_schema_as_it_was(committed):
    before = _triggers(), _indexes()
    fill(RECORDS, agencies=20, users=400)
    assert (_triggers(), _indexes()) == before
    assert Record.objects.count() == RECORDS
    assert Grant.objects.count() == 2 * RECORDS
    assert Action.objects.count() == RECORDS
    seen = {}
    for name, _ in BENCH:
        reader = reader_of_membership(Membership.objects.get(user__email=bench_email(name)).pk)
        with visibility.reading(reader):
            seen[name] = visibility.visible_to(reader, Record).count()
    assert 0.45 < seen["half"] / RECORDS < 0.55
    assert 0.005 < seen["one"] / RECORDS < 0.02
    assert 0.01 < seen["five"] / RECORDS < 0.05
    assert 1 <= seen["old"] <= 6 and 1 <= seen["new"] <= 6
    _spoil_one()
    with pytest.raises(Different, match="records_record"):
        check_sample(1, RECORDS, size=RECORDS)


def _spoil_one():
    """Makes the index of one record's readers a lie."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_record DISABLE TRIGGER pam_record_readers")
        cursor.execute(
            "UPDATE records_record SET readers = '{1}' WHERE id = (SELECT min(id) + 10 FROM records_record)"
        )
        cursor.execute("ALTER TABLE records_record ENABLE TRIGGER pam_record_readers")
