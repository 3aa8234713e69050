"""The network of a record and of a person: what is connected, a step at a time; nothing that is hidden."""

import csv
import dataclasses
import io
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import HandlingCondition
from pam.audit.models import LogEntry
from pam.network.selectors import network_of
from pam.records import services
from pam.records.bulk import rows
from pam.records.models import Record, Subject
from pam.subjects.services import identities
from tests.meetings.room import new_meeting
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing


def link(people, record, other, why=""):
    """A link between two records of the owner's."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.link(actor=actor, record=record, other=other, why=why)


def tie(people, one, other):
    """Says that two rows are the same person."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        identities.tie_subject(actor=actor, subject=one, same_as=other, version=one.version)


def data(client, name, row, opened=(), **further):
    """The chart as data."""
    asked = {"open": [str(one) for one in opened], **further}
    answer = client.get(url(f"network:{name}_data", row), asked)
    assert answer.status_code == 200
    return answer.json()


def labels(chart):
    """{label of a node: {labels of what it is connected with}}."""
    names = {node["id"]: node["label"] for node in chart["nodes"]}
    found = {label: set() for label in names.values()}
    for edge in chart["edges"]:
        found[names[edge["source"]]].add(names[edge["target"]])
        found[names[edge["target"]]].add(names[edge["source"]])
    return found


@standing
def harbour(people):
    """A group with two people, linked with another group that has one of them and a third."""
    first, second = group(people, "Harbour group"), group(people, "Quay group")
    sam, kim = add_person(people, first, "Sam Sailor"), add_person(people, first, "Kim Keel")
    again, lou = add_person(people, second, "Samuel Sailor"), add_person(people, second, "Lou Locker")
    link(people, first, second)
    tie(people, sam, again)
    return {"first": first, "second": second, "sam": sam, "kim": kim, "again": again, "lou": lou}


def test_one_step_shows_people_and_linked_records_and_one_who_is_in_both_once(harbour, sign_in):
    chart = labels(data(sign_in("owner"), "record", harbour["first"]))
    assert chart == {
        "Harbour group": {"Sam Sailor", "Kim Keel", "Quay group"},
        "Quay group": {"Harbour group", "Sam Sailor"},
        "Sam Sailor": {"Harbour group", "Quay group"},
        "Kim Keel": {"Harbour group"},
    }


def test_a_node_that_is_opened_shows_its_own_connections(harbour, sign_in):
    client = sign_in("owner")
    chart = data(client, "record", harbour["first"], [harbour["second"].uuid])
    assert labels(chart)["Lou Locker"] == {"Quay group"}
    page = page_text(client.get(url("network:record", harbour["first"]), {"open": harbour["second"].uuid}))
    assert "Lou Locker Person Quay group (Suspect)" in page


def test_a_person_begins_with_the_records_that_know_them(harbour, sign_in):
    chart = data(sign_in("owner"), "subject", harbour["again"])
    assert labels(chart)["Samuel Sailor"] == {"Harbour group", "Quay group"}
    (start,) = [node for node in chart["nodes"] if node["start"]]
    assert start["label"] == "Samuel Sailor" and start["note"] == "Also recorded as Sam Sailor"


def test_the_chart_shows_the_kinds_that_are_chosen(harbour, sign_in):
    chart = data(sign_in("owner"), "record", harbour["first"], kind=["record"])
    assert set(labels(chart)) == {"Harbour group", "Quay group"}


def test_the_chart_shows_what_was_recorded_between_two_days(people, harbour, sign_in):
    """The person who was recorded long ago, and the link of today."""
    rows(Subject).filter(pk=harbour["kim"].pk).update(created=timezone.now() - timedelta(days=40))
    client, day = sign_in("owner"), timezone.localdate() - timedelta(days=20)
    typed = {"day": day.day, "month": day.month, "year": day.year}
    before = {f"until_{name}": value for name, value in typed.items()}
    after = {f"since_{name}": value for name, value in typed.items()}
    assert set(labels(data(client, "record", harbour["first"], **before))) == {"Harbour group", "Kim Keel"}
    assert "Kim Keel" not in labels(data(client, "record", harbour["first"], **after))
    page = page_text(client.get(url("network:record", harbour["first"]), {**after, "since_year": "none"}))
    assert "Kim Keel" in page and "Year must be" in page, (
        "a day that makes no sense filters nothing, and says so"
    )


def test_what_is_hidden_leaves_no_trace_in_the_chart(people, harbour, sign_in):
    """A partner of the first group alone: not the other group, the tie, the note of the other name."""
    share_with(people, harbour["first"])
    add_person(people, harbour["first"], "Ours Only", agencies=[people.agencies["police"].pk])
    client, hidden = sign_in("granted"), [harbour["second"].uuid, harbour["again"].uuid]
    address = url("network:record_data", harbour["first"])
    plain = client.get(address).content
    assert labels(data(client, "record", harbour["first"])) == {
        "Harbour group": {"Sam Sailor", "Kim Keel"},
        "Sam Sailor": {"Harbour group"},
        "Kim Keel": {"Harbour group"},
    }
    for name in ("Quay", "Samuel", "Lou", "Ours Only", *map(str, hidden)):
        assert name not in plain.decode()
    told = client.get(address, {"open": hidden}).content.decode()
    assert told.replace(f"open={hidden[0]}&amp;open={hidden[1]}&amp;", "") == plain.decode()
    assert not any(node["more"] for node in data(client, "record", harbour["first"])["nodes"])


