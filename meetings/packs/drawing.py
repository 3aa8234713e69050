"""A page of a pack's file as a picture, for the screen. The file is our own: papers are in it as pictures."""

from io import BytesIO
from threading import Lock

from meetings.packs.models import Pack

WIDE = 1100  # pixels of a page on the screen
_drawing = Lock()  # PDFium draws one page at a time


def drawn(pack: Pack, number: int) -> bytes:
    """Page `number` of the file, from 1, as a PNG. Raises OSError if the file is gone."""
    import pypdfium2

    out = BytesIO()
    with _drawing, pack.file.open("rb") as file:
        document = pypdfium2.PdfDocument(file.read())
        leaf = document[number - 1]
        picture = leaf.render(scale=WIDE / max(leaf.get_size()[0], 1.0), may_draw_forms=False).to_pil()
        leaf.close()
        document.close()
    picture.convert("P", colors=64).save(out, "PNG")
    return out.getvalue()
