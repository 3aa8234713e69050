"""A person writes at the moment in which the record is disposed of: the page for what is not there, and
nothing half kept.
"""

import threading
import time

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.urls import reverse

from pam.access import visibility
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.records.models import Record, UntrackedPart
from pam.retention.selectors import disposal as disposal_selectors
from pam.retention.services import disposal
from tests.actions.test_pages import new_action
from tests.actions.world import add_action
from tests.disclosure.test_sharing_pages import form as share_form
from tests.disclosure.test_sharing_pages import hidden
from tests.records.world import add_person
from tests.retention.test_disposal import propose, supervisor
from tests.world.world import make_ocg

NOTE = {"title": "Seen at the wharf", "text": "By the boat.", "audience": "all"}


def waiting():
    """How many connections wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def writes(people, ocg, client):
    """{what: (address, form)} of everything that a person may be saving about `ocg`."""
    other = make_ocg(people, "owner", "Quayside group", team="unit")
    action, person = add_action(people, ocg), add_person(people, ocg)
    upload = SimpleUploadedFile("map.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    check = client.post(reverse("disclosure:share", args=[ocg.uuid]), share_form(people, ocg))
    return {
        "note": (reverse("records:note", args=[ocg.uuid]), NOTE),
        "document": (
            reverse("records:document_add", args=[ocg.uuid]),
            {"title": "Map", "upload": upload, "audience": "all"},
        ),
        "person": (
            reverse("subjects:subject_add", args=[ocg.uuid]),
            {"name": "Sam", "kind": "person", "category": "suspect", "audience": "all", "same": "new"},
        ),
        "changed person": (
            reverse("records:subject_edit", args=[person.uuid]),
            {"name": "Sam", "kind": "person", "category": "suspect", "version": 1},
        ),
        "link": (
            reverse("search:link", args=[ocg.uuid]),
            {"q": "quay", "other": other.uuid, "kind": "related"},
        ),
        "link from elsewhere": (
            reverse("search:link", args=[other.uuid]),
            {"q": "wharf", "other": ocg.uuid, "kind": "related"},
        ),
        "action": (reverse("actions:add", args=[ocg.uuid]), new_action(people)),
        "changed action": (
            reverse("actions:edit", args=[action.uuid]),
            new_action(people, title="Other", version=1, reason="Away"),
        ),
        "finished action": (
            reverse("actions:finish", args=[action.uuid]),
            {"version": 1, "status": "done", "outcome": "Done."},
        ),
        "share": (reverse("disclosure:share", args=[ocg.uuid]), hidden(check) | {"confirm": "yes"}),
        "hold": (reverse("retention:hold", args=[ocg.uuid]), {"ground": "court", "reason": "A trial"}),
        "edit": (reverse("ocg:edit", args=[ocg.uuid]), {}),
    }


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_saves_while_the_record_is_disposed_of_is_told_that_it_is_not_there(
    committed, people, sign_in, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    with visibility.reading(people.reader("owner")):
        ocg = make_ocg(people, "owner", "Wharf group", team="unit")
    client, answers = sign_in("owner"), {}
    client.raise_request_exception = False
    with visibility.reading(people.reader("owner")):
        sent = writes(people, ocg, client)
    page = client.get(sent["edit"][0])
    sent["edit"] = (
        sent["edit"][0],
        page.context["form"].initial | {"version": page.context["form"]["version"].value()},
    )
    actor, row, gone = supervisor(people), propose(people, ocg), ocg.pk

    def save(what):
        address, data = sent[what]
        try:
            answers[what] = client.post(
                address, {name: value for name, value in data.items() if value is not None}
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(what,)) for what in sent]
    with visibility.reading(actor):
        found = disposal_selectors.proposal(row.uuid)
        counts = disposal_selectors.counts_of(ocg)
        disposal.dispose(actor=actor, disposal=found, record=ocg, seen=sum(counts.values()))
        for thread in threads:
            thread.start()
        until = time.monotonic() + 20
        while waiting() + len(answers) < len(threads) and time.monotonic() < until:
            time.sleep(0.02)
        early = dict(answers)
    for thread in threads:
        thread.join(20)
    assert not early, {what: (answer.status_code, answer.content.decode()) for what, answer in early.items()}
    assert {what: answer.status_code for what, answer in answers.items()} == dict.fromkeys(sent, 404)
    assert "Page not found" in answers["note"].content.decode()
    assert "By the boat." in answers["note"].content.decode()  # what was typed is not lost
    assert (
        not Record.objects.filter(pk=gone).exists()
        and not Grant.objects.filter(content_object_id=gone).exists()
    )
    for model in (m for m in apps.get_models() if issubclass(m, UntrackedPart)):
        assert not model._base_manager.filter(record_id=gone).exists(), model
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not LogEntry.objects.filter(records__contains=[gone], operation="add note").exists()


def test_a_foreign_key_to_anything_else_stays_a_fault():
    from pam.access.no_longer_visible import is_no_longer_visible

    assert not is_no_longer_visible(IntegrityError("duplicate key"))
    assert not is_no_longer_visible(ValueError("record"))
