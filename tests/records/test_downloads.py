"""A list as a file: what its reader sees, marked, logged, and nothing that was not to be copied."""

import csv
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from pam.access.models import Grant, HandlingCondition
from pam.audit.models import LogEntry
from pam.records.list_files import PDF_ROWS
from pam.reference.services.settings import set_general
from pam.ui.spreadsheets import harmless, spreadsheet
from tests.actions.world import add_action
from tests.pdf.reading import text_of
from tests.pvp.test_cases import make_case
from tests.records.world import group, page_text, share_with

TYPED = {"kind": "csv", "recipient": "Ruth Calloway", "reason": "Tasking meeting"}


def content(response):
    return b"".join(response.streaming_content)


def lines(client, name, query="", **typed):
    """The rows of the file of a list, as CSV."""
    response = client.post(reverse(name) + query, TYPED | typed)
    assert response["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


def test_the_file_has_the_rows_of_the_list_in_its_order_with_its_filters(people, sign_in):
    for title in ("Bravo", "Alpha", "Charlie"):
        group(people, title)
    client = sign_in("owner")
    assert [row[0] for row in lines(client, "ocg:list_download", "?sort=title")[3:]] == [
        "Alpha",
        "Bravo",
        "Charlie",
    ]
    found = lines(client, "ocg:list_download", "?q=Bravo")
    assert [row[0] for row in found[3:]] == ["Bravo"] and found[2][:2] == ["Group", "Reference"]


def test_the_file_begins_with_its_marking_and_says_who_took_it(people, sign_in):
    group(people, "Alpha")
    top = lines(sign_in("owner"), "ocg:list_download")
    assert top[0] == ["OFFICIAL-SENSITIVE"]
    assert people.memberships["owner"].user.name in top[1][0] and "Downloaded from pam" in top[1][0]


@pytest.mark.slow
def test_a_list_is_taken_as_data_and_on_paper_too(people, sign_in):
    group(people, "Bravo")
    set_general(PDF_ROWS, 10)
    for n in range(10):
        group(people, f"Charlie {n}")
    client, address = sign_in("owner"), reverse("ocg:list_download") + "?sort=title"
    told = json.loads(content(client.post(address, TYPED | {"kind": "json"})))
    assert told["marking"] and "Olive Owner" in told["about"] and len(told["rows"]) == 11
    assert "Bravo" in told["rows"][0].values()
    words = text_of(content(client.post(address, TYPED | {"kind": "pdf"})))
    assert "Bravo" in words and "Charlie 8" in words and "Charlie 9" not in words
    assert "Only the first 10 are on paper" in words
    assert LogEntry.objects.filter(operation="download list", verb="disclosure").count() == 2


def test_what_the_reader_may_not_open_is_in_no_file(people, sign_in):
    shown, hidden = group(people, "Shared group"), group(people, "Hidden group")
    share_with(people, shown)
    client = sign_in("granted")
    text = str(lines(client, "ocg:list_download"))
    assert "Shared group" in text and "Hidden group" not in text and hidden.reference not in text
    assert "Hidden group" not in page_text(client.get(reverse("ocg:list_download")))


def test_what_was_shared_not_to_be_copied_is_left_out_and_counted(people, sign_in):
    kept, bound = group(people, "Kept group"), group(people, "Bound group")
    share_with(people, kept)
    grant = share_with(people, bound)
    assert HandlingCondition.objects.get(code="no-print").no_print
    Grant.objects.filter(content_object_id=bound.pk, group=people.agencies["probation"].principal).update(
        conditions=["no-print"]
    )
    client = sign_in("granted")
    found = lines(client, "ocg:list_download")
    assert grant and "Kept group" in str(found) and "Bound group" not in str(found)
    assert found[2] == ["1 row is left out, shared on condition that nothing is printed or copied."]
    entry = LogEntry.objects.filter(operation="download list").latest("pk")
    assert kept.pk in entry.records and bound.pk not in entry.records
    assert "left out" not in str(lines(sign_in("owner"), "ocg:list_download"))


def test_a_download_is_one_disclosure_that_names_the_records_and_who_receives_it(people, sign_in):
    made = [group(people, title) for title in ("Alpha", "Bravo")]
    client, before = sign_in("owner"), LogEntry.objects.filter(verb="disclosure").count()
    client.get(reverse("ocg:list_download"))
    assert LogEntry.objects.filter(verb="disclosure").count() == before, (
        "looking at the form discloses nothing"
    )
    lines(client, "ocg:list_download")
    entry = LogEntry.objects.filter(verb="disclosure").latest("pk")
    assert LogEntry.objects.filter(verb="disclosure").count() == before + 1
    assert {record.pk for record in made} <= set(entry.records)
    assert (entry.recipient, entry.reason) == ("Ruth Calloway", "Tasking meeting")


def test_a_download_without_a_recipient_or_a_reason_is_refused(people, sign_in):
    group(people, "Alpha")
    page = sign_in("owner").post(reverse("ocg:list_download"), {"kind": "csv"})
    assert page.status_code == 200 and set(page.context["form"].errors) == {"recipient", "reason"}
    assert not LogEntry.objects.filter(operation="download list").exists()


def test_a_long_list_is_cut_off_and_says_so(people, sign_in, monkeypatch):
    from pam.records import downloads

    monkeypatch.setattr(downloads, "setting", lambda key, agency: 2)
    monkeypatch.setattr(downloads, "STEP", 1)
    for title in ("Alpha", "Bravo", "Charlie"):
        group(people, title)
    client = sign_in("owner")
    found = lines(client, "ocg:list_download", "?sort=title")
    assert found[2] == ["Only the first 2 rows of the list are included."]
    assert [row[0] for row in found[4:]] == ["Alpha", "Bravo"]
    assert "Only the first 2 rows" in page_text(client.get(reverse("ocg:list_download")))


def test_no_cell_is_a_formula(people, sign_in):
    texts = [begins + 'HYPERLINK("//x")' for begins in "=+-@\t"]
    for text in texts:
        assert harmless(text) == "'" + text
        sheet = load_workbook(spreadsheet("xlsx", [[text]])).active
        assert sheet["A1"].data_type == "s" and sheet["A1"].value == "'" + text
    for text in texts[:4]:  # no title begins with a tab
        group(people, text)
    shown = {row[0] for row in lines(sign_in("owner"), "ocg:list_download")}
    assert {"'" + text for text in texts[:4]} <= shown


def test_each_list_can_be_taken_as_a_spreadsheet(people, sign_in):
    record = group(people, "Alpha")
    make_case(people, "Robin Marsh")
    add_action(people, record, title="Visit Ada")
    client = sign_in("owner")
    for name in ("ocg", "pvp", "actions", "meetings"):
        taken_as_a_spreadsheet(client, name)


def taken_as_a_spreadsheet(client, name):
    """Takes a list in two ways, with a row for each of its own."""
    offered = client.get(reverse(f"{name}:list"))
    typed = TYPED | {"kind": "xlsx"}
    if not offered.context["page"].rows:
        assert "Nothing to download" in page_text(client.get(reverse(f"{name}:list_download")))
    else:
        assert f'href="{reverse(f"{name}:list_download")}"' in offered.content.decode()
    response = client.post(reverse(f"{name}:list_download"), typed)
    rows = list(load_workbook(io.BytesIO(content(response))).active.values)
    data = client.post(reverse(f"{name}:list_download"), TYPED | {"kind": "json"})
    assert len(json.loads(content(data))["rows"]) == len(rows) - 3
    assert rows[0][0].startswith("OFFICIAL") and len(rows) == 3 + len(offered.context["page"].rows)
    assert all(len(row) == len(rows[2]) for row in rows[3:])
