"""What pam carries of others is what it says, and nothing that is only for GOV.UK."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
FOLDERS = [STATIC / "vendor", ROOT / "tests" / "vendor"]


def checksums(folder):
    """The file names and SHA-256 sums that a CHECKSUMS file promises."""
    lines = (folder / "CHECKSUMS").read_text().splitlines()
    return {
        name: total for total, name in (line.split("  ", 1) for line in lines if not line.startswith("#"))
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.parent.name)
def test_every_vendored_file_is_the_one_that_was_checked_in(folder):
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "CHECKSUMS"
    }
    assert found == checksums(folder)


def test_the_versions_are_named():
    names = re.findall(r"^# (\S+) [\d.]+$", (STATIC / "vendor" / "CHECKSUMS").read_text(), re.M)
    assert names == ["govuk-frontend", "@ministryofjustice/frontend", "htmx.org", "cytoscape"]


@pytest.mark.parametrize(
    "word", ["@font-face", "GDS Transport", "crown", "crest", "/assets/", "sourceMappingURL"]
)
def test_nothing_is_left_of_the_identity_of_govuk(word):
    sheets = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"} and "pdf" not in path.stem]
    assert len(sheets) >= 9
    assert [path.name for path in sheets if word in path.read_text()] == []


def test_no_image_or_font_of_govuk_or_the_ministry_is_carried():
    names = [path.name for path in (STATIC / "vendor").rglob("*") if path.is_file()]
    assert [n for n in names if re.search(r"woff|favicon|govuk-icon|logotype|opengraph|apple-touch", n)] == []


def test_every_image_that_a_stylesheet_asks_for_is_there():
    for sheet in STATIC.rglob("*.css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", sheet.read_text()):
            assert (sheet.parent / address).exists(), f"{sheet.name}: {address}"
