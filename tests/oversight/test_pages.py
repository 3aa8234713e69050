"""The audit's pages: who may ask what, what they are told, and what leaves."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.audit.models import LogEntry
from pam.audit.services import Verb, log
from pam.oversight import selectors as log_selectors
from pam.oversight.models import Unusual
from tests.audit.world import write


def text(response):
    """The page as text."""
    assert response.status_code == 200
    return response.content.decode()


def url(name, *args):
    return reverse(f"oversight:{name}", args=args)


def uuid_of(people, persona):
    return people.memberships[persona].uuid


def export(**changes):
    """A complete export form."""
    typed = {"purpose": "Subject access request", "recipient": "Pat Example", "reason": "SAR 12/2026"}
    return {**typed, **changes}


def lines_of(response):
    """The rows of an exported file."""
    raw = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(raw)))


def test_an_auditor_sees_what_each_person_of_the_agency_looked_at_by_reference_alone(world, sign_in):
    sign_in("owner").get(world.pvp.get_absolute_url())
    page = text(sign_in("auditor").get(url("person", uuid_of(world.people, "owner"))))
    assert "What Olive Owner viewed" in page and world.pvp.reference in page and "Consultation: open" in page
    assert "canary" not in page


def test_a_supervisor_sees_the_people_of_their_teams_and_no_others(world, sign_in):
    client = sign_in("owner")
    page = text(client.get(url("people")))
    assert "Lena Low" in page and "Colin Colleague" not in page
    assert client.get(url("person", uuid_of(world.people, "low_clearance"))).status_code == 200
    assert client.get(url("person", uuid_of(world.people, "colleague"))).status_code == 404
    assert client.get(url("person", uuid_of(world.people, "granted"))).status_code == 404


def test_nobody_is_asked_about_whose_agency_is_another(people, sign_in):
    page = text(sign_in("auditor").get(url("people")))
    assert "Colin Colleague" in page and "Lars Left" in page and "Not active" in page
    assert "Gita Granted" not in page
    assert sign_in("auditor").get(url("person", uuid_of(people, "granted"))).status_code == 404


def test_looking_for_another_agency_stays_with_that_agency(people, sign_in):
    log(people.reader("owner"), Verb.CONSULTATION, "open", [], detail="For the police")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_id, agency_name, "
            "records, what, recipient, reason)"
            " VALUES (now(), 'consultation', 'open', %s, 'Olive Owner', %s, '', '{}', "
            "'For the other force', '', '')",
            [people.users["owner"].pk, people.agencies["other"].pk],
        )
    page = text(sign_in("auditor").get(url("person", uuid_of(people, "owner"))))
    assert "For the police" in page and "For the other force" not in page


def test_the_database_believes_the_membership_and_not_what_the_web_process_says(world):
    from dataclasses import replace

    liar = replace(world.people.reader("colleague"), roles=frozenset({"auditor"}))
    owner = uuid_of(world.people, "owner")
    with visibility.reading(liar):
        assert log_selectors.people() == [] and log_selectors.person(owner) is None
        assert log_selectors.log_of_person(owner) == [] and log_selectors.disclosures() == []
        assert log_selectors.audited_record(reference=world.ocg.reference) is None
        assert (
            log_selectors.log_of_record(world.ocg.pk) == []
            and log_selectors.unusual_looking(state="all") == []
        )
    auditor = world.people.reader("auditor")
    with visibility.reading(auditor):
        assert (
            log_selectors.log_of_person(owner)
            and log_selectors.disclosures()
            and log_selectors.log_of_record(world.ocg.pk)
        )
    for change in (
        {"suspended": True},
        {"ends_at": timezone.now() - timedelta(days=1)},
        {"roles": ["officer"]},
    ):
        with transaction.atomic():
            Membership.objects.filter(pk=auditor.membership_id).update(**change)
            with visibility.reading(auditor):
                assert log_selectors.people() == [] and log_selectors.disclosures() == []
            transaction.set_rollback(True)


def test_an_auditor_finds_a_record_of_the_agency_by_reference_and_no_other(world, sign_in):
    client = sign_in("auditor")
    sign_in("owner").get(world.pvp.get_absolute_url())
    page = text(client.get(url("record"), {"reference": world.pvp.reference.lower()}))
    assert f"Access log: {world.pvp.reference}" in page and "Olive Owner" in page and "canary" not in page
    absent = text(client.get(url("record"), {"reference": "OCG-99-2222"}))
    other = text(client.get(url("record"), {"reference": world.other_ocg.reference}))
    assert "No record found" in other
    assert _plain(other).replace(world.other_ocg.reference, "") == _plain(absent).replace("OCG-99-2222", "")


def _plain(page):
    """The page without its form token, which differs each time."""
    return re.sub(r'name="(csrfmiddlewaretoken|form_number)" value="[^"]*"', "", page)


def test_everything_disclosed_to_an_agency(world, sign_in):
    sign_in("granted").get(reverse("records:document", args=[world.parts["shared"]["document"].uuid]))
    client = sign_in("auditor")
    page = text(client.get(url("agency"), {"agency": str(world.people.agencies["probation"].uuid)}))
    assert "Disclosed to Northshire Probation Service" in page and world.ocg.reference in page
    assert "Disclosure: shared (view)" in page and "Disclosure: downloaded" in page
    assert "Joint plan" not in page and str(world.people.basis) in unescape(page), "the reason in codes alone"
    assert "Gita Granted" in page and "Harbourne City Council<" not in page.split("<tbody")[1]
    everything = text(client.get(url("agency")))
    assert "Harbourne City Council" in everything.split("<tbody")[1] and "canary" not in everything


def test_an_agencys_own_auditor_sees_what_was_given_to_it_and_not_what_others_got(world, sign_in):
    people = world.people
    Membership.objects.filter(pk=people.memberships["granted"].pk).update(roles=["auditor"])
    page = text(sign_in("granted").get(url("agency")))
    rows = page.split("<tbody")[1]
    assert (
        "Northshire Probation Service" in rows
        and "Harbourne City Council" not in rows
        and "Harbourne Health Trust" not in rows
    )


def test_the_log_of_a_person_leaves_as_a_file_and_that_is_a_disclosure_itself(world, sign_in):
    client = sign_in("auditor")
    log(world.people.reader("owner"), Verb.CONSULTATION, "=cmd()", [world.pvp.pk])
    address = url("export_person", uuid_of(world.people, "owner"))
    refused = text(client.post(address, export(recipient="")))
    assert (
        "SAR 12/2026" in refused
        and "Enter who will receive it" in refused.replace("’", "'")
        or "There is a problem" in refused
    )
    response = client.post(address, export())
    assert response["Content-Type"].startswith("text/csv") and "attachment" in response["Content-Disposition"]
    rows = lines_of(response)
    assert (
        rows[0]["How"] == "'=cmd()"
        and rows[0]["Records"] == world.pvp.reference
        and rows[0]["Who"] == "Olive Owner"
    )
    assert len(rows) == LogEntry.objects.filter(actor_id=world.people.users["owner"].pk).count()
    assert "canary" not in str(rows)
    written = LogEntry.objects.latest("id")
    assert (written.verb, written.operation, written.recipient) == ("disclosure", "export log", "Pat Example")
    assert written.reason == "Subject access request: SAR 12/2026" and written.actor_name == "Audrey Auditor"


def test_the_log_of_a_record_leaves_without_the_other_records_of_a_list(world, sign_in):
    log(world.people.reader("owner"), Verb.CONSULTATION, "list", [world.ocg.pk, world.pvp.pk])
    response = sign_in("auditor").post(url("export_record", world.ocg.uuid), export())
    rows = lines_of(response)
    assert {row["Records"] for row in rows} == {world.ocg.reference} and world.pvp.reference not in str(
        rows[0]
    )
    assert LogEntry.objects.latest("id").records == [world.ocg.pk]


def test_a_file_of_too_many_lines_is_refused_and_nothing_is_logged_as_disclosed(world, sign_in, monkeypatch):
    monkeypatch.setattr("pam.oversight.exporting.LIMIT", 1)
    page = text(sign_in("auditor").post(url("export_record", world.ocg.uuid), export()))
    assert "choose fewer days" in page and "SAR 12/2026" in page
    assert not LogEntry.objects.filter(operation="export log").exists()


def test_days_narrow_the_list_and_the_file(people, sign_in):
    reader = people.reader("owner")
    old = LogEntry(
        verb="consultation",
        operation="long ago",
        actor_id=reader.user_id,
        actor_name="",
        agency_id=reader.agency_id,
        agency_name="",
        at=timezone.now() - timedelta(days=40),
    )
    old.save()
    log(reader, Verb.CONSULTATION, "lately")
    day = timezone.localdate() - timedelta(days=2)
    since = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    client = sign_in("auditor")
    page = text(client.get(url("person", uuid_of(people, "owner")), since))
    assert "Consultation: lately" in page and "long ago" not in page
    rows = lines_of(client.post(url("export_person", uuid_of(people, "owner")), export(**since)))
    assert [row["How"] for row in rows] == ["lately"]


def test_pages_go_by_keyset_and_cost_as_many_queries_at_the_end_as_at_the_start(people, sign_in):
    reader = people.reader("owner")
    for number in range(130):
        log(reader, Verb.CONSULTATION, f"open number {number}")
    client, address, seen, costs = sign_in("auditor"), url("person", uuid_of(people, "owner")), [], []
    query = ""
    while query is not None:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address + query)
        costs.append(len(queries))
        seen += [row.operation for row in response.context["rows"]]
        query = response.context["next"] or None
    assert seen == [f"open number {number}" for number in reversed(range(130))]
    assert len(costs) == 3 and max(costs) - min(costs) <= 1
    assert client.get(address + "?before=9'").status_code == 200


@pytest.mark.parametrize("persona", ["colleague", "granted", "superuser"])
def test_without_the_role_there_is_no_audit_in_the_navigation_and_no_page(persona, people, sign_in):
    client = sign_in(persona)
    assert url("people") not in client.get(reverse("home")).content.decode()
    assert client.get(url("people")).status_code == client.get(url("unusual")).status_code == 403
    assert url("people") in sign_in("auditor").get(reverse("home")).content.decode()


def test_being_an_auditor_opens_no_case(world, sign_in):
    client = sign_in("auditor")
    for record in (world.ocg, world.pvp, world.meeting):
        assert client.get(record.get_absolute_url()).status_code == 404
    assert "canary" not in client.get(reverse("search:results"), {"q": "wharf"}).content.decode()


def test_each_question_of_an_auditor_is_in_the_log_too(world, sign_in):
    client = sign_in("auditor")
    client.get(url("person", uuid_of(world.people, "owner")))
    client.get(url("record"), {"reference": world.ocg.reference})
    asked = LogEntry.objects.filter(actor_name="Audrey Auditor").order_by("-id")[:2]
    assert [(row.operation, row.detail) for row in asked] == [
        ("open access log", world.ocg.reference), ("open what a person viewed", "Olive Owner"),
    ]  # fmt: skip


def line(people, persona="owner", **fields):
    """An unusual line about a persona."""
    member = people.memberships[persona]
    values = {"kind": "night", "day": timezone.localdate(), "figure": 4} | fields
    return Unusual.objects.create(
        user_id=member.user_id,
        agency_id=member.agency_id,
        person=member.uuid,
        name=member.user.name,
        **values,
    )


def test_an_auditor_follows_up_once_and_the_note_stays(people, sign_in):
    found = line(people)
    client, typed = (
        sign_in("auditor"),
        {"outcome": "explained", "note": "Night duty that week; asked the inspector."},
    )
    assert "Opened 4 records out of hours" in text(client.get(url("unusual")))
    assert "Night duty" in text(client.post(url("follow_up", found.uuid), {"note": typed["note"]}))
    assert client.post(url("follow_up", found.uuid), typed).status_code == 302
    assert "Nothing to follow up" in text(client.get(url("unusual")))
    page = text(client.get(url("follow_up", found.uuid)))
    assert (
        "Night duty that week" in page
        and "Audrey Auditor" in page
        and '<form method="post"' not in page.split("<main")[1]
    )
    again = text(client.post(url("follow_up", found.uuid), {**typed, "note": "Mine"}))
    assert "A colleague has already followed this up" in again
    found.refresh_from_db()
    assert found.note == typed["note"]


def test_nobody_follows_up_their_own_looking(people, sign_in):
    found = line(people, "auditor")
    page = text(
        sign_in("auditor").post(url("follow_up", found.uuid), {"outcome": "explained", "note": "Fine"})
    )
    assert "Ask another auditor to follow it up" in page
    with visibility.reading(people.reader("auditor")):
        assert Unusual.objects.filter(pk=found.pk).update(followed_up_at=timezone.now()) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Unusual.objects.filter(pk=found.pk).update(figure=0)


def test_another_agencys_unusual_lines_are_absent(people, sign_in):
    found = line(people, "granted")
    client = sign_in("auditor")
    assert client.get(url("follow_up", found.uuid)).status_code == 404
    assert "Gita" not in text(client.get(url("unusual"), {"state": "all"}))


def test_rows_that_nobody_wrote_show_in_no_page(people, sign_in):
    write("by nobody of theirs")
    assert "by nobody of theirs" not in text(sign_in("auditor").get(url("person", uuid_of(people, "owner"))))
