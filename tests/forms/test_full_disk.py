"""A full disk: a sentence beside the file's box, and nothing half done."""

import errno

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pam.forms.views import NOT_STORED
from pam.records.models import Document, Entry
from tests.actions.world import make_ocg


def test_a_full_disk_is_said_beside_the_file_and_keeps_the_words(sign_in, people, monkeypatch):
    def full(storage, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    address = reverse("records:document_add", args=[make_ocg(people).uuid])
    sent = {"title": "Plan of the quay", "audience": "all", "upload": SimpleUploadedFile("a.txt", b"Seen")}
    page = sign_in("owner").post(address, sent)
    form = page.context["form"]
    assert page.status_code == 200 and form["upload"].errors == [NOT_STORED]
    assert form["title"].value() == "Plan of the quay"
    assert not Document.objects.exists() and not Entry.objects.filter(title__contains="quay").exists()
