"""Which files may be added to a record, told by their first bytes and not by their name alone."""

import zipfile

from django.conf import settings
from django.template.defaultfilters import filesizeformat

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_office = "application/vnd.openxmlformats-officedocument."
# Ending: (content type, what it begins with; for zipped formats also the folder that it must hold).
# A force that allows others sets DOCUMENT_TYPES in its settings.
DEFAULT_TYPES = {
    "pdf": ("application/pdf", [b"%PDF-"], ""),
    "jpg": ("image/jpeg", [b"\xff\xd8\xff"], ""),
    "jpeg": ("image/jpeg", [b"\xff\xd8\xff"], ""),
    "png": ("image/png", [b"\x89PNG\r\n\x1a\n"], ""),
    "docx": (f"{_office}wordprocessingml.document", [ZIP], "word/"),
    "xlsx": (f"{_office}spreadsheetml.sheet", [ZIP], "xl/"),
    "pptx": (f"{_office}presentationml.presentation", [ZIP], "ppt/"),
    "odt": ("application/vnd.oasis.opendocument.text", [ZIP], "META-INF/"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", [ZIP], "META-INF/"),
    "doc": ("application/msword", [OLE], ""),
    "xls": ("application/vnd.ms-excel", [OLE], ""),
    "msg": ("application/vnd.ms-outlook", [OLE], ""),
    "txt": ("text/plain", [], ""),
    "csv": ("text/csv", [], ""),
    "eml": ("message/rfc822", [], ""),
}


class FileRefused(ValueError):
    """The file can't be taken; the message is for the person."""


def types():
    """The allowed file types: {ending: (content type, [first bytes], folder in a zipped format)}."""
    return getattr(settings, "DOCUMENT_TYPES", DEFAULT_TYPES)


def kinds_in_words():
    """ "PDF, JPG … Up to 20 MB.": for the help beside the input."""
    names = sorted({ending.upper() for ending in types()})
    return f"{', '.join(names)}. Up to {filesizeformat(settings.MAX_DOCUMENT_BYTES)}."


def type_of(upload):
    """The content type of an uploaded file, as its bytes say.

    Raises FileRefused for an empty or too big file, an ending that isn't allowed, and a file that is not what
    its ending says.
    """
    ending = upload.name.rsplit(".", 1)[-1].lower() if "." in upload.name else ""
    if not upload.size:
        raise FileRefused("The selected file is empty")
    if upload.size > settings.MAX_DOCUMENT_BYTES:
        raise FileRefused(
            f"The selected file must be smaller than {filesizeformat(settings.MAX_DOCUMENT_BYTES)}"
        )
    if ending not in types():
        raise FileRefused(
            f"The selected file must be one of these kinds: {', '.join(sorted(types())).upper()}"
        )
    content_type, beginnings, folder = types()[ending]
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    is_right = any(head.startswith(b) for b in beginnings) if beginnings else _is_text(head)
    if is_right and folder:
        is_right = _holds(upload, folder)
    if not is_right:
        raise FileRefused(
            f"The selected file is not what its name says: it is no {ending.upper()} file, or it is damaged"
        )
    return content_type


def _is_text(head):
    return b"\x00" not in head and not head.startswith((b"%PDF-", ZIP, OLE, b"MZ", b"\x7fELF"))


def _holds(upload, folder):
    """Whether a zipped document holds `folder`, and no macros."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        upload.seek(0)
    return any(n.startswith(folder) for n in names) and not any(n.endswith("vbaProject.bin") for n in names)
