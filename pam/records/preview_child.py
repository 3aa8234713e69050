"""The pages of one file as pictures, made in a process of its own:
`python -I -B preview_child.py KIND < file`.

Started by `previews.py` for files of strangers, which may be made to do harm: before a byte of one is looked
at the process gives away what it could do harm with, and it can open no other file from then on. It writes
how many pages there are, then a small picture of the first and each page, each after its length; it ends
with 0, or with anything else. Nothing else of a file is kept: no script, link, form or camera data.
"""

import io
import struct
import sys
from pathlib import Path

SECONDS, MEMORY = 60, 1024 * 2**20
MOST_BYTES = 100 * 2**20  # of a file
MOST_PAGES = 60
MOST_WRITTEN = 40 * 2**20  # bytes of all pictures
MOST_PIXELS = 80_000_000  # of a picture that is added
LONGEST, WIDEST, SMALL = 2200, 1400, 240  # pixels: of a page, and of the small picture


def pages_of_pdf(content):
    """(how many pages, the first of them as pictures, one at a time)."""
    document = pypdfium2.PdfDocument(content)
    count = len(document)

    def drawn():
        for number in range(min(count, MOST_PAGES)):
            page = document[number]
            width, height = (max(side, 1.0) for side in page.get_size())
            scale = min(WIDEST / width, LONGEST / height)
            yield page.render(scale=scale, may_draw_forms=False).to_pil()
            page.close()

    return count, drawn()


def pages_of_picture(content):
    """The same of a photograph: one page, upright."""
    picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    if picture.size[0] * picture.size[1] > MOST_PIXELS:
        sys.exit("too many pixels")
    picture.draft("RGB", (LONGEST, LONGEST))
    return 1, iter([ImageOps.exif_transpose(picture)])


def bare(picture, longest):
    """The picture as it is shown: in RGB, white where it is transparent, at most so long."""
    if picture.mode in {"RGBA", "LA", "P", "PA"}:
        over = picture.convert("RGBA")
        picture = Image.new("RGB", over.size, "white")
        picture.paste(over, mask=over.getchannel("A"))
    else:
        # Another picture of the same points: Pillow writes on what it read with one.
        copied = Image.new("RGB", picture.size)
        copied.paste(picture.convert("RGB"))
        picture = copied
    picture.thumbnail((longest, longest))
    return picture


def packed(picture):
    """The picture as WebP; as PNG if it has no colour, as most pages: a third of the time and of the size."""
    out, (red, green, blue) = io.BytesIO(), picture.split()
    if ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox():
        picture.save(out, "WEBP", quality=80, method=0)
    else:
        red.save(out, "PNG")
    return out.getvalue()


def main(kind):
    """Reads the file from the standard input, writes its pages."""
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        sys.exit("too big")
    count, pages = pages_of_pdf(content) if kind == "pdf" else pages_of_picture(content)
    out, written = sys.stdout.buffer, 0
    out.write(struct.pack(">I", count))
    for number, page in enumerate(pages):
        page = bare(page, LONGEST)
        pictures = [packed(page)]
        if not number:
            pictures.insert(0, packed(bare(page, SMALL)))
        written += sum(map(len, pictures))
        if written > MOST_WRITTEN:
            break
        for picture in pictures:
            out.write(struct.pack(">I", len(picture)) + picture)
    out.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    import confining

    sys.path.pop(0)
    # All that is needed before there are no more files to open.
    from PIL import (
        Image,
        ImageChops,
        ImageOps,
        JpegImagePlugin,  # noqa: F401
        MpoImagePlugin,  # noqa: F401
        PngImagePlugin,  # noqa: F401
        TiffImagePlugin,  # noqa: F401  (what a camera writes into a JPEG)
        WebPImagePlugin,  # noqa: F401
    )

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    for colour in ("red", "white"):
        packed(Image.new("RGB", (1, 1), colour))
    if sys.argv[1] == "pdf":
        import pypdfium2

        pypdfium2.PdfDocument.new().close()
    confining.confine(seconds=SECONDS, memory=MEMORY, files=3)
    main(sys.argv[1])
