"""What documents say is searched: read by a confined process, seen by who may see the document."""

import io
import subprocess
import sys
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from pam.access import visibility
from pam.db.scanned import Scan
from pam.records import services, text_child, texts
from pam.records.models import Document, DocumentText
from pam.records.tasks import read_documents
from tests.records.test_documents import add
from tests.records.world import group, page_text, share_with, url

pytestmark = pytest.mark.usefixtures("media")
State = DocumentText.State
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'


def pdf(text):
    """A PDF of one page that says `text`."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(whole)
    whole += b"xref\n0 6\n0000000000 65535 f \n" + table
    return whole + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def docx(body, name="word/document.xml"):
    """A Word document with this XML."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, body)
    return whole.getvalue()


RUN = "<w:r><w:t>{}</w:t></w:r>"
PARAGRAPH = f"<w:p>{RUN}{RUN}</w:p><w:p>{RUN}</w:p>".format("Behind the old can", "nery", "on Fridays")


def read(content, ending, **more):
    return texts.text_of(ContentFile(content), ending, **more)


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("pdf", pdf("Behind the old cannery on Fridays")),
        ("docx", docx(WORD.format(PARAGRAPH))),
        ("txt", b"Behind the old cannery on Fridays"),
        ("txt", "Behind the old cannery on Fridays".encode("utf-16")),
        ("csv", b"Behind the old,cannery\non Fridays \x9c"),
    ],
)
def test_the_text_of_a_file_is_read(ending, content):
    words = read(content, ending).replace(",", " ").split()
    assert words[:6] == ["Behind", "the", "old", "cannery", "on", "Fridays"]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]>"
)


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("pdf", b"%PDF-1.7\nnothing of the kind"),
        ("pdf", pdf("x")[:200]),
        ("pdf", b""),
        ("docx", b"PK\x03\x04 broken"),
        ("docx", docx("<w:document>not closed")),
        ("docx", docx(BOMB + "<x>&i;</x>")),
        ("docx", docx('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>')),
    ],
)
def test_a_broken_or_hostile_file_is_refused_and_harms_nobody(ending, content):
    with pytest.raises(ValueError, match="ended with"):
        read(content, ending)


@pytest.mark.slow
def test_a_file_that_unpacks_to_too_much_is_read_no_further():
    huge = docx(WORD.format("<w:t>" + " " * (text_child.MOST_PART + 10) + "</w:t>"))
    assert len(huge) < 200_000
    with pytest.raises(ValueError, match="ended with"):
        read(huge, "docx")


def a_gigabyte():
    """A gigabyte of noughts, packed: one block of them, again and again, under its sum (RFC 1950: Adler-32,
    which is worked out where all bytes are the same).
    """
    block, packer, size, nought = b"0" * 2**20, zlib.compressobj(9, zlib.DEFLATED, -15), 2**30, ord("0")
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    total = (size + nought * size * (size + 1) // 2) % 65521 << 16 | (1 + nought * size) % 65521
    return b"\x78\xda" + piece * 2**10 + packer.flush() + total.to_bytes(4, "big")


def test_what_is_packed_for_these_tests_is_a_stream_like_any_other():
    found, whole = zlib.decompressobj(), a_gigabyte()
    assert found.decompress(whole, 2**20) == b"0" * 2**20


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_too_much_ends_its_process_alone():
    packed = a_gigabyte()
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    whole = pdf("x")
    with pytest.raises(ValueError, match="ended with"):
        text = read(
            whole.replace(b"<</Length 34>>stream\nBT /F1 12 Tf 20 100 Td (x) Tj ET\nendstream", stream), "pdf"
        )
        assert len(text) <= text_child.MOST_SIGNS
        raise ValueError("read, and ended with little")


def test_one_that_takes_too_long_is_ended():
    with pytest.raises(ValueError, match="ended with -9"):
        read(pdf("x"), "pdf", seconds=0.001)


def test_the_text_is_cut_where_it_is_longer_than_is_searched():
    assert len(read(b"wharf " * 100_000, "txt")) == text_child.MOST_SIGNS


def test_the_process_that_reads_can_write_no_file_and_has_no_environment():
    program = f"""
import sys
sys.path.insert(0, {str(texts.CHILD.parent)!r})
import confining, text_child, os, resource
confining.confine(seconds=text_child.SECONDS, memory=text_child.MEMORY, files=16)
print(sorted(os.environ), resource.getrlimit(resource.RLIMIT_AS)[0])
try:
    with open("/tmp/pam-child-wrote", "w") as file:
        file.write("x")
except OSError:
    print("refused")
"""
    given = [sys.executable, "-I", "-B", "-c", program]
    done = subprocess.run(given, env={}, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [f"['LC_CTYPE'] {text_child.MEMORY}", "refused"], done.stderr


def added(client, record, content=None, name="plan.pdf", **more):
    assert (
        add(client, record, name=name, content=content or pdf("Behind the old cannery"), **more).status_code
        == 302
    )
    return Document.objects.latest("pk")


def found(client, words):
    return page_text(client.get(reverse("search:results"), {"q": words}))


def test_a_document_is_found_by_what_it_says_and_by_its_title(people, ocg, sign_in):
    document = added(sign_in("owner"), ocg)
    assert "Behind the old" not in found(sign_in("owner"), "cannery")
    assert read_documents() == 1 and read_documents() == 0
    assert document.reading.state == State.READ
    page = found(sign_in("owner"), "cannery")
    assert "The plan" in page and "Behind the old cannery" in page
    assert "The plan" in found(sign_in("owner"), "plan")


def test_only_who_may_see_the_document_finds_what_it_says(people, sign_in):
    record = group(people, "Harbour group")
    share_with(people, record)
    added(sign_in("owner"), record, title="For us", audience="own")
    read_documents()
    assert "For us" in found(sign_in("owner"), "cannery")
    for persona in ("granted", "colleague", "other_force", "low_clearance"):
        assert "For us" not in found(sign_in(persona), "cannery")


def test_what_a_document_says_follows_the_agencies_that_it_is_for(people, sign_in):
    record = group(people, "Harbour group")
    share_with(people, record)
    document = added(sign_in("owner"), record)
    read_documents()
    assert "The plan" in found(sign_in("granted"), "cannery")
    actor = people.reader("owner")
    with visibility.reading(actor):
        document.agencies = [people.agencies["police"].pk]
        services.save_part(actor=actor, part=document, version=document.version)
    assert "The plan" not in found(sign_in("granted"), "cannery")
    assert "The plan" in found(sign_in("owner"), "cannery")


def test_a_file_that_can_not_be_read_says_so_and_can_still_be_had(people, ocg, sign_in):
    document = added(sign_in("owner"), ocg, content=b"%PDF-1.7\n%%EOF\n")
    assert read_documents() == 1
    assert DocumentText.objects.get().state == State.UNREADABLE
    assert "Its text could not be read" in page_text(sign_in("owner").get(ocg.get_absolute_url()))
    assert sign_in("owner").get(url("records:document", document)).status_code == 200
    assert "The plan" in found(sign_in("owner"), "plan")


@pytest.mark.parametrize("scan", [Scan.WAITING, Scan.INFECTED])
def test_what_the_virus_scanner_has_not_let_through_is_not_read(people, ocg, sign_in, scan):
    added(sign_in("owner"), ocg)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_document SET scan = %s", [scan])
    assert read_documents() == 0


def test_the_text_goes_with_its_document(people, ocg, sign_in):
    document = added(sign_in("owner"), ocg)
    read_documents()
    document.delete()
    assert not DocumentText.objects.exists()
