"""Programs in documents (macros), told by what a document holds and not by the name of a part; and passwords.

Our own on `olefile`: the whole of `oletools` reads the programs too, brings six packages, and says no more to
the one question that is asked here.
"""

import email
import email.policy
import io
import re
import struct
from typing import BinaryIO

import msoffcrypto

from pam.records.archives import OLE, ZIP, Budget, Damaged, TooMuch, members, ole_streams, streams_of

DEEPEST = 3  # documents in documents
_LISTED = re.compile(rb"vnd\.ms-office\.vbaproject|macroenabled|macrosheet", re.IGNORECASE)
_ODF_MODULE = b"http://openoffice.org/2000/script"
_WORKBOOKS, _ATTACHED = ("Workbook", "Book"), "37010102"  # the latter: the bytes of a message's attachment
BOUNDSHEET, FILEPASS, END = 0x85, 0x2F, 0x0A  # records of an old Excel file


def has_macros(file: BinaryIO, budget: Budget | None = None, depth: int = 0) -> bool:
    """Whether a document, or one inside it, holds programs. Raises Damaged or TooMuch for a zipped one."""
    budget = budget or Budget()
    if depth > DEEPEST:
        raise TooMuch
    file.seek(0)
    head = file.read(8)
    try:
        if head.startswith(OLE):
            return _ole_has_macros(file, budget, depth)
        if head.startswith(ZIP):
            return _zip_has_macros(file, budget, depth)
        return False
    finally:
        file.seek(0)


def mail_has_macros(file: BinaryIO) -> bool:
    """Whether a document attached to an e-mail (EML) holds programs. Raises TooMuch."""
    file.seek(0)
    try:
        message = email.message_from_binary_file(file, policy=email.policy.compat32)
        parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    except (ValueError, LookupError, RecursionError):
        raise TooMuch from None
    finally:
        file.seek(0)
    budget = Budget()
    contents = [part for part in parts if isinstance(part, bytes) and part.startswith((OLE, ZIP))]
    return any(_inside(content, budget, 0) for content in contents)


def _zip_has_macros(file, budget, depth):
    for member in members(file, budget):
        listed = _LISTED.search(member.whole.replace(b"\0", b"")) if member.name.endswith(".xml") else None
        if listed or _ODF_MODULE in member.head or b"macrosheet" in member.head[:512].lower():
            return True
        if member.name.lower().startswith("scripts/") and not member.name.endswith("/"):
            return True
        if member.head.startswith((OLE, ZIP)) and _inside(member.whole, budget, depth):
            return True
    return False


def _inside(whole, budget, depth):
    """The same of a document in a document; one that is damaged can't run."""
    try:
        return has_macros(io.BytesIO(whole), budget, depth + 1)
    except Damaged:
        return False


def _ole_has_macros(file, budget, depth):
    streams = ole_streams(file, (*_WORKBOOKS, _ATTACHED))
    for path, content in streams:
        names = [name.lower() for name in path]
        if names[-1] == "_vba_project" or names[-2:] == ["vba", "dir"]:
            return True
        if path[-1] in _WORKBOOKS and _has_macro_sheet(content):
            return True
        if content.startswith((OLE, ZIP)) and _inside(content, budget, depth):
            return True
    return False


def _has_macro_sheet(workbook):
    """Whether an old Excel file lists a sheet of Excel 4 macros ([MS-XLS] 2.4.28, type 1)."""
    place = 0
    while place + 4 <= len(workbook):
        kind, size = struct.unpack_from("<HH", workbook, place)
        if kind in (END, FILEPASS):
            return False
        if kind == BOUNDSHEET and size > 5 and workbook[place + 4 + 5] == 1:
            return True
        place += 4 + size
    return False


def needs_password(file: BinaryIO) -> bool:
    """Whether an Office or OpenDocument file opens with a password alone: what is in it can't be checked."""
    file.seek(0)
    head = file.read(8)
    try:
        if head.startswith(OLE):
            return is_sealed_office(file) or _says_so(file)
        if head.startswith(ZIP):
            manifests = (m for m in members(file, Budget()) if m.name == "META-INF/manifest.xml")
            return any(b"encryption-data" in manifest.whole for manifest in manifests)
        return False
    except (Damaged, TooMuch):
        return False
    finally:
        file.seek(0)


def is_sealed_office(file: BinaryIO) -> bool:
    """Whether an OLE document holds a whole newer Office file (DOCX, XLSX, PPTX) under a password."""
    return ["EncryptedPackage"] in streams_of(file)


def _says_so(file):
    file.seek(0)
    try:
        return bool(msoffcrypto.OfficeFile(file).is_encrypted())
    except Exception:  # no Office file that the library knows, such as a message
        return False
