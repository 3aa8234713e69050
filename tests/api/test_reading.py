"""What a system reads: through the same gate as a person, and never what is hidden."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pam.audit.models import LogEntry
from tests.actions.world import add_action, make_ocg


def test_a_system_reads_what_its_membership_may_open(people, program):
    ocg = make_ocg(people, title="Quay group")
    action = add_action(people, ocg)
    mine = program("owner")
    listed = mine.get("records").json()
    assert [row["uuid"] for row in listed["items"]] == [str(ocg.uuid)] and listed["next"] is None
    one = mine.get(f"records/{ocg.uuid}")
    assert one.status_code == 200 and one["ETag"] == f'"{one.json()["version"]}"'
    assert one.json()["own"]["stage"] == "active" and one.json()["may"] == "manage"
    assert [row["code"] for row in mine.get("actions").json()["items"]] == [action.code]
    for name in ("entries", "subjects", "documents", "links", "actions"):
        answer = mine.get(f"records/{ocg.uuid}/{name}")
        assert answer.status_code == 200, answer.content


def test_a_list_goes_on_by_its_cursor_and_takes_no_other(people, program):
    made = [make_ocg(people, title=f"Group {number}") for number in range(5)]
    mine = program("owner")
    first = mine.get("records", {"limit": 2}).json()
    second = mine.get("records", {"limit": 2, "after": first["next"]}).json()
    third = mine.get("records", {"limit": 2, "after": second["next"]}).json()
    found = [row["uuid"] for part in (first, second, third) for row in part["items"]]
    assert (
        found == [str(row.uuid) for row in reversed(made)] and third["next"] is None and first["total"] == 5
    )
    broken = first["next"][:-2] + ("AA" if first["next"][-2:] != "AA" else "BB")
    for wrong in (broken, "x", first["next"] + "A", "é"):
        assert mine.get("records", {"after": wrong}).status_code == 422
    of_record = mine.get(f"records/{made[0].uuid}/entries", {"after": first["next"]})
    assert of_record.status_code == 422, "a cursor of another list"
    for query in ({"limit": 0}, {"limit": 101}, {"kind": "nonsense"}, {"updated_since": "soon"}):
        assert mine.get("records", query).status_code == 422


def test_what_changed_since_is_found(people, program):
    old, new = make_ocg(people, title="Old"), make_ocg(people, title="New")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_record SET updated = now() - interval '2 days' WHERE id = %s", [old.pk]
        )
    since = (timezone.now() - timedelta(days=1)).isoformat()
    listed = program("owner").get("records", {"updated_since": since}).json()["items"]
    assert [row["uuid"] for row in listed] == [str(new.uuid)]


def test_a_document_is_handed_out_as_a_download_and_a_disclosure_where_it_leaves_the_agency(world, program):
    document = world.parts["shared"]["document"]
    answer = program("granted").get(f"documents/{document.uuid}/file")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)
    assert LogEntry.objects.filter(verb="disclosure", operation="download", records=[world.ocg.pk]).exists()


@pytest.mark.slow
def test_a_list_asks_as_many_queries_for_many_rows_as_for_a_few(people, program):
    mine, ocg, counted = program("owner"), make_ocg(people), {}
    add_action(people, ocg)
    lists = ("records", "actions", f"records/{ocg.uuid}/entries", f"records/{ocg.uuid}/subjects")
    for _ in range(2):
        for path in lists:
            mine.get(path)  # what a process keeps is kept by now
            with CaptureQueriesContext(connection) as asked:
                assert mine.get(path).status_code == 200
            counted.setdefault(path, []).append(len(asked))
        for number in range(4):
            add_action(people, make_ocg(people, title=f"More {number}"))
            add_action(people, ocg)
    assert all(few == many for few, many in counted.values()), counted
    assert max(few for few, _ in counted.values()) <= 14, counted
