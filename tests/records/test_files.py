"""Files: what each one is told by, what people really have is taken, and each refusal says what is so."""

import io
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pam.records import archives
from pam.records.filetypes import FileRefused, checked
from pam.records.models import Document, Entry
from tests.records import office
from tests.records.test_documents import add
from tests.records.world import page_text, url

pytestmark = pytest.mark.usefixtures("media")
HEIC = (Path(__file__).parent / "photo.heic").read_bytes()
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def take(name, content):
    """The upload as it is kept. Raises FileRefused."""
    return checked(SimpleUploadedFile(name, content, content_type="text/html"))


def refusal(name, content):
    """The sentence that refuses a file."""
    with pytest.raises(FileRefused) as refused:
        take(name, content)
    return str(refused.value)


# --- What people really have ---


@pytest.mark.parametrize(
    "text",
    [
        b"MZ called at 14:05",
        b"GIF8 is what the note begins with",
        b"PK was there too",
        "Łukasz said “no”".encode(),
        "in old Windows letters: £ é".encode("cp1252"),
        "by Notepad as Unicode".encode("utf-16"),
    ],
)
def test_text_is_text_whatever_it_begins_with(text):
    assert take("note.txt", text).content_type == "text/plain"


@pytest.mark.parametrize("name", ["plan.docx", "plan.xlsx", "plan.pptx"])
def test_an_office_file_with_a_password_is_taken_and_marked(name):
    assert take(name, office.sealed_docx()).needs_password is True


def test_an_office_file_without_a_password_is_not_marked():
    assert take("plan.docx", office.docx()).needs_password is False
    assert take("plan.xls", office.workbook()).needs_password is False


def test_an_opendocument_file_with_a_password_is_marked():
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    content = office.packed({"META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02"})
    assert take("plan.odt", content).needs_password is True


def test_a_page_says_that_a_document_needs_a_password(people, ocg, sign_in):
    client = sign_in("owner")
    assert add(client, ocg, "plan.docx", office.sealed_docx()).status_code == 302
    assert Document.objects.get().needs_password
    assert "Needs a password" in page_text(client.get(ocg.get_absolute_url()))


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "renamed.jpg"])
def test_a_photo_from_a_phone_is_kept_as_jpeg_with_what_the_camera_wrote(name):
    kept = take(name, HEIC)
    picture = Image.open(kept.file)
    assert (picture.format, picture.size) == ("JPEG", (48, 64)), "it stands upright"
    assert picture.getexif()[0x0132] == "2026:05:03 14:05:00"
    assert kept.name == f"{name.rsplit('.')[0]}.jpg" and kept.content_type == "image/jpeg"


def test_the_person_and_the_chronology_are_told_of_the_original(people, ocg, sign_in):
    client = sign_in("owner")
    client.post(url("records:document_add", ocg),
                {"upload": SimpleUploadedFile("IMG_0001.HEIC", HEIC), "audience": "all"})  # fmt: skip
    assert "The photo is kept as JPEG, IMG_0001.jpg" in page_text(client.get(ocg.get_absolute_url()))
    text = Entry.objects.get(title__startswith="Document added").text
    assert "Converted to JPEG from IMG_0001.HEIC" in text and "SHA-256 of the original: " in text


def test_a_photo_that_cannot_be_converted_says_how_to_send_it():
    assert "Most Compatible" in refusal("IMG_0001.heic", HEIC[:300])


