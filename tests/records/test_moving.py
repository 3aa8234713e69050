"""A document is moved to another record, for nobody who could not see it before."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.audit.models import LogEntry
from pam.records.models import Batch, Document, DocumentPreview, DocumentText, Entry
from pam.records.moving import move_document, undo_move
from tests.records.test_document_texts import pdf
from tests.records.test_documents import add
from tests.records.world import group, page_text, share_with, url
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("media")


@pytest.mark.slow
def test_a_document_moves_with_its_versions_for_no_agency_that_could_not_see_it(people, sign_in):
    ocg = group(people, "First group")
    client, other = sign_in("owner"), group(people, "Second group", marking=Marking.OFFICIAL)
    share_with(people, other, "probation")
    add(client, ocg, content=pdf("one"), title="Raid plan")
    first = Document.objects.get()
    upload = SimpleUploadedFile("plan.pdf", pdf("two"))
    client.post(url("records:document_version", first), {"upload": upload, "title": "Raid plan"})
    newest = Document.objects.get(replaces=first)
    address = url("records:document_move", newest)
    for wrong in ("OCG-26-0000", group(people, "Hidden", "other_force", "other").reference):
        page = client.post(address, {"reference": wrong, "version": newest.version})
        assert "Enter the reference of a record that you can add to" in page_text(page)
    answer = client.post(address, {"reference": other.reference.lower(), "version": newest.version})
    assert (answer.status_code, answer["Location"]) == (302, other.get_absolute_url())
    police = [people.agencies["police"].pk]
    for model in (Document, DocumentText, DocumentPreview):
        assert set(model.objects.values_list("record_id", flat=True)) == {other.pk}
        assert [row.agencies for row in model.objects.all()] == [police, police]
    # It keeps the marking that it had: the other record's is lower.
    assert {row.own_marking for row in Document.objects.all()} == {Marking.OFFICIAL_SENSITIVE}
    assert "Raid plan" not in page_text(sign_in("granted").get(other.get_absolute_url()))
    # A line at both ends, and in the log; neither names the other record.
    lines = dict(Entry.objects.filter(title__contains="moved").values_list("record_id", "title"))
    assert lines == {
        ocg.pk: "Document moved to another record: Raid plan",
        other.pk: "Document moved here from another record: Raid plan",
    }
    logged = LogEntry.objects.filter(operation__startswith="move document").order_by("pk")
    assert list(logged.values_list("records", flat=True)) == [[ocg.pk], [other.pk]]
    # Back again.
    newest.refresh_from_db()
    back = {"reference": ocg.reference, "version": newest.version}
    assert client.post(url("records:document_move", newest), back).status_code == 302
    assert "Raid plan" in page_text(client.get(ocg.get_absolute_url()))


def test_the_database_moves_nothing_for_who_may_not(people, ocg, sign_in):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    add(sign_in("granted"), ocg, title="Theirs")
    document, other = Document.objects.get(), group(people, "Second group")
    actor = people.reader("granted")
    assert sign_in("granted").get(url("records:document_move", document)).status_code == 403
    with visibility.reading(actor), pytest.raises(PermissionDenied):
        move_document(actor=actor, document=document, version=document.version, target=other)
    probation = [people.agencies["probation"].pk]
    with (
        visibility.reading(actor),
        pytest.raises(DatabaseError, match="cannot be moved"),
        transaction.atomic(),
    ):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pam_move_document(%s, %s, %s)", [document.pk, other.pk, probation])


@pytest.mark.slow
def test_a_move_is_undone_as_it_was_by_who_made_it_and_once(people, sign_in):
    ocg, other = group(people, "First group"), group(people, "Second group", marking=Marking.OFFICIAL)
    share_with(people, ocg)
    client = sign_in("owner")
    add(client, ocg, content=pdf("one"), title="Raid plan")
    document = Document.objects.get()
    before = document.agencies, document.own_marking
    assert before[0] is None, "for all who can open the record"
    moved = {"reference": other.reference, "version": document.version}
    page = client.post(url("records:document_move", document), moved, follow=True)
    document.refresh_from_db()
    assert document.agencies == [people.agencies["police"].pk]
    batch = Batch.objects.get(operation="move document")
    undo = reverse("records:undo_move", args=[batch.uuid])
    assert f'href="{undo}"' in page.content.decode()
    assert sign_in("colleague").get(undo).status_code == 404
    client = sign_in("owner")
    asked = page_text(client.get(undo))
    assert "Raid plan" in asked and other.reference in asked and "OFFICIAL" in asked
    assert client.post(undo).status_code == 302
    document.refresh_from_db()
    assert (document.record_id, (document.agencies, document.own_marking)) == (ocg.pk, before)
    assert {row.record_id for row in (DocumentText.objects.get(), DocumentPreview.objects.get())} == {ocg.pk}
    assert "Raid plan" in page_text(sign_in("granted").get(ocg.get_absolute_url()))
    titles = Entry.objects.filter(title__contains="moved back").values_list("record_id", flat=True)
    assert set(titles) == {ocg.pk, other.pk}
    assert sign_in("owner").get(undo).status_code == 404, "undone already"


def test_a_move_of_what_was_changed_since_or_long_ago_is_not_undone(people, sign_in):
    ocg, other, client = group(people, "First group"), group(people, "Second group"), sign_in("owner")
    add(client, ocg, content=pdf("one"), title="Raid plan")
    document, actor = Document.objects.get(), people.reader("owner")
    with visibility.reading(actor):
        moved = move_document(actor=actor, document=document, version=document.version, target=other)
    change = {"title": "Raid plan, final", "version": moved.version}
    assert client.post(url("records:document_edit", moved), change).status_code == 302
    with visibility.reading(actor), refused("changed"):
        undo_move(actor=actor, batch=moved.moved)
    moved.moved.made_at -= timedelta(days=9)
    with visibility.reading(actor), refused("too_late"):
        undo_move(actor=actor, batch=moved.moved)


def test_the_database_makes_no_document_visible_to_all_by_a_move(people, ocg, sign_in):
    add(sign_in("owner"), ocg, title="Ours")
    document, other, actor = Document.objects.get(), group(people, "Second group"), people.reader("owner")
    with (
        visibility.reading(actor),
        pytest.raises(DatabaseError, match="cannot be moved"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pam_move_document(%s, %s, NULL)", [document.pk, other.pk])
