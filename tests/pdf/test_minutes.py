"""Minutes on paper: both standards, the marking on every page, and nothing that breaks them."""

import dataclasses
import io
import re
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest
from django.test import override_settings
from pypdf.generic import NullObject

from meetings.minutes_document import Attendee, Item, MinutedAction, MinutedDecision, render_minutes
from pam.pdf import render
from pam.pdf.fonts import FILES, FOLDER
from tests.pdf import packs
from tests.pdf.examples import APPROVED_AT, HOSTILE, LONG, long_minutes, short_minutes
from tests.pdf.reading import texts_of
from tests.pdf.verapdf import missing, validate

pytest.importorskip("weasyprint", reason="Pango is missing", exc_type=OSError)


def hostile_minutes():
    """Return minutes whose every text is made to break the page, the file or the checker."""
    return short_minutes(
        title=HOSTILE,
        series=LONG[:1000],
        place=LONG,
        copy_for=HOSTILE,
        handling=HOSTILE,
        attendance=(Attendee(HOSTILE, LONG[:600], HOSTILE), Attendee("محمد", HOSTILE, "", "Apologies")),
        items=(
            Item(
                "1",
                LONG[:600],
                record=HOSTILE,
                notes=f"{HOSTILE}{LONG}\n\n{HOSTILE}",
                decisions=(MinutedDecision("1.1", LONG[:1000], HOSTILE, LONG[:600]),),
                actions=(MinutedAction("ACT", LONG[:600], HOSTILE, status=LONG[:200], strand=HOSTILE),),
            ),
        ),
    )


@pytest.fixture(scope="module")
def short():
    return render_minutes(short_minutes(), created=APPROVED_AT)


@pytest.fixture(scope="module")
def hostile():
    return render_minutes(hostile_minutes(), created=APPROVED_AT)


@pytest.fixture(scope="module")
def long():
    return render_minutes(long_minutes(12), created=APPROVED_AT)


NOTHING_IN_THEM = {"items": (), "attendance": (), "approval": None, "handling": "", "copy_for": ""}
LONG_CONTENTS = {"items": tuple(Item(str(number), LONG[: 200 * number]) for number in (1, 2, 3))}
PACKS = ("hostile pack", "plain pack", "empty pack")
KEPT = ("short", "hostile", "long", "empty", "contents", "world", *PACKS)
BROKEN = ("blank", "text")


@pytest.fixture(scope="module")
def failures(short, hostile, long, world_pdf, tmp_path_factory):
    """{name of a file: the standards that it breaks}, of all minutes and packs: Java is started once."""
    if missing():
        pytest.skip(missing())
    folder = tmp_path_factory.mktemp("files")
    files = {"short": short, "hostile": hostile, "long": long, "world": world_pdf, "text": b"This is no PDF."}
    for name, values in (("empty", NOTHING_IN_THEM), ("contents", LONG_CONTENTS)):
        files[name] = render_minutes(short_minutes(**values), created=APPROVED_AT)
    assert "Contents" in "".join(texts_of(files["contents"]))
    with override_settings(MEDIA_ROOT=str(folder / "media")):
        for name, pack in zip(PACKS, (packs.hostile(), packs.plain(), packs.content()), strict=True):
            files[name] = packs.render(pack)[0]
    for name, content in files.items():
        (folder / f"{name}.pdf").write_bytes(content)
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(folder / "blank.pdf")
    found = {name: {} for name in (*KEPT, *BROKEN)}
    for failure in validate([folder / f"{name}.pdf" for name in found]):
        found[Path(failure.path).stem].setdefault(failure.flavour, []).append(failure)
    return found


@pytest.mark.parametrize("name", KEPT)
def test_minutes_and_packs_short_long_hostile_empty_and_of_many_scripts_pass_both_standards(failures, name):
    assert failures[name] == {}


