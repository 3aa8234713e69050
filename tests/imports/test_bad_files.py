"""Each bad file gets one clear sentence, and nothing is half done."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pam.imports.files import require_table
from pam.imports.forms import BeginForm
from pam.imports.models import Import
from pam.imports.reading import sheets_of
from pam.imports.services import why_not_mapped
from pam.records.models import Record
from tests.imports.bad_files import BAD_CELLS, NOT_MAPPED, TAKEN, UNREADABLE
from tests.imports.files import csv_file
from tests.imports.made import begin, checked, fates
from tests.imports.test_imports import media, tiers  # noqa: F401  (a fixture)


def sentence_about(upload):
    """The sentences that the form says about a file."""
    form = BeginForm({"target": "ocg.groups"}, {"upload": upload})
    return [] if form.is_valid() else [str(error) for error in form.errors.get("upload", [])]


@pytest.mark.slow
def test_each_unreadable_file_gets_its_one_sentence():
    """Many in one test: each costs a process of its own, and no database."""
    wrong = []
    for what, make, words in UNREADABLE:
        said = sentence_about(make())
        if len(said) != 1 or words not in said[0]:
            wrong.append(f"{what}: {said}")
    assert not wrong, "\n".join(wrong)
    assert len(UNREADABLE) + len(NOT_MAPPED) >= 40


def test_what_cannot_be_taken_as_a_table_is_said_before_the_columns_are_mapped(people):
    for what, make, words in NOT_MAPPED:
        importing = begin(people, "ocg.groups", make())
        assert words in why_not_mapped(importing, importing.sheet, importing.heading), what
        assert importing.state == Import.State.MAPPING


def test_a_bad_cell_refuses_its_row_beside_its_column_and_nothing_is_added(people):
    before, tier = Record.objects.count(), tiers()[0]
    headings = ["Name", "Tier", "Next review", "Summary", "LRO", "Crime types"]
    good = {"Name": "Quay", "Tier": tier}
    rows = [headings]
    for number, (_, field, cell, _) in enumerate(BAD_CELLS):
        values = good | {"Name": f"Quay {number}"} | {field: cell}
        rows.append([values.get(one, "") for one in headings])
    importing = checked(people, "ocg.groups", csv_file(rows))
    assert importing.state == "checked", importing.problem
    found, wrong = fates(importing), []
    for number, (what, _, _, words) in enumerate(BAD_CELLS, 2):
        fate, said = found[number]
        if fate != "refused" or len(said) != 1 or words not in said[0]:
            wrong.append(f"{what}: {found[number]}")
    assert not wrong, "\n".join(wrong)
    assert Record.objects.count() == before


def test_all_that_is_wrong_with_a_row_is_said_at_once(people):
    rows = [["Name", "Tier", "Next review", "LRO"], ["Quay", "Tier nine", "soon", "Nobody Known"]]
    importing = checked(people, "ocg.groups", csv_file(rows))
    fate, said = fates(importing)[2]
    assert fate == "refused" and len(said) == 3, said


@pytest.mark.slow
def test_odd_files_are_understood(people):
    wrong, tier = [], tiers()[0]
    for place, (what, make) in enumerate(TAKEN):
        upload = make(tier)
        upload.name = f"{place}-{upload.name}"
        importing = checked(people, "ocg.groups", upload)
        found = list(fates(importing).values())
        if importing.state != "checked" or found != [("new", [])]:
            wrong.append(f"{what}: {importing.state} {importing.problem} {found}")
    assert not wrong, "\n".join(wrong)


def test_what_a_cell_may_not_hold_never_reaches_a_row():
    upload = SimpleUploadedFile("a.csv", "Name,Tier\n\u200bQu\x07ay\x1b,1\n".encode(), "text/csv")
    sheets = sheets_of("csv", require_table(upload).read())
    assert sheets[0]["head"][1] == [2, ["Quay", "1"]]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@x", "\t=1"])
def test_what_goes_out_is_never_a_formula(text):
    from pam.ui.spreadsheets import CSV, spreadsheet, workbook

    assert spreadsheet(CSV, [[text]]).read().decode("utf-8-sig").lstrip('"').startswith("'")
    from openpyxl import load_workbook

    cell = load_workbook(workbook([("A", [[text]])]))["A"]["A1"]
    assert cell.data_type == "s" and str(cell.value).startswith("'")
