"""Several files in one go: all of them or none, each named and refused on its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pam.records.models import Document, Entry
from pam.records.uploads import MOST
from tests.records.world import page_text, url

PDF = b"%PDF-1.7\n%%EOF\n"
pytestmark = pytest.mark.usefixtures("media")


def add(client, ocg, *files, title="", **more):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(
        url("records:document_add", ocg),
        {"upload": uploads, "title": title, "audience": "all"} | more,
        follow=True,
    )


def stored(media):
    return [path for path in media.rglob("*") if path.is_file()]


def test_several_files_are_added_at_once_each_by_its_own_name(people, ocg, sign_in):
    text = page_text(add(sign_in("owner"), ocg, ("plan.pdf", PDF), ("notes.txt", b"Seen"), ("a.txt", b"A")))
    assert "3 documents added." in text
    assert set(Document.objects.values_list("title", flat=True)) == {"plan.pdf", "notes.txt", "a.txt"}
    assert Entry.objects.filter(kind="document").count() == 3


def test_a_title_for_several_files_is_numbered(people, ocg, sign_in):
    add(sign_in("owner"), ocg, ("plan.pdf", PDF), ("notes.txt", b"Seen"), title="Warrant")
    assert set(Document.objects.values_list("title", flat=True)) == {"Warrant, 1 of 2", "Warrant, 2 of 2"}


def test_if_one_is_refused_none_is_kept_and_it_is_named(people, ocg, sign_in, media):
    text = page_text(add(sign_in("owner"), ocg, ("plan.pdf", PDF), ("tool.exe", b"MZ\x90")))
    assert "tool.exe" in text and not Document.objects.exists() and not stored(media)


def test_each_file_that_the_record_has_already_is_told_and_both_can_be_kept(people, ocg, sign_in):
    client = sign_in("owner")
    add(client, ocg, ("plan.pdf", PDF), ("notes.txt", b"Seen"))
    again = ("plan.pdf", PDF), ("notes.txt", b"Seen")
    text = page_text(add(client, ocg, *again))
    assert text.count("This record has the same file already") >= 2 and Document.objects.count() == 2
    add(client, ocg, *again, keep_both="on")
    assert Document.objects.count() == 4


def test_there_is_a_limit_to_one_go(people, ocg, sign_in):
    files = [(f"{number}.txt", b"%d" % number) for number in range(MOST + 1)]
    assert f"Select at most {MOST} files at a time" in page_text(add(sign_in("owner"), ocg, *files))
    assert not Document.objects.exists()


def test_a_disk_that_fills_up_half_way_leaves_no_file_behind(people, ocg, sign_in, media, monkeypatch):
    from pam.db.files import NotStored
    from pam.records import services

    single, kept = services.add_document, []

    def full(**values):
        if kept:
            raise NotStored
        kept.append(single(**values))
        return kept[0]

    monkeypatch.setattr(services, "add_document", full)
    text = page_text(add(sign_in("owner"), ocg, ("plan.pdf", PDF), ("notes.txt", b"Seen")))
    assert "The file could not be stored" in text
    assert not Document.objects.exists() and not stored(media)


def test_there_is_a_limit_to_what_they_are_together(people, ocg, sign_in, settings):
    settings.MAX_DOCUMENT_BYTES = 20
    text = page_text(add(sign_in("owner"), ocg, *((f"{n}.txt", b"x" * 18 + b"%d" % n) for n in range(6))))
    assert "together" in text and not Document.objects.exists()
