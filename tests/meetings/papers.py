"""Papers for tests: files as a form would have checked them, and minutes and packs that are not printed."""

from contextlib import contextmanager

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings import minutes_document
from meetings.models import AgendaItem
from meetings.packs import document as packs_document
from meetings.papers import services
from pam.access import visibility


def pdf_of(pages=1):
    """The bytes of a plain PDF with so many empty pages."""
    from io import BytesIO

    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(out)
    document.close()
    return out.getvalue()


@contextmanager
def not_printed():
    """The files of minutes and packs are two empty pages: for tests that are not about what is on them."""
    paper = pdf_of(2)

    def render(*given, places=None, **more):
        if places is not None:
            places[""] = 2
        return paper

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minutes_document, "render", render)
        patch.setattr(packs_document, "render", render)
        patch.setattr(packs_document, "_lines", lambda *paper: ([], []))
        yield


def upload(content=None, name="paper.pdf", content_type="application/pdf"):
    """A file as it is kept."""
    return SimpleUploadedFile(name, pdf_of() if content is None else content, content_type)


def add(room, name="plain", *, title="Paper of the wharf canarymeeting", file=None, **more):
    """A paper on an item of the room, by its chair."""
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items[name].pk)
        values = {"upload": file or upload(), "title": title} | more
        if "document" in more:
            values["upload"] = None
        return services.add_paper(actor=room.chair, meeting=room.now(), item=item, **values)


def seen(room, persona):
    """The titles of the papers that a persona sees."""
    from meetings.papers.selectors import papers_of

    reader = room.people.reader(persona)
    with visibility.reading(reader):
        return {one.title for one in papers_of(reader, room.now())}


def _png():
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("L", (20, 30), 255).save(out, "PNG")
    return out.getvalue()


PNG = _png()
