"""Versions of a document: the new one takes the place of the old one, which stays, for the same eyes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pam.access import visibility
from pam.access.levels import Level
from pam.records import services
from pam.records.models import Document
from tests.records.world import group, page_text, share_with, url
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("media")


def text_file(content, name="plan.txt"):
    return SimpleUploadedFile(name, content)


def add(people, ocg, **to):
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.add_document(actor=actor, record=ocg, title="Plan", upload=text_file(b"One"), **to)


def test_a_new_version_is_listed_and_the_old_one_stays_below_it(people, ocg, sign_in):
    old, client = add(people, ocg), sign_in("owner")
    page = url("records:document_version", old)
    assert 'value="Plan"' in client.get(page).content.decode()
    assert client.post(page, {"upload": text_file(b"Two"), "title": "Plan"}).status_code == 302
    new = Document.objects.get(replaces=old)
    shown = client.get(ocg.get_absolute_url())
    assert [row.pk for row in shown.context["documents"]] == [new.pk]
    assert "Earlier versions" in page_text(shown) and url("records:document", old) in shown.content.decode()
    for row, content in ((old, b"One"), (new, b"Two")):
        assert b"".join(client.get(url("records:document", row)).streaming_content) == content
    assert "New version of a document: Plan" in page_text(client.get(url("records:chronology", ocg)))


def test_it_is_for_the_agencies_of_the_old_one(people, ocg, sign_in):
    old = add(people, ocg, agencies=[people.agencies["police"].pk])
    form = sign_in("owner").get(url("records:document_version", old)).content.decode()
    assert "Who is it for?" not in form
    sign_in("owner").post(url("records:document_version", old), {"upload": text_file(b"Two"), "title": "New"})
    assert Document.objects.get(replaces=old).agencies == old.agencies
    assert sign_in("granted").get(url("records:document_version", old)).status_code == 404
    assert "New" not in page_text(sign_in("granted").get(ocg.get_absolute_url())).split("Documents")[-1][:200]


def test_two_who_add_a_version_at_once_do_not_both_take_its_place(people, ocg):
    old, actor = add(people, ocg), people.reader("owner")
    with visibility.reading(actor):
        services.add_version(actor=actor, document=old, upload=text_file(b"Two"), title="Plan")
        with refused("not_newest"):
            services.add_version(actor=actor, document=old, upload=text_file(b"Three"), title="Plan")


def test_who_contributes_adds_versions_of_their_own_agencys_documents_alone(people, sign_in):
    record = group(people)
    share_with(people, record, level=Level.CONTRIBUTE)
    old = add(people, record)
    assert sign_in("granted").get(url("records:document_version", old)).status_code == 403
    assert "New version" not in page_text(sign_in("granted").get(record.get_absolute_url()))