def test_the_checker_finds_a_file_that_breaks_the_standards(failures):
    assert {name: set(failures[name]) for name in BROKEN} == dict.fromkeys(BROKEN, {"3a", "ua1"})


def test_every_page_carries_marking_handling_copy_and_number(long):
    pages = texts_of(long)
    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        assert page.count("OFFICIAL-SENSITIVE") >= 2, f"page {number}"
        assert "Police and named partners only. Do not forward." in page
        assert "MTG-26-H4WD" in page
        assert "Copy for Northshire Probation Service" in page
        assert f"Page {number} of {len(pages)}" in page


def test_the_marking_is_spoken_first_and_last(short):
    reader = pypdf.PdfReader(io.BytesIO(short))
    text = "".join(texts_of(short))
    in_margins = 2 * len(reader.pages)
    assert text.count("OFFICIAL-SENSITIVE") == in_margins + 3  # first, in the facts, last
    document = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    assert [kid.get_object()["/S"] for kid in document["/K"]] == ["/P", "/Part", "/Part", "/Part", "/P"]


def test_what_is_marked_as_content_is_in_the_structure_and_the_margins_are_not(short):
    reader = pypdf.PdfReader(io.BytesIO(short))
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    spoken = {(numbers[page], mcid) for page, mcid in _content(root["/K"][0].get_object())}
    marked = {
        (number, int(mcid))
        for number, page in enumerate(reader.pages)
        for mcid in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())
    }
    assert marked == spoken
    for elements in root["/ParentTree"]["/Nums"][1::2]:
        if "/S" in elements:  # a link's own
            continue
        assert sum(isinstance(element, NullObject) for element in elements) >= 5  # the lines of the margins


def _content(element):
    """Return the (page object, number) of each piece of content below a structure element."""
    for kid in element["/K"]:
        if isinstance(kid, int):
            yield element.raw_get("/Pg").idnum, kid
        elif kid.get_object().get("/Type") != "/OBJR":  # the rectangle of a link
            yield from _content(kid.get_object())


def test_everything_that_was_recorded_is_printed(short):
    text = " ".join("".join(texts_of(short)).split())
    for expected in (
        "Serious and organised crime board",
        "Sunday 22 November 2026",
        "14:00 to 15:20",
        "Command room 2, Ashvale Central",
        "Piotr Zieliński",
        "Apologies",
        "Decision 1.2",
        "Apply for a partial closure order on 14 Millbrook Court.",
        "Rationale: A full order would make the tenant homeless",
        "Vote: 4 for, 1 against",
        "ACT-2026-00312",
        "Restricted",
        "Part of these minutes is withheld from this copy.",
        "Det Supt Marian Oakes, Chair",
        "23 November 2026, 09:30",
        "End of minutes.",
    ):
        assert expected in text


def test_a_full_copy_says_nothing_of_withholding_and_a_draft_says_so_on_each_page(short):
    full = short_minutes(withheld=False, copy_for="", approval=None)
    pages = texts_of(render_minutes(full, created=APPROVED_AT))
    assert "withheld" not in "".join(pages) and "Copy for" not in "".join(pages)
    assert all("MTG-26-H4WD, draft" in page for page in pages)


@pytest.mark.slow
def test_the_same_minutes_give_the_same_bytes(short):
    assert render_minutes(short_minutes(), created=APPROVED_AT) == short


def test_the_file_describes_itself(short):
    reader = pypdf.PdfReader(io.BytesIO(short))
    assert reader.metadata.title == "Minutes: Serious and organised crime board, 22 November 2026"
    assert reader.metadata.creation_date == APPROVED_AT
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.slow
def test_hostile_text_is_printed_as_text(hostile):
    pages = texts_of(hostile)
    text = " ".join("".join(pages).split())
    assert "<script>alert(1)</script>" in text
    assert "{{ settings.SECRET_KEY }}" in text
    assert "[thumbs up sign]" in text and "张" in text
    assert "root:" not in text
    assert "\u202e" not in text
    assert text.count("x") > 10_000
    assert all("OFFICIAL-SENSITIVE" in page for page in pages)


