"""Stored files that no row names: which are removed, and which never."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction

from pam.access import visibility
from pam.db import files
from pam.records.models import Document
from pam.records.services import add_document
from pam.retention import leftovers
from pam.retention.models import ErasedFile
from tests.world.world import make_ocg

DAY = 24 * 60 * 60


def stored(place, name, hours=25):
    """A file of that age."""
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("left behind")
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def document(people, place):
    """A document whose file is old."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = make_ocg(people, "owner", "Wharf group", team="unit")
        document = add_document(
            actor=actor, record=record, upload=SimpleUploadedFile("map.pdf", b"%PDF-1.4"), title="Map"
        )
    os.utime(document.file.path, (time.time() - 99 * DAY,) * 2)
    return document


def test_a_file_that_no_row_names_goes_once_it_is_older_than_any_upload(document, place):
    old = [
        stored(place, name)
        for name in ("documents/2026/10/a", "minutes/2026/11/b.pdf", "agreements/2026/11/c")
    ]
    young = stored(place, "documents/2026/10/d", hours=23)
    assert leftovers.remove() == 3
    assert not any(path.exists() for path in old) and young.exists()
    assert leftovers.remove() == 0 and Path(document.file.path).exists()


def test_what_a_history_row_names_stays_when_the_row_names_another(document, place):
    first = Path(document.file.path)
    assert Document.history.filter(file=document.file.name).exists()
    document.file = "documents/2026/10/new"
    document.save()
    stored(place, "documents/2026/10/new")
    assert leftovers.remove() == 0 and first.exists()


def test_folders_that_no_field_stores_in_stay_untouched_and_each_fields_folder_is_known(db, place):
    strangers = [stored(place, name) for name in ("backup/2026/x", "documents.old/y", "z")]
    assert leftovers.remove() == 0 and all(path.exists() for path in strangers)
    assert {leftovers.folder_of(field) for field in leftovers._fields()} == {
        "documents",
        "agreements",
        "minutes",
        "previews",
        "profiles",
        "papers",
        "packs",
        "imports",
    }


def test_nothing_goes_when_most_files_have_no_row_until_a_person_says_so(document, place):
    left = [stored(place, f"documents/2026/10/{number}") for number in range(leftovers.FEW + 1)]
    with pytest.raises(CommandError, match="21 of 22 stored files belong to no row, so none was removed"):
        call_command("remove_leftovers")
    assert all(path.exists() for path in left)
    call_command("remove_leftovers", "--even-most")
    assert not any(path.exists() for path in left) and Path(document.file.path).exists()


def test_a_role_that_is_not_shown_every_row_removes_nothing(document, place):
    left = stored(place, "documents/2026/10/a")
    with visibility.reading(None), pytest.raises(leftovers.NotSafe, match="as the owner"):
        leftovers.remove()
    assert left.exists()


def test_a_file_goes_at_once_when_the_request_that_stored_it_is_taken_back(
    people, place, sign_in, monkeypatch
):
    """After the service was done with it: nothing else would know of the file."""
    with visibility.reading(people.reader("owner")):
        record = make_ocg(people, "owner", "Wharf group", team="unit")

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("pam.forms.views.redirect", fails)
    client = sign_in("owner")
    client.raise_request_exception = False
    sent = {
        "title": "Map",
        "upload": SimpleUploadedFile("map.pdf", b"%PDF-1.4\n%%EOF", "application/pdf"),
        "audience": "all",
    }
    answer = client.post(f"/records/{record.uuid}/document/", sent)
    assert answer.status_code == 500, answer.content.decode()
    assert not Document.objects.exists() and not [path for path in place.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("error", "kept"), [(IntegrityError, False), (OperationalError, True)])
def test_at_a_commit_that_fails_the_file_goes_unless_nobody_can_tell_whether_it_was_kept(
    committed, place, monkeypatch, error, kept
):
    def fails():
        raise error

    storage = Document._meta.get_field("file").storage
    with pytest.raises(error), files.atomic():
        name = storage.save("documents/2026/10/a", ContentFile(b"x"))
        monkeypatch.setattr(connection, "commit", fails)
    monkeypatch.undo()
    assert (place / name).exists() is kept


def test_what_an_inner_block_stored_goes_with_the_outer_one(people, place):
    storage = Document._meta.get_field("file").storage
    with files.atomic():
        with files.atomic():
            storage.save("documents/2026/10/a", ContentFile(b"x"))
        assert (place / "documents/2026/10/a").exists()
        transaction.set_rollback(True)
    assert not (place / "documents/2026/10/a").exists() and not ErasedFile.objects.exists()
