"""Files: what may be added, and who may have them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pam.audit.models import LogEntry
from pam.records.models import Document
from tests.records.world import page_text, url

PDF = b"%PDF-1.7\n%%EOF\n"
pytestmark = pytest.mark.usefixtures("media")


def add(client, ocg, name="plan.pdf", content=PDF, title="The plan", audience="all"):
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(
        url("records:document_add", ocg), {"upload": upload, "title": title, "audience": audience}
    )


def zipped(*names):
    """A zipped document that holds these files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return whole.getvalue()


def test_a_document_comes_back_as_it_went_in_and_never_as_a_page(people, ocg, sign_in, media):
    client = sign_in("owner")
    assert add(client, ocg).status_code == 302
    document = Document.objects.get()
    assert (document.content_type, document.size) == ("application/pdf", len(PDF))
    assert "plan" not in document.file.name
    response = client.get(url("records:document", document))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert (
        response["Cache-Control"] == "private, no-store" and response["X-Content-Type-Options"] == "nosniff"
    )


def test_a_download_is_a_consultation_at_home_and_a_disclosure_for_a_partner(people, ocg, sign_in):
    add(sign_in("owner"), ocg)
    document = Document.objects.get()
    for persona in ("owner", "granted"):
        assert sign_in(persona).get(url("records:document", document)).status_code == 200
    rows = (
        LogEntry.objects.filter(operation="download")
        .order_by("pk")
        .values_list("verb", "recipient", "records")
    )
    assert list(rows) == [
        ("consultation", "", [ocg.pk]),
        ("disclosure", "Northshire Probation Service", [ocg.pk]),
    ]


def test_a_document_for_our_agency_only_is_absent_for_a_partner(people, ocg, sign_in):
    add(sign_in("owner"), ocg, title="Police secret", audience="own")
    document = Document.objects.get()
    assert sign_in("owner").get(url("records:document", document)).status_code == 200
    assert sign_in("granted").get(url("records:document", document)).status_code == 404
    assert "Police secret" not in page_text(sign_in("granted").get(ocg.get_absolute_url()))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.pdf", b"", "is empty"),
        ("plan.pdf", b"<html>", "not what its name says"),
        ("plan.exe", b"MZ", "one of these kinds"),
        ("plan", PDF, "one of these kinds"),
        ("plan.txt", b"MZ\x90\x00", "not what its name says"),
        ("plan.docx", b"PK\x03\x04broken\0", "is damaged"),
        ("plan.docx", zipped("xl/workbook.xml"), "not what its name says"),
        ("plan.jpg", PDF, "not what its name says"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(people, ocg, sign_in, media, name, content, says):
    response = add(sign_in("owner"), ocg, name, content, title="My own title")
    assert response.status_code == 200 and says in page_text(response)
    assert "My own title" in response.content.decode(), "what was typed is gone"
    assert not Document.objects.exists() and not [p for p in media.rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", zipped("word/document.xml")),
        ("a.txt", b"Words"),
        ("a.PNG", b"\x89PNG\r\n\x1a\nrest"),
        ("a.csv", b"a,b"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(people, ocg, sign_in, name, content):
    assert add(sign_in("owner"), ocg, name, content).status_code == 302


def test_a_file_that_is_too_big_is_refused(people, ocg, sign_in, settings):
    settings.MAX_DOCUMENT_BYTES = 20
    assert "must be smaller than 20" in page_text(add(sign_in("owner"), ocg, content=PDF + b"x" * 20))


def test_the_kinds_of_files_are_a_setting(people, ocg, sign_in, settings):
    settings.DOCUMENT_TYPES = {"log": ("text/plain", [], "")}
    assert add(sign_in("owner"), ocg, "a.log", b"Words").status_code == 302
    assert "one of these kinds: LOG" in page_text(add(sign_in("owner"), ocg))