def test_only_the_bundled_fonts_are_used(hostile):
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(hostile)).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font.get_object()["/BaseFont"].split("+")[1])
    assert {"Liberation-Sans", "Liberation-Sans-Bold", "DejaVu-Sans"} < names
    others = {
        name.replace("-", "") for name in names - {"Liberation-Sans", "Liberation-Sans-Bold", "DejaVu-Sans"}
    }
    assert all(any(path.stem in name for path in FILES) for name in others), others


def test_the_bundled_fonts_are_the_ones_that_were_published():
    listed = dict(reversed(line.split()) for line in (FOLDER / "CHECKSUMS").read_text().splitlines())
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in FILES} == listed


WORLD = short_minutes(
    attendance=tuple(
        Attendee(name, "Guest", f"Agency {number % 3}")
        for number, name in enumerate(
            ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "张伟", "陳大文", "রহিম", "राहुल", "પટેલ", "தமிழ்", "සිංහල", "สมชาย", "አበበ", "김민준")
        )
    ),
    items=(
        Item(
            "1",
            "Scores of राहुल",
            notes="Pasted:\nName\tThreat\tHarm\nA. Nominal\t12\t14\n\n- first\n- second\n1. one\n2. two",
            outcome="Deferred to the next meeting",
            decisions=(
                MinutedDecision("D-7KQ4", "Long. " * 300, "Because."),
                MinutedDecision("D-8KQ4", "More. " * 300, "Because."),
                MinutedDecision("D-9KQ4", "Short", "Why"),
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def world_pdf():
    return render_minutes(WORLD, created=APPROVED_AT)


def test_names_of_many_scripts_are_printed(world_pdf):
    text = "".join(texts_of(world_pdf))
    assert "[U+" not in text and "张伟" in text and "陳大文" in text and "김민준" in text


def test_paragraphs_are_numbered_within_their_item_and_contents_say_the_page_of_each(long):
    pages = texts_of(long)
    text = " ".join(" ".join(pages).split())
    for number in (1, 2):
        assert f"{number}.1 The group's {number} known members" in text
    where = next(n for n, page in enumerate(pages, 1) if "5.1 The group" in " ".join(page.split()))
    front = " ".join(" ".join(pages[:3]).split())
    title = long_minutes(12).items[4].name
    assert re.search(re.escape(title) + r"[ .]*page " + str(where) + r"\b", front)


def test_a_copy_says_who_has_it_and_the_fingerprint_and_a_later_version_what_it_replaces():
    later = dataclasses.replace(
        short_minutes().approval, version="2", replaces="version 1 of 3 December 2026", why="A name."
    )
    changed = short_minutes(
        approval=later, fingerprint="ab" * 32, distribution=(("Probation", "Helen Pryce"),)
    )
    text = " ".join(" ".join(texts_of(render_minutes(changed, created=APPROVED_AT))).split())
    assert "Version 2. It replaces version 1 of 3 December 2026. A name." in text
    assert "ab" * 32 in text.replace(" ", "") and "Probation Helen Pryce" in text


def test_a_long_decision_leaves_no_page_half_empty_and_the_outcome_is_printed(world_pdf):
    pages = [" ".join(page.split()) for page in texts_of(world_pdf)]
    assert any("Decision D-7KQ4" in page and "Decision D-8KQ4" in page for page in pages)
    assert "Outcome: Deferred to the next meeting" in "".join(pages)


def test_a_document_without_marking_is_not_printed():
    with pytest.raises(ValueError, match="protective marking"):
        render("pdf/base.html", {"marking": ""}, title="T", subject="S", created=APPROVED_AT)


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        render(
            "pdf/base.html",
            {"marking": "OFFICIAL"},
            title="T",
            subject="S",
            created=APPROVED_AT.replace(tzinfo=None),
        )
