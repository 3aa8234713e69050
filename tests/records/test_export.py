"""A record as a file: what its reader sees, nothing more, and a disclosure."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from pam.access import visibility
from pam.audit.models import LogEntry
from pam.records.exports import whole_of
from tests.pdf.reading import text_of
from tests.records.world import add_note, add_person, group, page_text, share_with
from tests.standing import standing

TYPED = {"recipient": "Dana Desk", "reason": "For the file"}


@standing
def ocg(people):
    """A group with a person, a note for all and one for the police alone."""
    record = group(people)
    add_person(people, record, "=Sam Sailor")
    add_note(people, record, title="Seen by all")
    add_note(people, record, title="For us alone", agencies=[people.agencies["police"].pk])
    return record


def exported(client, record, kind):
    """The bytes of the file."""
    answer = client.post(reverse("records:export", args=[record.uuid]), {"kind": kind, **TYPED})
    assert answer.status_code == 200, page_text(answer)
    return b"".join(answer.streaming_content)


@pytest.mark.slow
def test_each_kind_of_file_holds_what_its_reader_sees_and_is_a_disclosure(people, ocg, sign_in):
    client = sign_in("owner")
    told = json.loads(exported(client, ocg, "json"))
    assert told["marking"] and told["reference"] == ocg.reference
    assert {
        "facts",
        "people",
        "actions",
        "chronology",
        "documents",
        "links",
        "group",
        "scores",
        "disruptions",
    } <= set(told["sections"])
    book = load_workbook(io.BytesIO(exported(client, ocg, "xlsx")))
    names = [cell.value for cell in book["People, places and objects"]["A"]]
    assert "'=Sam Sailor" in names  # no formula
    with zipfile.ZipFile(io.BytesIO(exported(client, ocg, "zip"))) as archive:
        assert "For us alone" in archive.read("chronology.csv").decode("utf-8-sig")
    words = text_of(exported(client, ocg, "pdf"))
    assert "Seen by all" in words and "Sam Sailor" in words
    logged = LogEntry.objects.filter(operation="export record", records=[ocg.pk], verb="disclosure")
    assert logged.count() == 4 and set(logged.values_list("recipient", flat=True)) == {"Dana Desk"}


def test_a_partner_gets_what_is_for_them_alone(people, ocg, sign_in):
    share_with(people, ocg)
    text = exported(sign_in("granted"), ocg, "json").decode()
    assert "Seen by all" in text and "For us alone" not in text


def test_a_section_takes_the_same_queries_at_1_and_at_10_rows(people, ocg, django_assert_max_num_queries):
    reader = people.reader("owner")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with visibility.reading(reader), CaptureQueriesContext(connection) as captured:
            record = (
                visibility.visible_to(reader, type(ocg))
                .select_related("team", "agency", "lead__user")
                .get(pk=ocg.pk)
            )
            whole_of(reader, record, "xlsx")
        return len(captured)

    queries()
    before = queries()
    for n in range(9):
        add_note(people, ocg, title=f"Note {n}")
        add_person(people, ocg, f"Person {n}")
    assert queries() == before
