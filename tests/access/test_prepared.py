"""What the database may plan once, and what it plans anew for each reader."""

from contextvars import ContextVar
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F, Q
from django.urls import reverse

from pam.access import visibility
from pam.db import prepared
from pam.db.backend.compiler import goes_by_key
from pam.records.models import Record, Subject
from tests.records.world import group


def kept():
    """The statements whose plan the connection keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def nothing_kept(db, monkeypatch):
    """Begins with no kept plan: the connection is the whole run's. The database is not said to be small."""
    monkeypatch.setattr(prepared, "_small", ContextVar("said_small", default=False))
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connection.connection._prepared.clear()


@pytest.mark.parametrize(
    "address", ["ocg:list", "pvp:list", "actions:list", "meetings:list", "search:results"]
)
def test_a_list_is_planned_for_each_reader_anew(people, sign_in, address):
    group(people, "Harbour Wharf group")
    client = sign_in("owner")
    for _ in range(4):
        assert client.get(reverse(address), {"q": "harb"} if "search" in address else {}).status_code == 200
    lists = [
        text
        for text in kept()
        if "coalesce(" in text and ("WITH found" in text or "LIMIT" in text and "uuid" not in text)
    ]
    assert not lists and not [text for text in kept() if "pam_search_" in text]


def test_what_goes_by_a_key_is_planned_once(people):
    record = group(people, "Harbour Wharf group")
    with visibility.reading(people.reader("owner")):
        for _ in range(4):
            list(visibility.visible_to(people.reader("owner"), Record).filter(pk=record.pk))
            list(visibility.visible_to(people.reader("owner"), Record).filter(title="Harbour"))
    assert [text for text in kept() if '"records_record"."id" = $' in text]
    assert not [text for text in kept() if '"records_record"."title" = $' in text]


def test_a_number_a_uuid_and_a_record_are_keys_but_not_beside_something_else():
    one, part = Record.objects.all(), Subject.objects.all()
    by_key = [
        one.filter(pk=1),
        one.filter(uuid=uuid4(), title="x"),
        part.filter(record=1),
        part.filter(record_id=1),
    ]
    by_others = [
        one,
        one.filter(title="x"),
        one.filter(agency_id=1),
        one.filter(Q(pk=1) | Q(title="x")),
        one.exclude(pk=1),
        one.filter(pk__gt=1),
        one.filter(pk=F("team_id")),
        one.filter(uuid=part.values("uuid")[:1]),
    ]
    assert all(goes_by_key(rows.query) for rows in by_key)
    assert not any(goes_by_key(rows.query) for rows in by_others)


@pytest.mark.slow
def test_a_page_of_a_record_is_planned_once(people, sign_in):
    record, client = group(people, "Harbour Wharf group"), sign_in("owner")
    for _ in range(3):
        assert client.get(record.get_absolute_url()).status_code == 200
    opened = [text for text in kept() if '"ocg_ocg"' in text and '"records_record"."uuid" = ' in text]
    assert len(opened) == 1 and [text for text in kept() if 'INSERT INTO "audit_logentry"' in text]
