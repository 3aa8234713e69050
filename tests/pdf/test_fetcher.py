"""A document loads our own static files and nothing else."""

import base64
import socket

import pytest
from django.template import engines

from pam.pdf import engine
from pam.pdf.errors import Refused
from pam.pdf.fetcher import LARGEST_FILE, StaticFetcher, static_file
from tests.pdf.examples import APPROVED_AT
from tests.pdf.reading import text_of

pytest.importorskip("weasyprint", reason="Pango is missing", exc_type=OSError)

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

EVERY_WAY_TO_ASK = """<!doctype html><html lang="en-GB"><head><title>t</title>
<link rel="stylesheet" href="ADDRESS"><link rel="attachment" href="ADDRESS">
<style>@import url(ADDRESS); p { background: url(ADDRESS) } ul { list-style-image: url(ADDRESS) }
@font-face { font-family: x; src: url(ADDRESS) } p::before { content: url(ADDRESS) }</style></head>
<body><p>stands</p><ul><li>list</li></ul><img src="ADDRESS" alt="a"><object data="ADDRESS">o</object>
<embed src="ADDRESS"><a rel="attachment" href="ADDRESS">file</a>
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title><image href="ADDRESS"/>
<use href="ADDRESS#x"/></svg></body></html>"""


@pytest.fixture
def folder(tmp_path, settings):
    """Return a folder of static files with a picture in it; the secret lies beside it."""
    static = tmp_path / "static"
    (static / "css").mkdir(parents=True)
    (static / "picture.png").write_bytes(PIXEL)
    (tmp_path / "secret.png").write_bytes(PIXEL)
    settings.STATICFILES_DIRS = [static, *settings.STATICFILES_DIRS]
    return static


@pytest.fixture(autouse=True)
def fresh_finders():
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    yield
    finders.get_finder.cache_clear()


@pytest.mark.parametrize(
    "address", ["static:picture.png", "/static/picture.png", "static:picture.png?v=1#top"]
)
def test_a_static_file_is_served(folder, address):
    response = StaticFetcher()(address)
    assert response.read() == PIXEL
    assert response.content_type == "image/png"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "file:static/picture.png",
        "/etc/passwd",
        "//127.0.0.1/picture.png",
        "http://127.0.0.1:8000/",
        "https://example.org/picture.png",
        "http://169.254.169.254/latest/meta-data/",
        "ftp://127.0.0.1/picture.png",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "static:../secret.png",
        "static:css/../../secret.png",
        "static:%2e%2e/secret.png",
        "static:..%2fsecret.png",
        "static:css/..\\..\\secret.png",
        "static:/etc/passwd",
        "static://etc/passwd",
        "static:picture.png\0.css",
        "/static/../secret.png",
        "static:",
        "static:css",
        "static:none.png",
        "picture.png",
        "data:text/html,<b>x</b>",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,not base 64!",
        "data:image/png;base64," + "A" * 200_000,
    ],
)
def test_everything_else_is_refused(folder, address, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    fetcher = StaticFetcher()
    with pytest.raises(Refused):
        fetcher(address)
    assert fetcher.refused == [address]


def test_a_symbolic_link_does_not_lead_out(folder):
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (folder / "linked").symlink_to(folder.parent)
    for name in ("link.png", "linked/secret.png"):
        with pytest.raises(Refused):
            static_file(name)


def test_other_types_and_large_files_are_refused(folder):
    (folder / "notes.txt").write_text("secret")
    (folder / "large.png").write_bytes(b"0" * (LARGEST_FILE + 1))
    for name in ("notes.txt", "large.png"):
        with pytest.raises(Refused):
            static_file(name)


def test_a_small_picture_in_the_address_is_served():
    address = "data:image/png;base64," + base64.b64encode(PIXEL).decode()
    assert StaticFetcher()(address).read() == PIXEL


def test_what_is_refused_is_left_out_and_the_document_stands(folder, monkeypatch):
    """Each way that HTML and CSS can ask for a file, pointed at a file with a telling text."""
    secret = folder.parent / "secret.css"
    secret.write_text("body::after { content: 'LEAKED' }")
    address = secret.as_uri()
    template = engines["django"].from_string(EVERY_WAY_TO_ASK.replace("ADDRESS", address))
    monkeypatch.setattr(engine, "render_to_string", lambda name, context: template.render(context))
    monkeypatch.setattr(socket, "socket", None)
    pdf = engine.render("-", {"marking": "OFFICIAL"}, title="t", subject="s", created=APPROVED_AT)
    assert b"/EmbeddedFile" not in pdf
    text = text_of(pdf)
    assert "stands" in text and "LEAKED" not in text
