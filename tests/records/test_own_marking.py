"""A document, its lines in the chronology, or a detail of a person can be marked higher than their record."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Marking
from pam.records import documents
from pam.records.models import Document, DocumentText, Entry
from pam.records.tasks import make_previews, read_documents
from pam.search.selectors import ids
from tests.records.test_document_texts import pdf
from tests.records.world import add_person, group, page_text, url
from tests.standing import standing
from tests.subjects.world import add_particular

pytestmark = pytest.mark.usefixtures("media")
HIGH = Marking.OFFICIAL_SENSITIVE


@standing
def record(people):
    """A group that a person cleared for OFFICIAL alone is in the team of."""
    return group(people, marking=Marking.OFFICIAL)


def add(client, record, title, **more):
    upload = SimpleUploadedFile("plan.pdf", pdf(f"{title} wharf"))
    answer = client.post(
        url("records:document_add", record), {"upload": upload, "title": title, "audience": "all", **more}
    )
    assert answer.status_code == 302
    return Document.objects.get(title=title)


@pytest.mark.slow
def test_a_document_marked_higher_is_nowhere_for_who_is_not_cleared(people, record, sign_in):
    owner, low = sign_in("owner"), sign_in("low_clearance")
    assert low.get(record.get_absolute_url()).status_code == 200
    before = low.get(record.get_absolute_url()).content
    secret = add(owner, record, "Raid at dawn", own_marking=HIGH.value, tags="raid")
    make_previews(), read_documents()
    assert Entry.objects.get(kind="document").own_marking == HIGH
    assert "Raid at dawn" in page_text(owner.get(record.get_absolute_url()))
    for name in ("document", "document_read", "document_edit", "document_version"):
        assert low.get(url(f"records:{name}", secret)).status_code == 404
    after = low.get(record.get_absolute_url()).content
    assert b"Raid" not in after and abs(len(after) - len(before)) < 20
    for address in (url("records:chronology", record), "/search/?q=raid", "/search/?q=wharf"):
        assert "Raid" not in page_text(low.get(address))
    assert "Raid at dawn" in page_text(owner.get("/search/?q=wharf"))
    with visibility.reading(people.reader("low_clearance")), connection.cursor() as cursor:
        for table in ("document", "documentpreview", "documenttext", "entry", "historicaldocument"):
            cursor.execute(f"SELECT count(*) FROM records_{table} WHERE record_id = %s", [record.pk])
            assert cursor.fetchone()[0] == (1 if table == "entry" else 0), table


@pytest.mark.slow
def test_a_marking_that_is_raised_later_hides_versions_text_and_lines_too(people, record, sign_in):
    owner, low = sign_in("owner"), sign_in("low_clearance")
    first = add(owner, record, "Raid at dawn")
    upload = SimpleUploadedFile("plan.pdf", pdf("second"))
    owner.post(url("records:document_version", first), {"upload": upload, "title": "Raid at dusk"})
    read_documents()
    newest = Document.objects.get(replaces=first)
    assert "Raid at dusk" in page_text(low.get(record.get_absolute_url()))
    said = {"title": "The raid", "tags": "Raid, raid, plan", "own_marking": HIGH.value}
    sent = {**said, "version": newest.version}
    assert owner.post(url("records:document_edit", newest), sent).status_code == 302
    newest.refresh_from_db(), first.refresh_from_db()
    assert (newest.tags, newest.own_marking, first.own_marking) == (["Raid", "plan"], HIGH, HIGH)
    assert set(DocumentText.objects.values_list("marking", flat=True)) == {HIGH}
    for address in (record.get_absolute_url(), url("records:chronology", record)):
        assert "Raid" not in page_text(low.get(address)) and "raid" not in page_text(low.get(address))
    assert "OFFICIAL-SENSITIVE" in page_text(owner.get(record.get_absolute_url()))


def test_nobody_marks_higher_than_they_are_cleared_for(people, record, sign_in):
    document = add(sign_in("owner"), record, "Plan")
    actor = people.reader("low_clearance")
    with visibility.reading(actor), pytest.raises(Refused, match="not cleared"):
        documents.save_document(
            actor=actor,
            document=Document.objects.get(pk=document.pk),
            version=document.version,
            title="Plan",
            tags=[],
            own_marking=HIGH,
        )
    assert "Protective marking" not in page_text(
        sign_in("owner").get(url("records:document_add", group(people, "Marked", marking=HIGH)))
    )


def test_a_detail_marked_higher_is_left_out_of_pages_search_and_matches(people, record, sign_in):
    owner, low = sign_in("owner"), sign_in("low_clearance")
    sam = add_person(people, record)
    add_particular(people, sam, value="07700 900731", own_marking=HIGH)
    assert "07700 900731" in page_text(owner.get(url("subjects:subject", sam)))
    for address in (url("subjects:subject", sam), record.get_absolute_url(), "/search/?q=07700900731"):
        assert "900731" not in page_text(low.get(address)).replace("07700900731", "")
    assert "Sam Sailor" in page_text(owner.get("/search/?q=07700900731"))
    for persona, rows in (("low_clearance", 0), ("owner", 1)):  # nor does it tell the database's own search
        with visibility.reading(people.reader(persona)):
            assert len(ids("particulars", "07700900731")[""]) == rows
    typed = {"name": "Somebody Else", "kind": "person", "category": "other", "details": "07700 900731"}
    alike = low.get(url("subjects:alike", record), typed)
    assert "Sam Sailor" not in page_text(alike)


@pytest.mark.slow
def test_documents_are_found_by_tag(people, record, sign_in):
    owner = sign_in("owner")
    add(owner, record, "Plan of the yard", tags="plan, yard"), add(owner, record, "Statement", tags="witness")
    read_documents()
    text = page_text(owner.get(record.get_absolute_url(), {"tag": "yard"}))
    assert "Those tagged yard" in text and "Plan of the yard" in text
    documents_part = text.split("Those tagged yard")[1].split("Add a document")[0]
    assert "Statement" not in documents_part
    assert "Statement" in page_text(owner.get("/search/?q=witness"))
    assert "Used before: " in page_text(owner.get(url("records:document_add", record)))
    many = owner.post(
        url("records:document_add", record), {"title": "x", "audience": "all", "tags": "a," * 3 + "b" * 41}
    )
    assert "Each tag must be 40 characters or fewer" in page_text(many)


def test_tags_used_before_and_those_of_the_agencys_list_are_offered(people, record, sign_in):
    client = sign_in("owner")
    add(client, record, "Plan", tags="yard, statement")
    page = client.get(url("records:document_add", record)).content.decode()
    offered = json.loads(html.unescape(re.search(r'data-tags="([^"]+)"', page)[1]))
    assert offered[:2] == ["yard", "statement"] and "Court order" in offered
    assert "Statement" not in offered, "it was used before, in small letters"
