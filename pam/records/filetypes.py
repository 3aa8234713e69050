"""Which files may be added to a record, told by what they hold and not by their name alone.

Each refusal is a sentence of its own that says what the file is and what to do.
"""

import codecs
import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.template.defaultfilters import filesizeformat

from pam.records import archives, macros, photos
from pam.records.archives import OLE, ZIP

_office = "application/vnd.openxmlformats-officedocument."
# Ending: (content type, what it begins with, what it must hold: a folder of a zipped document, or one of the
# streams of an OLE document). A force that allows others sets DOCUMENT_TYPES in its settings.
DEFAULT_TYPES = {
    "pdf": ("application/pdf", [b"%PDF-"], ""),
    "jpg": ("image/jpeg", [b"\xff\xd8\xff"], ""),
    "jpeg": ("image/jpeg", [b"\xff\xd8\xff"], ""),
    "png": ("image/png", [b"\x89PNG\r\n\x1a\n"], ""),
    "heic": ("image/jpeg", [b"\xff\xd8\xff"], ""),  # converted
    "docx": (f"{_office}wordprocessingml.document", [ZIP], "word/"),
    "xlsx": (f"{_office}spreadsheetml.sheet", [ZIP], "xl/"),
    "pptx": (f"{_office}presentationml.presentation", [ZIP], "ppt/"),
    "odt": ("application/vnd.oasis.opendocument.text", [ZIP], "META-INF/"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", [ZIP], "META-INF/"),
    "doc": ("application/msword", [OLE], "WordDocument"),
    "xls": ("application/vnd.ms-excel", [OLE], "Workbook|Book"),
    "msg": ("application/vnd.ms-outlook", [OLE], "__properties_version1.0"),
    "txt": ("text/plain", [], ""),
    "csv": ("text/csv", [], ""),
    "eml": ("message/rfc822", [], ""),
}
SEALED = {"docx", "xlsx", "pptx"}  # under a password these are OLE documents
# How a file begins: what it is called, and the ending that its name should have ("" where it isn't taken).
BEGINNINGS = (
    (b"%PDF-", "a PDF", "pdf"),
    (b"\xff\xd8\xff", "a JPEG picture", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "png"),
    (b"GIF8", "a GIF picture", ""),
    (b"{\\rtf", "a Rich Text (RTF) file", ""),
    (b"Rar!", "a RAR archive", ""),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ", "a program", ""),
)
PLAIN = (b"%PDF-", b"{\\rtf")  # these may have no byte that text hasn't
FOLDERS = (
    ("word/", "a Word document", "docx"),
    ("xl/", "an Excel workbook", "xlsx"),
    ("ppt/", "a PowerPoint presentation", "pptx"),
    ("META-INF/manifest.xml", "an OpenDocument file", "odt or .ods"),
)
STREAMS = (
    ("EncryptedPackage", "an Office file with a password", "docx, .xlsx or .pptx"),
    ("WordDocument", "an old Word document", "doc"),
    ("Workbook", "an old Excel workbook", "xls"),
    ("Book", "an old Excel workbook", "xls"),
    ("PowerPoint Document", "an old PowerPoint presentation", ""),
    ("__properties_version1.0", "an Outlook message", "msg"),
)
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MACROS = (
    "The selected file holds macros (a small program), which pam does not take. Open it, save a copy without "
    "macros (in Word as .docx, in Excel as .xlsx, in LibreOffice without its Basic modules) and add the copy"
)
ATTACHED_MACROS = (
    "A document attached to the selected message holds macros (a small program), which pam does not take. "
    "Add the message without that attachment"
)
MESSAGES = {"msg", "eml"}


class FileRefused(ValueError):
    """The file can't be taken; the message is for the person."""


class Found(NamedTuple):
    """What a file is: in words, and the ending that its name should have ("" if no such file is taken)."""

    words: str
    ending: str


def types() -> Mapping[str, tuple[str, Sequence[bytes], str]]:
    """The allowed file types: {ending: (content type, [first bytes], what it must hold)}."""
    return getattr(settings, "DOCUMENT_TYPES", DEFAULT_TYPES)


def kinds_in_words() -> str:
    """ "PDF, JPG … Up to 20 MB.": for the help beside the input."""
    names = sorted({ending.upper() for ending in types()})
    photos_too = " HEIC photos are kept as JPEG, so that everyone can open them." if "heic" in types() else ""
    return f"{', '.join(names)}. Up to {filesizeformat(settings.MAX_DOCUMENT_BYTES)}.{photos_too}"


def checked(upload: UploadedFile) -> UploadedFile:
    """`upload` as it is kept: with its true `content_type`, `needs_password` and, for a photo that was
    converted to JPEG, `converted_from` (a sentence about the original).

    Raises FileRefused for an empty or too big file, an ending that isn't allowed, a file that is not what its
    ending says or is damaged, that holds macros, or that unpacks to far more than a document.
    """
    name = upload.name or ""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    require_size(upload)
    if ending not in types():
        raise FileRefused(
            f"The selected file must be one of these kinds: {', '.join(sorted(types())).upper()}"
        )
    head = _head(upload)
    if photos.is_heic(head) and ending in {"heic", "jpg", "jpeg"} and "heic" in types():
        return _converted(upload)
    content_type, beginnings, holds = types()[ending]
    try:
        if not _is(upload, head, ending, beginnings, holds):
            raise FileRefused(_misnamed(upload, head, ending))
        if macros.has_macros(upload.file) or (ending == "eml" and macros.mail_has_macros(upload.file)):
            raise FileRefused(ATTACHED_MACROS if ending in MESSAGES else MACROS)
        upload.needs_password = macros.needs_password(upload.file)
    except archives.TooMuch:
        raise FileRefused(
            "The selected file unpacks to far more than a document holds, which can be an attack. Save it "
            "again from the program that made it, or split it into smaller files"
        ) from None
    except archives.Damaged:
        raise FileRefused(
            f"The selected file is damaged: it cannot be opened as a {ending.upper()} file. Open it in the "
            "program that made it, save it again, and add that"
        ) from None
    finally:
        upload.seek(0)
    upload.content_type = content_type
    return upload


def checked_photo(upload: UploadedFile) -> UploadedFile:
    """`upload`, a photograph, as it is kept: smaller and without what the camera wrote into it;
    `converted_from` says so, with the SHA-256 of the original. Raises FileRefused.
    """
    digest, name = digest_of(upload), (upload.name or "").rsplit(".", 1)[0]
    found = checked(upload)
    if not (found.content_type or "").startswith("image/"):
        words = "The selected file must be a photo: JPG, PNG or HEIC. Add any other file as a document"
        raise FileRefused(words)
    try:
        jpeg = photos.without_camera(found.file)
    except photos.NotConverted:
        raise FileRefused(
            "The selected photo is damaged or too large to be made smaller. Add it as a document instead"
        ) from None
    kept = SimpleUploadedFile(f"{name or 'photo'}.jpg", jpeg, "image/jpeg")
    kept.needs_password = False
    kept.converted_from = (
        "Made smaller, without the place, time and camera that the photo carried. "
        f"SHA-256 of the original: {digest}."
    )
    return kept


def digest_of(upload: UploadedFile) -> str:
    """The SHA-256 of an upload, in hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def require_size(upload: UploadedFile) -> None:
    """Raises FileRefused for an empty file and one that is too big."""
    if not upload.size:
        raise FileRefused("The selected file is empty")
    if upload.size > settings.MAX_DOCUMENT_BYTES:
        raise FileRefused(
            f"The selected file must be smaller than {filesizeformat(settings.MAX_DOCUMENT_BYTES)}"
        )


def _head(upload):
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    return head


def _is(upload, head, ending, beginnings, holds):
    """Whether the file is what `ending` says."""
    if ending in SEALED and head.startswith(OLE):
        return macros.is_sealed_office(upload.file)
    if not beginnings:
        return is_text(upload) and _recognised(upload, head) is None
    if not any(head.startswith(beginning) for beginning in beginnings):
        return False
    if holds and head.startswith(ZIP):
        return any(name.startswith(holds) for name in _names(upload))
    if holds and head.startswith(OLE):
        return bool({path[0] for path in archives.streams_of(upload.file)} & set(holds.split("|")))
    return True


def is_text(upload: UploadedFile) -> bool:
    """Whether the whole file is text, in any script and spelling: only UTF-16 with its mark has NUL bytes."""
    upload.seek(0)
    begins = upload.read(2)
    upload.seek(0)
    try:
        if begins in UTF_16:
            decoder = codecs.getincrementaldecoder("utf-16")()
            return not any("\x00" in decoder.decode(chunk) for chunk in upload.chunks())
        return not any(b"\x00" in chunk for chunk in upload.chunks())
    except UnicodeDecodeError:
        return False
    finally:
        upload.seek(0)


def _names(upload):
    with archives.opened(upload.file) as archive:
        return archive.namelist()


def _recognised(upload, head) -> Found | None:
    """What a file is, whatever its name says; None if that can't be told."""
    words_alone = is_text(upload)  # a note may begin "MZ called at 14:05"
    for beginning, words, ending in BEGINNINGS:
        if head.startswith(beginning) and (not words_alone or beginning in PLAIN):
            return Found(words, ending)
    if words_alone:
        return None
    if photos.is_heic(head):
        return Found("a HEIC photo", "heic")
    return _recognised_document(upload, head) if head.startswith((ZIP, OLE)) else None


def _recognised_document(upload, head):
    try:
        if head.startswith(ZIP):
            names, known, other = _names(upload), FOLDERS, Found("a ZIP archive", "")
        else:
            names, known, other = [p[0] for p in archives.streams_of(upload.file)], STREAMS, None
    except (archives.Damaged, archives.TooMuch):
        return None
    return next((Found(words, e) for n, words, e in known if any(x.startswith(n) for x in names)), other)


def _misnamed(upload, head, ending):
    """The sentence for a file that is not what its ending says."""
    found = _recognised(upload, head)
    if found is None and is_text(upload):
        html = head.lstrip().lower().startswith((b"<html", b"<!doctype html"))
        found = Found("a web page", "") if html else Found("plain text", "txt")
    if found is None:
        return (
            f"The selected file is not what its name says: it is no {ending.upper()} file, or it is damaged. "
            "Open it in the program that made it, save it again, and add that"
        )
    says = (
        f"The selected file is not what its name says: it is {found.words}, and its name ends in .{ending}. "
    )
    if found.ending and found.ending.split(",")[0].split(" ")[0] in types():
        return f"{says}Change the end of its name to .{found.ending} and add it again"
    return f"{says}pam does not take such a file: open it, save it as a PDF (a table as XLSX), and add that"


def _converted(upload):
    """The photo as a JPEG file, under its own name."""
    digest = digest_of(upload)
    try:
        jpeg = photos.as_jpeg(upload.file)
    except photos.NotConverted:
        raise FileRefused(
            "The selected photo is a HEIC file that cannot be converted: it is damaged or too large. "
            "Send it as JPEG instead: on an iPhone choose Settings, Camera, Formats, Most Compatible, or "
            "open the photo on the computer and save it as JPEG"
        ) from None
    kept = SimpleUploadedFile(f"{(upload.name or '').rsplit('.', 1)[0]}.jpg", jpeg, "image/jpeg")
    require_size(kept)
    kept.needs_password = False
    kept.converted_from = (
        f"Converted to JPEG from {upload.name}, so that everyone can open it. "
        f"SHA-256 of the original: {digest}."
    )
    return kept
