"""What a document may load: our own static files, and nothing else.

The engine's own fetcher reads any file of the server and follows any address, so one image tag in a name
would be enough to print a secret or to call out. This one knows no network and no path that it didn't find
through Django's static files finders.
"""

import logging
from base64 import b64decode
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from pam.pdf.errors import Refused

logger = logging.getLogger(__name__)

TYPES = {".css": "text/css", ".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
LARGEST_FILE = 5_000_000
LARGEST_DATA = 100_000
PICTURES = {b"\x89PNG": "image/png", b"RIFF": "image/webp", b"\xff\xd8\xff": "image/jpeg"}
DATA_TYPES = ("data:image/png;base64,", "data:image/jpeg;base64,")


def static_file(name):
    """Return the real path of the static file `name` ("css/pdf.css").

    Raises `Refused` if there is none, or if it lies outside the static folders once every symbolic link and
    `..` is followed.
    """
    try:
        found = finders.find(name)
    except (SuspiciousFileOperation, ValueError) as error:
        raise Refused(f"{name!r} points outside the static files.") from error
    if not found:
        raise Refused(f"There is no static file {name!r}.")
    path = Path(found).resolve(strict=True)
    if not any(path.is_relative_to(root) for root in static_roots()):
        raise Refused(f"{name!r} leads outside the static files.")
    if path.suffix not in TYPES or not path.is_file() or path.stat().st_size > LARGEST_FILE:
        raise Refused(f"{name!r} is not a stylesheet or picture of acceptable size.")
    return path


def static_roots():
    """Return the real folders that the static files finders look in."""
    return [
        Path(storage.location).resolve()
        for finder in finders.get_finders()
        for storage in getattr(finder, "storages", {}).values()
    ]


class StaticFetcher:
    """Answers WeasyPrint's requests; whatever it refuses is left out of the document.

    Takes `static:css/x.css`, a path below STATIC_URL, small pictures written out as `data:`, and those of
    `pictures` ({name: bytes}) as `picture:name`. `refused` lists what it didn't serve.
    """

    _fail_on_errors = False  # read by WeasyPrint: a refusal leaves the picture out and the text stays

    def __init__(self, pictures=None):
        self.refused, self.pictures = [], pictures or {}

    def __call__(self, url):
        try:
            if url.startswith("picture:"):
                return self._picture(url)
            return self._data(url) if url.lower().startswith("data:") else self._static(url)
        except Refused as reason:
            self.refused.append(url)
            logger.warning("Left out of a PDF: %s", reason)
            raise

    def _static(self, url):
        from weasyprint.urls import URLFetcherResponse

        path = static_file(static_name(url))
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})

    def _picture(self, url):
        from weasyprint.urls import URLFetcherResponse

        picture = self.pictures.get(url.removeprefix("picture:"))
        kind = next(
            (kind for begins, kind in PICTURES.items() if picture and picture.startswith(begins)), None
        )
        if kind is None:
            raise Refused(f"{url[:200]!r} is none of the pictures of this document.")
        return URLFetcherResponse(url, picture, {"Content-Type": kind})

    def _data(self, url):
        from weasyprint.urls import URLFetcherResponse

        header = next((known for known in DATA_TYPES if url.startswith(known)), None)
        if header is None or len(url) > LARGEST_DATA:
            raise Refused("A data: address that is not a small PNG or JPEG picture.")
        try:
            body = b64decode(unquote(url[len(header) :]), validate=True)
        except ValueError as error:
            raise Refused("A data: address that cannot be read.") from error
        return URLFetcherResponse(url, body, {"Content-Type": header[5:].split(";")[0]})


def static_name(url):
    """Return the name below the static folders that `url` means. Raises `Refused` for every other address."""
    for prefix in ("static:", settings.STATIC_URL):
        if url.startswith(prefix):
            name = unquote(url.removeprefix(prefix)).split("?")[0].split("#")[0]
            if not name or "\0" in name or "\\" in name or name.startswith("/") or ".." in name.split("/"):
                raise Refused(f"{url[:200]!r} is not the name of a static file.")
            return name
    raise Refused(f"{url[:200]!r} is not a static file of ours.")
