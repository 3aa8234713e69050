"""Files that cannot be imported, made in memory, each with what its sentence says."""

import datetime
import io
import struct
import zipfile

import msoffcrypto
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.imports.files import XLSX, csv_file, workbook

HEAD = ["Name", "Tier"]
GOOD = [HEAD, ["Quay Nine", "Tier 1"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def raw(content, name="list.csv"):
    """A file of these bytes."""
    return SimpleUploadedFile(name, content, "text/csv")


def rezipped(change, name="list.xlsx"):
    """A good workbook whose parts, {name: bytes}, went through `change`."""
    good = workbook(("Groups", GOOD)).read()
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return SimpleUploadedFile(name, packed.getvalue(), XLSX)


def _macro(parts):
    types = parts["[Content_Types].xml"]
    parts["xl/vbaProject.bin"] = b"Attribute VB_Name"
    kind = b"application/vnd.ms-office.vbaProject"
    vba = b'<Override PartName="/xl/vbaProject.bin" ContentType="' + kind + b'"/></Types>'
    parts["[Content_Types].xml"] = types.replace(b"</Types>", vba)


def bomb():
    """A workbook whose list says that a sheet unpacks to 600 MB."""
    content = bytearray(workbook(("Groups", GOOD)).read())
    place = content.index(b"xl/worksheets/sheet1.xml", content.index(b"PK\x01\x02")) - 46
    content[place + 24 : place + 28] = struct.pack("<L", 600 * 2**20)
    return SimpleUploadedFile("list.xlsx", bytes(content), XLSX)


def _no_sheet(parts):
    del parts["xl/worksheets/sheet1.xml"]


def _broken_xml(parts):
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:200]


def _not_a_book(parts):
    parts["xl/workbook.xml"] = b"not xml at all"


def encrypted():
    """A workbook under a password."""
    plain, sealed = workbook(("Groups", GOOD)), io.BytesIO()
    msoffcrypto.OfficeFile(plain)  # an OOXML file, as the library sees it
    from msoffcrypto.format.ooxml import OOXMLFile

    OOXMLFile(io.BytesIO(plain.read() if plain.seek(0) == 0 else b"")).encrypt("secret", sealed)
    return SimpleUploadedFile("list.xlsx", sealed.getvalue(), XLSX)


def formulas():
    """A workbook with a formula below its headings."""
    return workbook(("Groups", [HEAD, ["Quay Nine", '=IF(1>0,"Tier 1","")']]))


def merged():
    """A workbook with merged cells among its rows."""
    rows = [HEAD, ["Quay Nine", "Tier 1"], ["Lock Street", None]]
    return workbook(("Groups", rows), change=lambda book: book.active.merge_cells("B2:B3"))


def wide(columns):
    """A workbook of so many columns."""
    return workbook(("Groups", [[f"Column {n}" for n in range(columns)], list(range(columns))]))


def far_cell():
    """A workbook with one cell far out to the right."""
    return workbook(
        ("Groups", GOOD), change=lambda book: book.active.__setitem__(f"{get_column_letter(16384)}2", 1)
    )


def many_sheets():
    """A workbook of sixty sheets."""
    return workbook(*[(f"S{n}", GOOD) for n in range(60)])


def long_cell():
    """A CSV file with a cell of five megabytes."""
    return csv_file([HEAD, ["x" * 5_000_000, "Tier 1"]])


def xlsx_long_cell():
    """A workbook with a cell longer than a cell may be."""
    return workbook(("Groups", [HEAD, ["x" * 25_000, "Tier 1"]]))


# (what it is, how it is made, words of the sentence): refused when the file is chosen; nothing is kept.
UNREADABLE = [
    ("empty file", lambda: raw(b""), "is empty"),
    ("only a byte-order mark", lambda: raw(b"\xef\xbb\xbf"), "has no rows"),
    ("only blank lines", lambda: raw(b"\n\n ,,\n"), "has no rows"),
    ("only headings", lambda: csv_file([HEAD]), "nothing below"),
    ("empty workbook", lambda: workbook(("Groups", [])), "has no rows"),
    ("workbook of headings", lambda: workbook(("Groups", [HEAD])), "nothing below"),
    ("old Excel", lambda: raw(OLE + b"\0" * 600, "list.xls"), "old Excel"),
    ("HTML renamed to xls", lambda: raw(b"<html><table></table></html>", "list.xls"), "old Excel"),
    ("HTML renamed to xlsx", lambda: raw(b"<html><table></table></html>", "list.xlsx"), "web page under"),
    ("HTML renamed to csv", lambda: raw(b"\n <!DOCTYPE html>", "list.csv"), "web page under"),
    ("CSV renamed to xlsx", lambda: raw(b"Name,Tier\nQuay,1\n", "list.xlsx"), "no Excel workbook"),
    ("old Excel renamed to xlsx", lambda: raw(OLE + b"\0" * 600, "list.xlsx"), "old Excel"),
    ("workbook with macros (.xlsm)", lambda: raw(b"PK\x03\x04", "list.xlsm"), "can hold macros"),
    ("macros under .xlsx", lambda: rezipped(_macro), "holds macros"),
    ("binary workbook", lambda: raw(b"PK\x03\x04", "list.xlsb"), "binary workbook"),
    ("OpenDocument", lambda: raw(b"PK\x03\x04", "list.ods"), "OpenDocument"),
    ("Numbers", lambda: raw(b"PK\x03\x04", "list.numbers"), "Numbers"),
    ("PDF", lambda: raw(b"%PDF-1.7", "list.pdf"), "no columns"),
    ("PDF renamed to csv", lambda: raw(b"%PDF-1.7 x", "list.csv"), "no columns to read"),
    ("text", lambda: raw(b"Name\tTier", "list.txt"), ".csv"),
    ("no ending", lambda: raw(b"Name,Tier", "list"), "must be an Excel workbook"),
    ("password", encrypted, "password"),
    ("zip bomb", bomb, "far more than a document"),
    ("cut off", lambda: raw(workbook(("Groups", GOOD)).read()[:900], "list.xlsx"), "damaged"),
    ("sheet is missing", lambda: rezipped(_no_sheet), "damaged"),
    ("sheet is broken", lambda: rezipped(_broken_xml), "damaged"),
    ("no workbook inside", lambda: rezipped(_not_a_book), "damaged"),
    (
        "a ZIP of something else",
        lambda: raw(b"PK\x05\x06" + b"\0" * 18, "list.xlsx"),
        "no Excel workbook",
    ),
    ("NUL in a CSV", lambda: raw(b"Name,Tier\nQuay\0,1\n"), "NUL characters"),
    ("UTF-32", lambda: raw("Name,Tier\nQuay,1".encode("utf-32")), "is in UTF-32"),
    ("broken UTF-16", lambda: raw(b"\xff\xfeN\0a\0m\0\xd8\xd8"), "says that it is in UTF-16"),
    ("Windows-1252 behind a UTF-8 mark", lambda: raw(b"\xef\xbb\xbfName,Tier\nCaf\xe9,1\n"), "line 2 is not"),
    ("bytes that no encoding has", lambda: raw(b"Name,Tier\nQuay \x81\x8d,1\n"), "Line 2 has characters"),
    ("quotation mark left open", lambda: raw(b'Name,Tier\n"Quay,1\nLock,2\n'), "quotation marks"),
    ("cell of 5 MB", long_cell, "far too long"),
    ("long cell in a workbook", xlsx_long_cell, "can have at most 20,000"),
    ("200 columns", lambda: wide(200), "at most 100 columns"),
    ("a cell in the last column", far_cell, "column XFD"),
    ("sixty sheets", many_sheets, "at most 50"),
    ("too many rows", lambda: raw(b"Name,Tier\n" + b"a,1\n" * 200_001), "more than 200,000 rows"),
]

# (what it is, how it is made, words): read, but the sheet cannot be taken as it is.
NOT_MAPPED = [
    ("formulas", formulas, "has formulas, the first in B2"),
    ("merged cells", merged, "merged cells (B2:B3)"),
]

TODAY = datetime.date.today()
# (what it is, field, cell, words): a row that is refused, beside its column.
BAD_CELLS = [
    ("date as a number", "Next review", "46200", "is the number 46200"),
    ("American date", "Next review", "12/31/2027", "the day comes first"),
    ("no date", "Next review", "soon", "which is not a date"),
    ("no real date", "Next review", "31/2/2028", "not a real date"),
    ("past date", "Next review", "1/2/2020", "is in the past"),
    ("error of a spreadsheet", "Summary", "#REF!", "the spreadsheet’s error"),
    ("too long", "Summary", "x" * 20_000 + "y", ""),
    ("no such tier", "Tier", "Platinum", "Tier is “Platinum”"),
    ("empty where needed", "Tier", "", "Tier is empty"),
    ("no such person", "LRO", "Nobody Known", "No person of your agency"),
    ("no such crime", "Crime types", "Piracy", "Types of crime is “Piracy”"),
]
BAD_CELLS = [one for one in BAD_CELLS if one[3]]

# (what it is, how it is made): odd, and taken all the same.
TAKEN = [
    ("semicolons", lambda tier: csv_file([HEAD, ["Quay Nine", tier]], delimiter=";")),
    ("tabs", lambda tier: csv_file([HEAD, ["Quay Nine", tier]], delimiter="\t")),
    ("UTF-16", lambda tier: csv_file([HEAD, ["Quay Nine", tier]], encoding="utf-16")),
    ("UTF-8 with its mark", lambda tier: csv_file([HEAD, ["Quay Nine", tier]], encoding="utf-8-sig")),
    ("Windows-1252", lambda tier: csv_file([HEAD, ["Café Nine", tier]], encoding="cp1252")),
    ("headings twice", lambda tier: csv_file([[*HEAD, "Name"], ["Quay Nine", tier, "x"]])),
    (
        "a title above the headings",
        lambda tier: csv_file([["Groups of 2026"], [], HEAD, ["Quay Nine", tier]]),
    ),
    (
        "a merged title",
        lambda tier: workbook(
            ("Groups", [["Groups of 2026", None], HEAD, ["Quay Nine", tier]]),
            change=lambda book: book.active.merge_cells("A1:B1"),
        ),
    ),
    (
        "a million empty rows",
        lambda tier: workbook(
            ("Groups", [HEAD, ["Quay Nine", tier]]),
            change=lambda book: book.active.__setitem__("A1048576", " "),
        ),
    ),
    ("control characters", lambda tier: raw(f"Name,Tier\n\x07Quay\x1b Nine,{tier}\n".encode())),
    ("what looks like a formula", lambda tier: csv_file([HEAD, ["=HYPERLINK(1)", tier]])),
    (
        "hidden second sheet",
        lambda tier: workbook(("Notes", [["x"], ["y"]]), ("Groups", [HEAD, ["Q", tier]])),
    ),
]


def book_of(cells):
    """A workbook of one row under these headings."""
    book = Workbook()
    book.active.append(list(cells))
    book.active.append(list(cells.values()))
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("list.xlsx", file.getvalue(), XLSX)
