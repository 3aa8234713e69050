"""Photos as iPhones and many other phones take them (HEIC), which most computers can't show: made to JPEG;
and photographs that are added as such: made smaller, without what the camera wrote into them.
"""

import io
from typing import BinaryIO

import pi_heif
from PIL import Image, ImageCms, ImageOps

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


LONGEST_SIDE = 2560  # pixels of a photograph that is added as one: sharp on any screen, a tenth of the bytes
QUICK_QUALITY = 85


def without_camera(file: BinaryIO) -> bytes:
    """The photo as JPEG: upright, at most `LONGEST_SIDE` pixels long, and with nothing that the camera wrote
    into it (place, time, camera). Raises NotConverted.
    """
    file.seek(0)
    try:
        picture: Image.Image = Image.open(file)
        if picture.size[0] * picture.size[1] > MOST_PIXELS:
            raise NotConverted
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = _as_screens_show(ImageOps.exif_transpose(picture))
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        # Another picture of the same points: Pillow writes on what it read with one.
        bare = Image.new("RGB", picture.size)
        bare.paste(picture)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=QUICK_QUALITY, optimize=True)
    except NotConverted:
        raise
    except Exception as error:  # whatever the library says of bytes that are no photo
        raise NotConverted from error
    finally:
        file.seek(0)
    return out.getvalue()


def _as_screens_show(picture: Image.Image) -> Image.Image:
    """The picture in sRGB, as a file without a profile is taken for; white where it is transparent."""
    profile = picture.info.get("icc_profile")
    if picture.mode in {"RGBA", "LA", "P"}:
        over = picture.convert("RGBA")
        picture = Image.new("RGB", over.size, "white")
        picture.paste(over, mask=over.getchannel("A"))
    picture = picture.convert("RGB")
    if not profile:
        return picture
    try:
        theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, theirs, ours) or picture
    except ImageCms.PyCMSError:  # a profile of another kind of picture
        return picture
