"""Photos as iPhones and many other phones take them (HEIC), which most computers can't show: made to JPEG."""

import io
from typing import BinaryIO

import pi_heif
from PIL import Image

BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
MOST_PIXELS = 64_000_000  # a phone's best camera takes 50 million
QUALITY = 92


class NotConverted(ValueError):
    """The photo can't be read, or is too large to convert."""


def is_heic(head: bytes) -> bool:
    """Whether a file that begins with `head` is a photo in HEIC."""
    if head[4:8] != b"ftyp":
        return False
    brands = {head[8:12]} | {head[place : place + 4] for place in range(16, min(head[3], 64), 4)}
    return bool(brands & BRANDS)


def as_jpeg(file: BinaryIO) -> bytes:
    """The photo as JPEG, upright, with what the camera wrote into it (when, where). Raises NotConverted."""
    file.seek(0)
    try:
        photo = pi_heif.open_heif(file, convert_hdr_to_8bit=True)
        if photo.size[0] * photo.size[1] > MOST_PIXELS:
            raise NotConverted
        picture: Image.Image = photo.to_pillow()
        out = io.BytesIO()
        more = {name: picture.info[name] for name in ("exif", "icc_profile") if picture.info.get(name)}
        picture.convert("RGB").save(out, "JPEG", quality=QUALITY, **more)
    except NotConverted:
        raise
    except Exception as error:  # whatever the libraries say of bytes that are no photo
        raise NotConverted from error
    finally:
        file.seek(0)
    return out.getvalue()
