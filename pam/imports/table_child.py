"""A table of strangers, read in a process of its own: `python -I -B table_child.py xlsx|csv SHEET < file >
lines`.

Writes JSON, one value a line. Without a sheet ("-") a line {"sheets": […]} of what there is to choose from;
with one (its place from 0) a line [number of the row, [cells as texts]] for each row that is not empty,
then {"end": rows}. What can't be taken is {"refused": sentence}: the sentence is for the person. Before a
byte is looked at the process gives away what it could do harm with (`pam/records/confining.py`). It knows
nothing of pam.
"""

import csv
import datetime
import io
import json
import re
import sys
import zipfile
from pathlib import Path

SECONDS, MEMORY = 60, 1536 * 2**20
MOST_BYTES = 100 * 2**20
MOST_PART = 400 * 2**20  # of one sheet, unpacked
MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_CELL = 20_000  # signs
MOST_SHEETS = 50
HEAD = 25  # rows that are shown before the columns are mapped
BLANK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b\u2060]")
FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3}[0-9]+)"[^>]*>(?:\s*)<(?:\w+:)?f[\s>/]')


class Refusal(Exception):
    """Why a file can't be taken, as a sentence."""


def say(value):
    """Writes one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def text_of(cell):
    """A cell as text: numbers without a needless ".0", days as 2026-11-22, no control characters."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return BLANK.sub("", str(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()


def column_name(number):
    """ "A", "AB": what a spreadsheet calls the column with this number from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def clean(number, cells):
    """The texts of a row, without empty ones at its end. Raises Refusal for too many or too long ones."""
    if cells.count("") == len(cells):  # Excel keeps a million of these where one far cell was touched
        return []
    texts = [text_of(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > MOST_COLUMNS:
        raise Refusal(
            f"Row {number} goes on to column {column_name(len(texts) - 1)}. A table has at most "
            f"{MOST_COLUMNS} "
            "columns: delete those that you do not need"
        )
    for place, text in enumerate(texts):
        if len(text) > MOST_CELL:
            raise Refusal(
                f"Cell {column_name(place)}{number} has {len(text):,} characters. "
                f"A cell can have at most {MOST_CELL:,}"
            )
    return texts


# --- Excel ---


def workbook(content):
    """The workbook. Raises Refusal."""
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except Exception as error:
        raise Refusal(
            "The workbook is damaged: it cannot be read. Open it in Excel, save it again, and "
            "select that file"
        ) from error


def sheet_of(book, name):
    """One sheet. Raises Refusal."""
    try:
        return book.get_sheet_by_name(name)
    except Exception as error:
        raise Refusal(f"The sheet “{name}” is damaged: it cannot be read") from error


def excel_rows(sheet):
    """(number, cells) of the rows of a sheet, empty ones too."""
    left = [None] * (sheet.start or (0, 0))[1]
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, left + cells


def merged_of(sheet):
    """[(first row, last row, "A5:B9")] of merged cells, rows from 1."""
    found = []
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        found.append((top + 1, bottom + 1, f"{column_name(left)}{top + 1}:{column_name(right)}{bottom + 1}"))
    return sorted(found)


def formulas_of(content):
    """[first cell with a formula] of each sheet, "" for none, in the order of the workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paths = sheet_paths(archive)
        found = []
        for path in paths:
            if path not in archive.namelist():
                found.append("")
                continue
            with archive.open(path) as part:
                data = part.read(MOST_PART + 1)
            if len(data) > MOST_PART:
                raise Refusal("A sheet unpacks to far more than a table holds, which can be an attack")
            cell = FORMULA.search(data)
            found.append(cell[1].decode() if cell else "")
        return found