def test_what_is_hidden_and_what_is_none_cost_the_same_queries(people, harbour, sign_in):
    share_with(people, harbour["first"])
    client, address = sign_in("granted"), url("network:record_data", harbour["first"])
    none = "00000000-0000-4000-8000-000000000000"
    counted = []
    for opened in (none, none, harbour["second"].uuid, harbour["lou"].uuid):
        with CaptureQueriesContext(connection) as queries:
            client.get(address, {"open": opened})
        counted.append(len(queries))
    assert len(set(counted[1:])) == 1


def test_the_people_of_a_record_are_found_without_looking_at_the_record_for_each(harbour, sign_in):
    client, address = sign_in("owner"), url("network:record_data", harbour["first"])
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(address).json()["nodes"]) == 4
    of_people = [one["sql"] for one in queries if 'FROM "records_subject"' in one["sql"]]
    assert of_people and not any("JOIN" in sql for sql in of_people)


def test_what_waits_for_terms_is_in_no_chart(people, harbour):
    reader = people.reader("owner")
    waiting = dataclasses.replace(reader, unaccepted_terms=frozenset({"confidentiality"}))
    with visibility.reading(reader):
        from meetings.services.conduct import call_meeting

        meeting = call_meeting(actor=reader, meeting=new_meeting(people))
        services.link(actor=reader, record=harbour["first"], other=Record.objects.get(pk=meeting.pk))
        person = Subject(name="Max Mast", kind="person", category="suspect")
        services.add_part(actor=reader, part=person, record=Record.objects.get(pk=meeting.pk))
        identities.tie_subject(
            actor=reader, subject=harbour["kim"], same_as=person, version=harbour["kim"].version
        )
        seen, kept = (
            {node.label for node in network_of(one, harbour["first"], [harbour["kim"].uuid]).nodes}
            for one in (reader, waiting)
        )
    assert meeting.title in seen and meeting.title not in kept
    assert "Kim Keel" in kept and not any("Max" in label for label in kept)


def test_each_record_that_a_chart_names_is_logged(harbour, sign_in):
    client = sign_in("owner")
    data(client, "record", harbour["first"], [harbour["second"].uuid])
    lines = LogEntry.objects.filter(operation="open network").values_list("records", flat=True)
    assert sorted(number for records in lines for number in records) == sorted(
        [harbour["first"].pk, harbour["second"].pk]
    )


def download(client, record, kind, **more):
    """What comes of the form of the download."""
    sent = {"kind": kind, "recipient": "DI Quill", "reason": "Briefing", **more}
    return client.post(url("network:record_download", record), sent)


def test_a_file_of_the_chart_is_logged_as_a_disclosure_and_begins_with_its_marking(harbour, sign_in):
    answer = download(sign_in("owner"), harbour["first"], "csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["OFFICIAL-SENSITIVE"]
    assert ["Kim Keel", "Person", "", "Suspect", "Harbour group", "OCG", harbour["first"].reference] in rows
    line = LogEntry.objects.get(operation="download network")
    assert (line.verb, line.recipient) == ("disclosure", "DI Quill")
    assert set(line.records) == {harbour["first"].pk, harbour["second"].pk}


def test_a_picture_is_logged_before_the_browser_draws_it(harbour, sign_in):
    assert download(sign_in("owner"), harbour["first"], "png").status_code == 204
    assert "PNG" in LogEntry.objects.get(operation="download network").detail


def test_what_was_shared_on_condition_that_it_is_not_copied_is_in_no_file(people, harbour, sign_in):
    for record in (harbour["first"], harbour["second"]):
        share_with(people, record)
    condition = HandlingCondition.objects.filter(no_print=True).first()
    hold(people, harbour["second"], condition)
    client = sign_in("granted")
    assert "Quay group" in labels(data(client, "record", harbour["first"]))
    told = b"".join(download(client, harbour["first"], "csv").streaming_content).decode()
    assert "Harbour group" in told and "Quay" not in told and "Samuel" not in told
    assert "Quay group" not in labels(data(client, "record", harbour["first"], copy="1"))
    assert client.get(url("network:record_download", harbour["second"])).status_code == 403


def hold(people, record, condition):
    """The share of a record is on this condition, as it is kept."""
    from pam.access.models import Grant

    Grant.objects.filter(
        content_object_id=record.pk, group_id=people.agencies["probation"].principal_id
    ).update(conditions=[condition.code])


def test_a_chart_of_very_many_says_that_it_shows_the_first(people, sign_in, monkeypatch):
    monkeypatch.setattr("pam.network.selectors.MOST_NODES", 3)
    record = group(people)
    for number in range(4):
        add_person(people, record, f"Person {number}")
    with visibility.reading(reader := people.reader("owner")):
        network = network_of(reader, Record.objects.get(pk=record.pk))
    assert network.capped and [node.label for node in network.nodes] == [
        "Harbour group",
        "Person 0",
        "Person 1",
    ]


def test_the_chart_is_reached_from_the_record_and_from_the_person(harbour, sign_in):
    client = sign_in("owner")
    assert (
        url("network:record", harbour["first"])
        in client.get(harbour["first"].get_absolute_url()).content.decode()
    )
    person = client.get(reverse("subjects:subject", args=[harbour["sam"].uuid])).content.decode()
    assert url("network:subject", harbour["sam"]) in person
    assert Subject.objects.filter(pk=harbour["sam"].pk).exists()
