"""Adding something from any page, in few taps; and what a photograph is kept as."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from pam.access.levels import Level
from pam.records.models import Document
from pam.records.photos import LONGEST_SIDE, NotConverted, without_camera
from tests.records.world import group, page_text, share_with, url

KINDS = ("records:note", "records:photo_add", "subjects:subject_add", "actions:add")
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder of their own for the files."""
    settings.MEDIA_ROOT = str(tmp_path)


def photo(size=(4000, 3000), kind="JPEG", turned=1):
    """The bytes of a photo with place, camera and orientation."""
    picture, exif, out = Image.new("RGB", size, "teal"), Image.Exif(), io.BytesIO()
    exif[CAMERA], exif[ORIENTATION] = "Lantern 9", turned
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 12.0, 33.0), 3: "W", 4: (1.0, 9.0, 12.0)})
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def linked(page, pattern):
    """The addresses of the page's links that match."""
    found = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', page)]
    return [link for link in found if re.search(pattern, link)]


@pytest.mark.slow
def test_it_takes_three_taps_at_most_from_any_page_to_typing_a_note_photo_person_or_action(people, sign_in):
    record, client = group(people), sign_in("owner")
    client.get(record.get_absolute_url())
    for begin in ("/", reverse("actions:list"), record.get_absolute_url()):
        add = linked(client.get(begin).content.decode(), r"^/add/")[0]  # the first tap
        page = client.get(add).content.decode()
        for name in KINDS:
            assert linked(page, f"^{url(name, record)}$")  # the second
    for name in KINDS:  # and the third, into the first box
        form = client.get(url(name, record))
        assert form.status_code == 200 and '<form method="post"' in form.content.decode()


def test_a_note_is_kept_with_its_photographs_or_not_at_all(people, sign_in):
    record, client = group(people), sign_in("owner")
    photos = [SimpleUploadedFile(f"IMG_{n}.jpg", photo((800, 600)), "image/jpeg") for n in (1, 2)]
    page = client.post(
        url("records:note", record), {"title": "Back door", "photos": photos, "audience": "own"}
    )
    assert page.status_code == 302, page_text(page)
    kept = list(Document.objects.order_by("pk"))
    assert [row.title for row in kept] == ["Back door, 1 of 2", "Back door, 2 of 2"]
    assert {tuple(row.agencies) for row in kept} == {(people.agencies["police"].pk,)}
    with kept[0].file.open() as file:
        raw = file.read()
    assert b"Exif" not in raw and b"Lantern" not in raw
    told = page_text(client.get(url("records:chronology", record)))
    assert "Back door" in told and "Note added with 2 photographs." in told
    sent = {"title": "Words", "photos": SimpleUploadedFile("a.txt", b"only words"), "audience": "all"}
    refused = client.post(url("records:note", record), sent)
    assert "must be a photo" in page_text(refused) and Document.objects.count() == 2
    nothing = client.post(url("records:note", record), {"title": "Words", "audience": "all"})
    assert "Enter the note" in page_text(nothing)


# Seconds of the keystroke-level model (Card, Moran and Newell; taps as in its versions for phones): a tap
# with the aim that it takes, a key on the screen's keyboard, a moment's thought, a wait for a page.
TAP, KEY, THINK, PAGE = 1.2, 0.35, 1.35, 1.0
CAMERA = 3  # taps in the phone's own camera: camera, shutter, use
MOST_TAPS, MOST_SECONDS = 6, 30


