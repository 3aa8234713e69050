"""Files to import, made in memory."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(rows, name="list.csv", encoding="utf-8", delimiter=","):
    """A CSV file of `rows`."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode(encoding), "text/csv")


def workbook(*sheets, name="list.xlsx", change=None):
    """A workbook of `sheets`, [(name, rows)]; `change(book)` is called before it is saved."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue(), XLSX)
