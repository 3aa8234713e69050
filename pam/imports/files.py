"""The file of an import: what is taken, and how it is kept until the import is over.

It is sealed: a copy of the disk alone, or of a backup, tells nothing of it. Nobody downloads it again.
"""

import base64
import hashlib
from typing import BinaryIO

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from pam.records import filetypes, macros
from pam.records.archives import OLE, ZIP, Damaged
from pam.records.filetypes import FileRefused

ENDINGS = ("xlsx", "csv")
SAVE_AS = (
    "Open it, choose “Save as” and the type “Excel workbook (.xlsx)” or “CSV UTF-8”, and select that file"
)
OTHERS = {
    "xls": f"This is a file of an old Excel (.xls). {SAVE_AS}",
    "xlsm": f"This workbook can hold macros (a small program), which pam does not take. {SAVE_AS}",
    "xlsb": f"This is a binary workbook (.xlsb). {SAVE_AS}",
    "ods": f"This is an OpenDocument spreadsheet (.ods). {SAVE_AS}",
    "numbers": f"This is a Numbers spreadsheet. {SAVE_AS}",
    "tsv": "Save it as CSV, or change the end of its name to .csv: tabs between the columns are understood",
    "txt": "Change the end of its name to .csv: commas, semicolons and tabs between the columns are "
    "understood",
    "pdf": "A PDF has no columns to read. Ask for the spreadsheet that it was made from",
}


PASSWORD = "The selected file has a password. Open it, save a copy without the password, and select the copy"
HTML = (b"<html", b"<!doctype", b"<table", b"<?xml version")


def _cipher():
    key = hashlib.sha256(b"pam.imports" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def require_table(upload: UploadedFile) -> UploadedFile:
    """`upload`, if it can be a table. Raises FileRefused with one sentence for anything else: another kind
    of file, one that is not what its name says, that is damaged, has a password or macros, or unpacks to too
    much.
    """
    name = upload.name or ""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in OTHERS:
        raise FileRefused(OTHERS[ending])
    if ending not in ENDINGS:
        raise FileRefused("The selected file must be an Excel workbook (.xlsx) or a CSV file (.csv)")
    filetypes.require_size(upload)
    if said := _misnamed(upload, ending):
        raise FileRefused(said)
    if ending == "xlsx":
        upload = filetypes.checked(upload)
        if upload.needs_password:
            raise FileRefused(PASSWORD)
    return upload


def _misnamed(upload, ending):
    """What to do with a file that is not what its name says; "" if it may be."""
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return OTHERS["pdf"]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(HTML):
        return f"This is a web page under the name of a spreadsheet. {SAVE_AS}"
    if head.startswith(OLE):
        try:
            return PASSWORD if macros.is_sealed_office(upload.file) else OTHERS["xls"]
        except Damaged:
            return OTHERS["xls"]
    if ending == "csv" and head.startswith(ZIP):
        return "This is no CSV file. If it is an Excel workbook, change the end of its name to .xlsx"
    if ending == "xlsx" and not head.startswith(ZIP):
        return "This is no Excel workbook. If it is a table in a text, change the end of its name to .csv"
    return ""


def sealed(upload: UploadedFile) -> ContentFile:
    """What is stored of an upload."""
    upload.seek(0)
    return ContentFile(_cipher().encrypt(upload.read()))


def opened(file: BinaryIO) -> bytes:
    """The file behind what is stored. Raises FileRefused if it was sealed with another key."""
    try:
        return _cipher().decrypt(file.read())
    except InvalidToken:
        raise FileRefused("The file can no longer be opened. Begin the import again") from None