def sheet_paths(archive):
    """The parts of the sheets, in the order of the workbook."""
    relations = archive.read("xl/_rels/workbook.xml.rels")[:MOST_PART].decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<Relationship\b[^>]*>", relations):
        ident, target = re.search(r'\bId="([^"]*)"', tag), re.search(r'\bTarget="([^"]*)"', tag)
        if ident and target:
            targets[ident[1]] = target[1]
    book = archive.read("xl/workbook.xml")[:MOST_PART].decode("utf-8", "replace")
    paths = []
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        ident = re.search(r'\b\w+:id="([^"]*)"', tag)
        target = targets.get(ident[1] if ident else "", "")
        paths.append(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return paths


def excel_sheets(content):
    """What there is to choose from in a workbook."""
    book = workbook(content)
    names = book.sheet_names
    if len(names) > MOST_SHEETS:
        raise Refusal(f"The workbook has {len(names)} sheets. It can have at most {MOST_SHEETS}")
    formulas = formulas_of(content)
    sheets = []
    for place, name in enumerate(names):
        sheet = sheet_of(book, name)
        head, rows = head_of(excel_rows(sheet))
        sheets.append(
            {
                "name": name,
                "rows": rows,
                "head": head,
                "merged": [[first, last, words] for first, last, words in merged_of(sheet)][:20],
                "formula": formulas[place] if place < len(formulas) else "",
            }
        )
    return sheets


# --- CSV ---


def decoded(content):
    """The text of a CSV file in UTF-8, in UTF-16 with its mark, or as Windows writes it. Raises Refusal."""
    if content[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        raise Refusal("The file is in UTF-32. Save it again as “CSV UTF-8”")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Refusal("The file says that it is in UTF-16, and is not. Save it as “CSV UTF-8”") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if content.startswith(b"\xef\xbb\xbf"):
            line = content[: error.start].count(b"\n") + 1
            raise Refusal(
                f"The file says that it is in UTF-8, and line {line} is not. Save it again as “CSV UTF-8”"
            ) from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refusal(
            f"Line {line} has characters that cannot be read. Save the file again as “CSV UTF-8”"
        ) from None


def separator_of(text):
    """The sign between columns: that which most of the first lines have as often as the first of them has."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:HEAD]
    if not lines:
        return ","
    best, score = ",", 0
    for sign in (",", ";", "\t", "|"):
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
        wide = max(widths, default=1)
        same = sum(width == wide for width in widths)
        if wide > 1 and wide * same > score:
            best, score = sign, wide * same
    return best


def csv_rows(content):
    """(number, cells) of the rows of a CSV file; the number is that of the row and not of the line."""
    text = decoded(content)
    if "\x00" in text:
        raise Refusal("The file holds NUL characters: it is no text. Save it again as “CSV UTF-8”")
    csv.field_size_limit(MOST_CELL * 10)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                words = f"A cell near line {reader.line_num} is far too long: a quotation mark may be missing"
            else:
                words = (
                    f"The quotation marks near line {reader.line_num} do not fit: one is missing, "
                    f"or there is "
                    "one too many"
                )
            raise Refusal(words) from None
        number += 1
        yield number, cells


def csv_sheets(content):
    """What there is in a CSV file: one sheet."""
    head, rows = head_of(csv_rows(content))
    return [{"name": "", "rows": rows, "head": head, "merged": [], "formula": ""}]


# --- Both ---


def head_of(rows):
    """([[number, cells]] of the first rows, how many are not empty). Raises Refusal for too many."""
    head, count = [], 0
    for number, cells in rows:
        texts = clean(number, cells)
        if texts:
            count += 1
            if count > MOST_ROWS:
                raise Refusal(f"The table has more than {MOST_ROWS:,} rows. Split it into several files")
            if len(head) < HEAD:
                head.append([number, [text[:200] for text in texts]])
    return head, count


def write_rows(rows):
    """Writes the rows that are not empty."""
    count = 0
    for number, cells in rows:
        texts = clean(number, cells)
        if texts:
            count += 1
            if count > MOST_ROWS:
                raise Refusal(f"The table has more than {MOST_ROWS:,} rows. Split it into several files")
            say([number, texts])
    say({"end": count})


def main(ending, sheet):
    """Reads the file from the standard input, writes what is in it."""
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        if len(content) > MOST_BYTES:
            raise Refusal("The file is too big")
        if sheet == "-":
            say({"sheets": excel_sheets(content) if ending == "xlsx" else csv_sheets(content)})
        elif ending == "xlsx":
            book = workbook(content)
            write_rows(excel_rows(sheet_of(book, book.sheet_names[int(sheet)])))
        else:
            write_rows(csv_rows(content))
    except Refusal as refusal:
        say({"refused": str(refusal)})
    except MemoryError:
        say({"refused": "The file takes far more memory than a table does, which can be an attack"})


if __name__ == "__main__":
    if sys.argv[1] == "xlsx":
        import python_calamine  # before there are no more files to open

    sys.path.insert(0, str(Path(__file__).parents[1] / "records"))
    import confining

    sys.path.pop(0)
    confining.confine(seconds=SECONDS, memory=MEMORY, files=16)
    main(sys.argv[1], sys.argv[2])
