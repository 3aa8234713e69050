"""How many queries each page takes: the same at 3 rows and at 7. A change of these numbers is a decision."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pam.access import visibility
from pam.db import kept
from pam.records import services
from pam.records.models import Document
from tests.actions.world import add_action
from tests.pages import few_on_a_page
from tests.records.world import add_note, add_person, group, url

# What every request takes: session with user and memberships, role and reader set and taken back, savepoints.
# A list takes five besides what a test's savepoints do (docs/speed.md).
# A record's pages ask for references that it had before a merge. A group's page asks for its scores and what
# makes one due (7), what is not known and comes next (6), its lead (2), its places, harm, members, plan,
# request to the region, and whether each member has a status, which its next stage requires.
QUERIES = {"ocg:list": 8, "ocg:detail": 56, "records:chronology": 16, "search:results": 12}
QUERIES |= {"search:results narrowed": 18, "search:quick": 11, "ocg:list by review": 8, "actions:list": 8}


def count(client, address, *, opened=False):
    """The number of queries of one page, the second time it is opened (if it was `opened`, the next time)."""
    if not opened:
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(people, record, number):
    for n in range(number):
        add_note(people, record, title=f"Wharf note {n}")
        add_person(people, record, f"Wharf person {n}")
        add_action(people, record, title=f"Wharf action {n}")
    reader = people.reader("owner")
    with visibility.reading(reader):
        for n in range(number):
            document = Document(
                title=f"Wharf {n}", name="a.txt", content_type="text/plain", size=1, sha256="0" * 64
            )
            document.file.save("a", ContentFile(b"a"), save=False)
            services.add_part(actor=reader, part=document, record=record)


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    """A folder of their own for the files; what a process keeps stays on a slow machine, too."""
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(kept, "SECONDS", float("inf"))


@pytest.mark.slow
def test_pages_take_the_same_queries_at_3_rows_and_at_more_than_a_page(people, sign_in, monkeypatch):
    few_on_a_page(monkeypatch, 5)
    record, client = group(people, "Wharf group"), sign_in("owner")
    addresses = {
        "ocg:list": reverse("ocg:list"),
        "ocg:detail": record.get_absolute_url(),
        "ocg:list by review": reverse("ocg:list") + "?sort=review",
        "actions:list": reverse("actions:list") + "?whose=all&strand=pursue&status=any&sort=title",
        "records:chronology": url("records:chronology", record),
        "search:results": f"{reverse('search:results')}?q=wharf",
        "search:results narrowed": f"{reverse('search:results')}?q=wharf&narrow=1",
        "search:quick": f"{reverse('search:quick')}?q=wharf",
    }
    for number, rows in ((3, 3), (4, 7)):
        fill(people, record, number)
        for n in range(number):
            group(people, f"Wharf group {rows} {n}")
        counted = {name: count(client, address, opened=rows > 3) for name, address in addresses.items()}
        assert counted == QUERIES, f"at {rows} rows"