# --- Each refusal is true ---


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.docx", JPEG + b"\0", "its name ends in .docx. Change the end of its name to .jpg"),
        ("plan.txt", b"%PDF-1.7", "it is a PDF"),
        ("plan.txt", b"MZ\x90\x00\x03", "it is a program"),
        ("plan.pdf", b"<html><p>", "it is a web page"),
        ("plan.pdf", b"Only words", "it is plain text"),
        ("plan.doc", b"{\\rtf1 words}", "it is a Rich Text (RTF) file"),
        ("plan.doc", office.docx(), "its name ends in .doc. Change the end of its name to .docx"),
        ("plan.docx", office.ole({"WordDocument": b"x"}), "it is an old Word document"),
        ("plan.doc", office.workbook(), "it is an old Excel workbook"),
        ("plan.doc", office.sealed_docx(), "it is an Office file with a password"),
        ("plan.xlsx", office.packed({"a.txt": b"x"}), "it is a ZIP archive"),
        ("plan.docx", b"PK\x03\x04broken\0", "damaged"),
        ("plan.pdf", HEIC, "it is a HEIC photo"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_the_file_is_and_what_to_do(name, content, says):
    assert says in refusal(name, content)


def test_a_document_with_a_broken_part_is_called_damaged():
    content = bytearray(office.docx())
    content[content.index(b"word/document.xml") + 20] ^= 0xFF
    assert "is damaged" in refusal("plan.docx", bytes(content))


# --- Macros by what is in it ---


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/vbaproject.bin", "word/theme.bin", "docProps/x"]
)
def test_macros_are_found_whatever_their_part_is_named(name):
    assert "holds macros" in refusal("plan.docx", office.docx(**{name: office.vba()}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_macros_are_found_where_the_list_of_parts_names_them(encoding):
    listed = office.TYPES.format('<Override ContentType="application/vnd.ms-office.vbaProject"/>').encode(
        encoding
    )
    assert "holds macros" in refusal("plan.docx", office.docx(**{"[Content_Types].xml": listed}))


def test_macros_are_found_in_a_document_inside_a_document():
    inner = office.packed({"xl/workbook.xml": b"<x/>", "xl/any.bin": office.vba()})
    assert "holds macros" in refusal("plan.docx", office.docx(**{"word/embeddings/a.xlsx": inner}))


@pytest.mark.parametrize("name", ["plan.doc", "plan.xls"])
def test_macros_are_found_in_old_documents(name):
    own, folder = ("WordDocument", "Macros") if name.endswith("doc") else ("Workbook", "_VBA_PROJECT_CUR")
    content = office.ole({own: b"\0" * 10, f"{folder}/VBA/_VBA_PROJECT": b"x"})
    assert "holds macros" in refusal(name, content)


def test_macros_of_excel_4_are_found():
    assert take("plan.xls", office.workbook(sheet=0))
    assert "holds macros" in refusal("plan.xls", office.workbook(sheet=1))
    sheet = (
        b'<?xml version="1.0"?><xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    )
    assert "holds macros" in refusal("a.xlsx", office.packed({"xl/workbook.xml": b"<x/>", "xl/s.xml": sheet}))


def test_macros_of_libreoffice_are_found():
    manifest = {"META-INF/manifest.xml": b"<manifest:manifest/>"}
    assert take("plan.odt", office.packed(manifest))
    module = b'<script:module xmlns:script="http://openoffice.org/2000/script">'
    assert "holds macros" in refusal("plan.odt", office.packed(manifest | {"Basic/Standard/a.xml": module}))
    assert "holds macros" in refusal("plan.odt", office.packed(manifest | {"Scripts/python/a.py": b"x"}))


def test_a_message_with_macros_attached_is_told_so():
    message = EmailMessage()
    message.set_content("See attached")
    message.add_attachment(office.docx(), "application", "octet-stream", filename="a.docx")
    assert take("message.eml", bytes(message)).content_type == "message/rfc822"
    message.add_attachment(office.docx(a=office.vba()), "application", "octet-stream", filename="b.docx")
    assert "attached to the selected message" in refusal("message.eml", bytes(message))
    attached = {"__attach_version1.0_#00000000/__substg1.0_37010102": office.docx(a=office.vba())}
    content = office.ole({"__properties_version1.0": b"x"} | attached)
    assert "attached to the selected message" in refusal("message.msg", content)


# --- Unpacked within bounds ---


def test_a_document_that_unpacks_to_far_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000_000)
    monkeypatch.setattr(archives.Budget.__init__, "__defaults__", (1_000_000, archives.MOST_MEMBERS))
    assert take("plan.docx", office.docx(a=b"0" * 500_000))
    assert "unpacks to far more" in refusal("plan.docx", office.docx(a=b"0" * 1_100_000))
    nested = office.packed({f"{n}": b"0" * 300_000 for n in range(2)})
    assert "unpacks to far more" in refusal("plan.docx", office.docx(a=nested, b=nested))


def test_a_document_that_lies_about_its_size_is_refused():
    whole = bytearray(office.packed({"word/document.xml": b"0" * 100_000}))
    small = struct.pack("<L", 10)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = whole.index(signature) + offset
        whole[place : place + 4] = small
    assert "is damaged" in refusal("plan.docx", bytes(whole))


def test_a_document_with_far_too_many_parts_is_refused():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for number in range(archives.MOST_MEMBERS + 1):
            archive.writestr(f"word/{number}", b"")
    assert "unpacks to far more" in refusal("plan.docx", whole.getvalue())


def test_documents_in_documents_end_somewhere():
    inner = office.docx()
    for _ in range(5):
        inner = office.docx(a=inner)
    assert "unpacks to far more" in refusal("plan.docx", inner)


# --- The same file twice ---


def test_the_same_file_twice_is_told_and_both_can_be_kept(people, ocg, sign_in):
    client = sign_in("owner")
    assert add(client, ocg, title="The first plan").status_code == 302
    response = add(client, ocg, "other-name.pdf", title="The second")
    text = page_text(response)
    assert response.status_code == 200 and "same file already: “" in text and "The first plan" in text
    assert "Keep both" in text and Document.objects.count() == 1
    both = {
        "upload": SimpleUploadedFile("again.pdf", b"%PDF-1.7\n%%EOF\n"),
        "audience": "all",
        "keep_both": "on",
    }
    assert client.post(url("records:document_add", ocg), both).status_code == 302
    assert Document.objects.count() == 2


def test_a_file_that_the_reader_may_not_see_is_not_told_of(people, ocg, sign_in):
    add(sign_in("owner"), ocg, title="Police secret", audience="own")
    from pam.access.levels import Level
    from tests.records.world import share_with

    share_with(people, ocg, level=Level.CONTRIBUTE)
    response = add(sign_in("granted"), ocg, title="Ours")
    assert response.status_code == 302, page_text(response)
