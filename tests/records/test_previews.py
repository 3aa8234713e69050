"""Documents are read on the page: their pages are pictures, made by a confined process."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from pam.access import visibility
from pam.audit.models import LogEntry
from pam.records import preview_child, previews
from pam.records.models import Document, DocumentPreview
from pam.records.tasks import make_previews
from tests.records.test_document_texts import pdf
from tests.records.test_documents import add
from tests.records.world import page_text, share_with, url
from tests.world.people import share_with_personas

pytestmark = pytest.mark.usefixtures("media")
State = DocumentPreview.State
NEVER_KEPT = ("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff")


def photograph(size=(3000, 2000), **saved):
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **saved)
    return out.getvalue()


def shown(content, kind, **more):
    """The pages of a file as pictures."""
    pages = previews.pages_of(ContentFile(content), kind, **more)
    return pages.count, [Image.open(io.BytesIO(picture)) for picture in pages.pictures]


def picture_of(client, document, number=1, look=""):
    address = reverse("records:document_picture", args=[document.uuid, number])
    return client.get(address, {"look": look} if look else {})


def look_in(response):
    """The signature in the addresses of the pictures of a page."""
    return response.content.decode().split("?look=")[1].split('"')[0]


@pytest.mark.slow
def test_a_pdf_and_a_photograph_become_pictures_that_carry_nothing_else():
    count, (small, page) = shown(pdf("Behind the cannery"), "pdf")
    assert (count, small.format, page.width) == (1, "PNG", preview_child.WIDEST)
    assert page.convert("L").getextrema()[0] < 100  # there is ink
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (53.0, 1.0, 2.0)}  # where it was taken
    exif[0x0112] = 6  # to be turned
    count, (small, page) = shown(photograph(exif=exif, comment=b"taken at"), "picture")
    assert (count, page.format, max(page.size)) == (1, "WEBP", preview_child.LONGEST)
    assert page.height > page.width and max(small.size) == preview_child.SMALL
    assert not page.getexif() and not page.info.get("comment")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", b"%PDF-1.7\nnothing of the kind"),
        ("pdf", b""),
        ("picture", b"\xff\xd8\xff broken"),
        ("picture", b"GIF89a" + bytes(40)),  # no kind that is taken
        ("picture", photograph((100, 100))[:200]),
    ],
)
def test_a_broken_file_ends_its_process_alone(kind, content):
    with pytest.raises(ValueError, match="ended with"):
        shown(content, kind)


def test_a_picture_of_too_many_points_and_a_process_that_takes_too_long_are_ended():
    out = io.BytesIO()
    Image.new("1", (40_000, 4_000)).save(out, "PNG")
    with pytest.raises(ValueError, match="ended with"):
        shown(out.getvalue(), "picture")
    with pytest.raises(ValueError, match="ended with"):
        shown(pdf("x"), "pdf", seconds=0.001)


def test_the_process_opens_no_file_once_it_looks_at_one(tmp_path):
    script = tmp_path / "child.py"
    source = previews.CHILD.read_text().replace(
        "str(Path(__file__).parent)", repr(str(previews.CHILD.parent))
    )
    script.write_text(source.replace("    main(sys.argv[1])", "    open('/etc/hostname')"))
    with pytest.raises(ValueError, match="ended with"):
        previews.written_by_child(script, "pdf", ContentFile(b""), most=10, seconds=60)


def test_what_the_process_wrote_is_not_trusted(monkeypatch):
    for written in (b"\0\0\0\1\0\0\0\5<html", b"\0\0\0\1\0\0\0\xff\x89PNG", b"\0\0\0\1\0"):
        monkeypatch.setattr(previews, "written_by_child", lambda *args, written=written, **more: written)
        with pytest.raises(ValueError, match="no pictures"):
            previews.pages_of(None, "pdf")


def test_a_document_is_read_page_by_page_and_a_look_is_logged_once(people, ocg, sign_in):
    client = sign_in("owner")
    add(client, ocg, content=pdf("Behind the cannery"), title="Raid plan")
    document = Document.objects.get()
    address = url("records:document_read", document)
    assert "Its pages are being made" in page_text(client.get(address))
    assert make_previews() == 1 and make_previews() == 0
    preview = DocumentPreview.objects.get()
    assert (preview.state, preview.pages, preview.shown, preview.sha256) == (
        "ready",
        1,
        1,
        document.sha256,
    )
    before = LogEntry.objects.count()
    page = client.get(address)
    assert "Page 1 of 1" in page_text(page) and "Raid plan" in page_text(page)
    picture = picture_of(client, document, look=look_in(page))
    assert picture.status_code == 200 and picture["Content-Type"] == "image/png"
    assert all(picture[name] == value for name, value in NEVER_KEPT)
    assert picture["Content-Security-Policy"].startswith("sandbox")
    assert LogEntry.objects.count() == before + 1
    # A picture by itself is a look; so is a page with the address that a list has.
    small = client.get(ocg.get_absolute_url())
    assert LogEntry.objects.count() == before + 2
    assert picture_of(client, document, 0, look_in(small)).status_code == 200
    assert LogEntry.objects.count() == before + 2
    for look in ("", "x", look_in(small)):
        assert picture_of(client, document, look=look).status_code == 200
    assert LogEntry.objects.filter(operation="read document").count() == 5
    assert picture_of(client, document, 2).status_code == 404


def test_a_partners_reading_is_a_disclosure_and_what_is_not_theirs_is_absent(people, ocg, sign_in, settings):
    owner, partner = sign_in("owner"), sign_in("granted")
    add(owner, ocg, content=pdf("Open"), title="Open")
    add(owner, ocg, content=pdf("Ours"), title="Ours", audience="own")
    make_previews()
    ours, open_one = Document.objects.get(title="Ours"), Document.objects.get(title="Open")
    assert partner.get(url("records:document_read", open_one)).status_code == 200
    line = LogEntry.objects.filter(operation="read document").get()
    assert (line.verb, line.recipient) == ("disclosure", "Northshire Probation Service")
    assert partner.get(url("records:document_read", ours)).status_code == 404
    assert picture_of(partner, ours).status_code == 404
    # The second wall alone.
    with visibility.reading(people.reader("granted")), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.WEB_ROLE}"')
        cursor.execute("SELECT document_id FROM records_documentpreview")
        assert cursor.fetchall() == [(open_one.pk,)]
        cursor.execute("RESET ROLE")


def test_what_may_not_be_copied_is_read_on_the_page_alone(people, ocg, sign_in):
    share_with_personas(people, ocg)
    add(sign_in("owner"), ocg, content=pdf("Behind the cannery"), title="Raid plan")
    make_previews()
    document, client = Document.objects.get(), sign_in("narrowed")
    page = client.get(url("records:document_read", document))
    assert "pam-never-print" in page.content.decode() and "Download" not in page_text(page)
    assert picture_of(client, document).status_code == 403
    assert picture_of(client, document, look=look_in(page)).status_code == 200


def test_what_cannot_be_shown_says_why(people, ocg, sign_in, settings):
    client = sign_in("owner")
    add(client, ocg, "notes.txt", b"Behind the cannery", "Notes")
    add(client, ocg, "broken.pdf", b"%PDF-1.7\nbroken", "Broken")
    settings.CLAMD = "/nowhere"
    add(client, ocg, "waits.pdf", pdf("x"), "Waits")
    assert make_previews() == 2
    for title, words in (
        ("Notes", "Only PDFs and pictures can be shown here"),
        ("Broken", "Its pages could not be made"),
    ):
        page = client.get(url("records:document_read", Document.objects.get(title=title)))
        assert words in page_text(page)
    waits = Document.objects.get(title="Waits")
    assert client.get(url("records:document_read", waits)).status_code == 403
    assert picture_of(client, waits).status_code == 403


def test_the_pictures_of_a_document_go_with_its_record(people, ocg, sign_in, media):
    add(sign_in("owner"), ocg, content=pdf("Behind the cannery"))
    make_previews()
    assert DocumentPreview.objects.get().file.name.startswith("previews/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_erasable_rows(%s)", [ocg.pk])
        assert "previews of documents" in str(cursor.fetchone()[0])


def test_a_page_says_the_text_of_its_document_to_who_cannot_see_pictures(people, ocg, sign_in):
    from pam.records.tasks import read_documents

    share_with(people, ocg)
    client = sign_in("owner")
    add(client, ocg, content=pdf("Behind the cannery"))
    make_previews(), read_documents()
    page = page_text(client.get(url("records:document_read", Document.objects.get())))
    assert "Text of the document" in page and "Behind the cannery" in page
