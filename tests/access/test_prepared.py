"""What the database may plan once, and what it plans anew for each reader."""

import pytest
from django.db import connection
from django.urls import reverse

from pam.access import visibility
from pam.db.prepared import prepared_statements
from pam.records.models import Record
from tests.records.world import group


def kept():
    """The statements whose plan the connection keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def nothing_kept(db):
    """Begins with no kept plan: the connection is the whole run's."""
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
            with prepared_statements():
                list(visibility.visible_to(people.reader("owner"), Record).filter(pk=record.pk))
            list(visibility.visible_to(people.reader("owner"), Record).filter(title="Harbour"))
    assert [text for text in kept() if '"records_record"."id" = $' in text]
    assert not [text for text in kept() if '"records_record"."title" = $' in text]