def test_a_note_with_a_photograph_takes_six_taps_on_a_phone_and_half_a_minute(people, sign_in):
    """Taps on pam's pages: plus sign, note, its first box, its box for photographs, the button. The rest of
    the form need not be touched: a few words and a photograph are enough.
    """
    record, client, words = group(people), sign_in("owner"), "Blue van behind the unit"
    client.get(record.get_absolute_url())
    page, taps = client.get("/").content.decode(), 0
    for wanted in (r"^/add/", f"^{url('records:note', record)}$"):
        page = client.get(linked(page, wanted)[0]).content.decode()
        taps += 1
    boxes = re.findall(r'<(?:input|textarea)[^>]*\bname="(title|text|photos)"', page)
    assert boxes[0] == "title" and 'accept="image/*"' in page
    sent = {"title": words, "photos": SimpleUploadedFile("IMG_1.jpg", photo((800, 600)), "image/jpeg")}
    sent["audience"] = "all"  # chosen already
    assert re.search(r'<input[^>]*value="all"[^>]*checked', page)
    taps += 3  # the box for the words, the box for photographs, the button
    assert client.post(url("records:note", record), sent).status_code == 302
    assert Document.objects.get().title == words
    seconds = (taps + CAMERA) * TAP + len(words) * KEY + 3 * THINK + 3 * PAGE
    assert taps <= MOST_TAPS and seconds <= MOST_SECONDS, (taps, seconds)


def test_the_record_of_the_page_is_first_then_the_last_ones_opened(people, sign_in):
    first, second, third = group(people, "First"), group(people, "Second"), group(people, "Third")
    client = sign_in("owner")
    for record in (first, second):
        client.get(record.get_absolute_url())
    page = client.get(reverse("add"), {"record": third.uuid}).content.decode()
    found = linked(page, r"/note/$")
    assert found == [url("records:note", record) for record in (third, second, first)]


def test_only_records_are_offered_that_the_reader_may_add_to(people, sign_in):
    viewed, hidden, given = group(people, "Viewed"), group(people, "Hidden"), group(people, "Given")
    share_with(people, viewed)
    share_with(people, given, level=Level.CONTRIBUTE)
    client = sign_in("granted")
    for record in (viewed, given):
        assert client.get(record.get_absolute_url()).status_code == 200
    for here in (viewed.uuid, hidden.uuid, "no-uuid"):
        page = client.get(reverse("add"), {"record": here}).content.decode()
        assert linked(page, r"/note/$") == [url("records:note", given)], here
        assert "Viewed" not in page and "Hidden" not in page


def test_a_photograph_is_kept_small_upright_and_without_place_time_and_camera(people, sign_in):
    record, client = group(people), sign_in("owner")
    upload = SimpleUploadedFile("IMG_1.jpg", photo(turned=6), "image/jpeg")
    sent = {"upload": upload, "title": "Back door", "audience": "all"}
    page = client.post(url("records:photo_add", record), sent)
    assert page.status_code == 302, page_text(page)
    kept = Document.objects.get()
    with kept.file.open() as file:
        raw = file.read()
    picture = Image.open(io.BytesIO(raw))
    assert picture.size == (1920, LONGEST_SIDE), "turned upright"
    assert not dict(picture.getexif()) and b"Exif" not in raw and b"Lantern" not in raw
    assert (kept.title, kept.name, kept.content_type) == ("Back door", "IMG_1.jpg", "image/jpeg")
    assert "SHA-256 of the original" in page_text(client.get(url("records:chronology", record)))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_the_camera_wrote_goes_out_of_every_kind_of_picture(kind):
    raw = without_camera(io.BytesIO(photo((600, 400), kind)))
    assert Image.open(io.BytesIO(raw)).size == (600, 400) and b"Lantern" not in raw and b"Exif" not in raw


def test_a_picture_that_lets_through_is_white_there():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(without_camera(out))).getpixel((5, 5)) == (255, 255, 255)


def test_bytes_that_are_no_photo_and_a_file_that_is_none_are_refused(people, sign_in):
    with pytest.raises(NotConverted):
        without_camera(io.BytesIO(b"\xff\xd8\xff broken"))
    upload = SimpleUploadedFile("a.txt", b"only words", "text/plain")
    sent = {"upload": upload, "title": "Words", "audience": "all"}
    page = sign_in("owner").post(url("records:photo_add", group(people)), sent)
    assert "must be a photo" in page_text(page) and not Document.objects.exists()
