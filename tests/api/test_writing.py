"""What a system writes: by the services of the pages, once, and with sentences where it is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from ocg.models import Ocg
from pam.actions.models import Action
from pam.api.models import ApiToken, Scope, SentOnce
from pam.api.services import answers
from pam.audit.models import LogEntry
from pam.records.models import Entry, Subject
from pvp.models import CaseFile
from tests.actions.world import add_action, make_ocg
from tests.api.conftest import Program, as_system, give_token
from tests.world.people import make_people


def test_a_system_adds_a_record_of_each_kind_and_what_hangs_off_it(people, program):
    mine, team = program("owner"), str(people.teams["unit"].uuid)
    made = mine.post(
        "records", {"kind": "ocg", "title": "Quay", "team": team, "stage": "active", "tier": "2"}
    )
    assert made.status_code == 201, made.content
    ocg = Ocg.objects.get(title="Quay")
    assert made.json()["reference"] == ocg.reference and made.json()["url"].endswith(str(ocg.uuid))
    coded = {"kind": "ocg", "title": "Pier", "team": team, "tier": "2", "crime_types": "County lines; lead"}
    second = mine.post("records", coded | {"group_kind": "vulnerability", "own_reference": "HB/1"})
    own = mine.get(f"records/{second.json()['uuid']}").json()["own"]
    assert (own["main_crime"], own["crimes"], own["group_kind"]) == (
        "county-lines",
        ["county-lines"],
        "vulnerability",
    )
    assert (own["crime_types"], own["own_reference"]) == ("County lines; lead", "HB/1")
    wrong = mine.post("records", {**coded, "title": "Quay two", "crimes": ["nonsense"]})
    assert wrong.status_code == 422 and not Ocg.objects.filter(title="Quay two").exists()
    case = {"kind": "pvp", "title": "Case", "name": "Robin Vale", "strand": "adult", "grade": "high"}
    opened = mine.post("records", case | {"team": team})
    assert opened.status_code == 201 and CaseFile.objects.get().person.name == "Robin Vale", opened.content
    note = mine.post(f"records/{ocg.uuid}/entries", {"title": "Seen", "text": "At the quay"})
    person = mine.post(f"records/{ocg.uuid}/subjects", {"name": "Robin Vale", "born": "1990-05"})
    due = str(timezone.localdate() + timedelta(days=3))
    action = mine.post(
        f"records/{ocg.uuid}/actions",
        {"title": "Visit", "due": due, "owner": {"team": team}, "strand": "pursue"},
    )
    assert [one.status_code for one in (note, person, action)] == [201, 201, 201], action.content
    assert Entry.objects.get(title="Seen").author == mine.membership
    assert Subject.objects.get(record_id=ocg.pk).born.text == "1990-05"
    row = Action.objects.get()
    late = str(timezone.localdate() + timedelta(days=9))
    moved = mine.post(f"actions/{row.uuid}/due", {"version": row.version, "due": late, "reason": "Away"})
    ended = mine.post(f"actions/{row.uuid}/end", {"version": moved.json()["version"], "outcome": "Visited"})
    assert (moved.status_code, ended.status_code) == (200, 200), ended.content
    row.refresh_from_db()
    assert (row.status, row.outcome, str(row.due)) == ("done", "Visited", late)
    lines = LogEntry.objects.filter(operation="write by API")
    assert lines.count() >= 6 and all("Nightly" in line.detail for line in lines)
    told = b"".join(one.content for one in (made, note, person, action, moved, ended))
    assert not any(word in told for word in (b"Quay", b"Seen", b"Robin", b"Visit"))


def test_a_refusal_names_its_field_and_leaves_nothing(people, program):
    ocg = make_ocg(people)
    mine, entries = program("owner"), Entry.objects.count()
    action, today = add_action(people, ocg), timezone.localdate()
    wrong = [
        (f"records/{ocg.uuid}/entries", {"title": " "}, "title"),
        (f"records/{ocg.uuid}/entries", {"title": "a\x00b"}, "title"),
        (
            f"records/{ocg.uuid}/entries",
            {"title": "Seen", "happened_at": "2100-01-01T00:00:00Z"},
            "happened_at",
        ),
        (f"records/{ocg.uuid}/entries", {"title": "Seen", "colour": "red"}, "colour"),
        (f"records/{ocg.uuid}/subjects", {"name": "Quay", "kind": "nonsense"}, "kind"),
        (f"records/{ocg.uuid}/subjects", {"name": "Robin", "born": "soon"}, "born"),
        (f"records/{ocg.uuid}/actions", {"title": "Visit", "due": str(today), "owner": {}}, "owner"),
        (f"actions/{action.uuid}/end", {"version": action.version, "outcome": ""}, "outcome"),
        ("records", {"kind": "meeting", "title": "Tasking"}, ""),
    ]
    before = Entry.objects.count()
    for path, body, field in wrong:
        answer = mine.post(path, body)
        told = answer.json()
        assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json", path
        assert field in [one["field"] for one in told.get("errors", [])] or not field, told
    stale = mine.post(f"actions/{action.uuid}/end", {"version": 0, "outcome": "Done"})
    assert (stale.status_code, stale.json()["code"], stale["ETag"]) == (409, "stale", f'"{action.version}"')
    assert (
        mine.client.post("/api/v1/records", "{", "application/json", headers=mine._headers({})).status_code
        == 400
    )
    assert Entry.objects.count() == before >= entries


def test_what_is_sent_twice_with_one_key_is_done_once(people, program):
    ocg = make_ocg(people)
    mine, path = program("owner"), f"records/{ocg.uuid}/entries"
    first, second = (mine.post(path, {"title": "Seen"}, **{"idempotency-key": "k1"}) for _ in range(2))
    assert first.status_code == second.status_code == 201 and first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true" and Entry.objects.filter(title="Seen").count() == 1
    other = mine.post(path, {"title": "Gone"}, **{"idempotency-key": "k1"})
    assert (other.status_code, other.json()["code"]) == (422, "other_body")
    failed = mine.post(path, {"title": ""}, **{"idempotency-key": "k2"})
    again = mine.post(path, {"title": "Seen later"}, **{"idempotency-key": "k2"})
    assert (failed.status_code, again.status_code) == (422, 201), "a first one that failed holds no key"
    assert b"Seen" not in str(SentOnce.objects.values_list("answer", flat=True)).encode()
    assert answers.forget(timezone.now() + timedelta(hours=23)) == 0
    assert answers.forget(timezone.now() + timedelta(hours=25)) == 2


def test_a_token_gets_no_answer_that_another_got_for_what_it_may_not_ask(people, program):
    ocg = make_ocg(people)
    mine, path = program("owner"), f"records/{ocg.uuid}/entries"
    assert mine.post(path, {"title": "Seen"}, **{"idempotency-key": "k1"}).status_code == 201
    ApiToken.objects.update(scopes=[Scope.READ_RECORDS])
    answer = mine.post(path, {"title": "Seen"}, **{"idempotency-key": "k1"})
    assert (answer.status_code, answer.json()["code"]) == (403, "out_of_scope")


def test_two_at_once_with_one_key_are_done_once(committed):
    people = make_people()
    ocg = make_ocg(people)
    _, secret = give_token(as_system(people, "owner"))

    def send(number):
        one = Program(Client(), None, None, secret)
        answer = one.post(f"records/{ocg.uuid}/entries", {"title": "Seen"}, **{"idempotency-key": "k1"})
        connection.close()
        return answer.status_code, tuple(sorted(answer.json().items()))

    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(send, range(4)))
    assert len(found) == 1 and next(iter(found))[0] == 201, found
    assert Entry.objects.filter(title="Seen").count() == 1
