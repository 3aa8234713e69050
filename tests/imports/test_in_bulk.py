"""What comes in by the hundred takes the same queries as what comes in by the five, and is whole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ocg.models import Disruption, DisruptionOutput, LeadOffer, Member, MemberStatus, Ocg
from pam.actions.models import Action
from pam.notifications.models import Delivery
from pam.records.models import Entry, Subject
from pam.reference.selectors.lists import terms
from tests.imports.files import csv_file
from tests.imports.made import checked, done, fates, undone
from tests.imports.test_imports import media, tiers  # noqa: F401  (fixtures)
from tests.records.world import group
from tests.standing import standing


def came_in(people, target, rows, **columns):
    """(the import, how many queries it took) of a file with these rows, the first its headings."""
    importing = checked(people, target, csv_file(rows), **columns)
    assert importing.state == "checked", importing.problem
    with CaptureQueriesContext(
        connection,
    ) as asked:
        importing = done(people, importing)
    assert importing.state == "done", importing.problem
    return importing, len(asked)


def groups_of(number, lead=""):
    """A file of so many groups."""
    tier, _ = tiers()
    return [["Name", "Tier", "LRO"], *([f"Quay {number} {n}", tier, lead] for n in range(number))]


def members_of(records, number):
    """A file of so many members of these groups, each with a role and a status."""
    role = terms("ocg.member-role")[0].label
    head = ["Group", "Name", "Role in the group", "Status", "Notes"]
    return [
        head,
        *(
            [records[n % len(records)].reference, f"Ann {number} {n}", role, "At large", "07700 900123"]
            for n in range(number)
        ),
    ]


def disruptions_of(records, number):
    """A file of so many disruptions, each with arrests."""
    level, today = terms("ocg.disruption-level")[0].label, timezone.localdate() - timedelta(days=number)
    head = ["Group", "Day", "What happened", "4P", "Level claimed", "Why this level", "Arrests"]
    return [
        head,
        *(
            [
                records[n % len(records)].reference,
                str(today),
                f"Raid {number} {n}",
                "Pursue",
                level,
                "Cash",
                "2",
            ]
            for n in range(number)
        ),
    ]


def actions_of(record, number, owner):
    """A file of so many actions of a group."""
    due = str(timezone.localdate() + timedelta(days=9))
    head = ["Record", "Action", "Owner", "Due", "Strand"]
    return [head, *([record.reference, f"Visit {number} {n}", owner, due, "Pursue"] for n in range(number))]


@standing
def two(people):
    """Two groups of the owner's."""
    return [group(people), group(people, "Lock group")]


@pytest.mark.slow
def test_groups_take_no_more_queries_at_8_rows_than_at_3_and_each_begins_at_its_first_stage(people):
    _, few = came_in(people, "ocg.groups", groups_of(3))
    importing, many = came_in(people, "ocg.groups", groups_of(8))
    assert many <= few
    rows = Ocg.objects.filter(title__startswith="Quay 8 ")
    assert rows.count() == 8 and not rows.filter(stage="").exists() and not rows.filter(search=None).exists()
    assert rows.values("reference").distinct().count() == 8 and not rows.filter(readers=[]).exists()
    assert not rows.filter(lead_accepted_at=None).exists()
    assert {row.history.count() for row in rows} == {1}
    created = Entry.objects.filter(record_id__in=rows.values("pk"), title="OCG created")
    assert created.count() == 8 and {entry.history.count() for entry in created} == {1}
    assert undone(people, importing).state == "undone"


@pytest.mark.slow
def test_leads_of_imported_groups_are_asked_with_no_more_queries_at_8_rows_than_at_3(people):
    lead = people.memberships["colleague"]
    lead.teams.add(people.teams["unit"])
    _, few = came_in(people, "ocg.groups", groups_of(3, lead.user.email))
    importing, many = came_in(people, "ocg.groups", groups_of(8, lead.user.email))
    assert many <= few
    rows = Ocg.objects.filter(title__startswith="Quay 8 ")
    assert set(rows.values_list("lead_id", "lead_asked_id", "lead_accepted_at")) == {(lead.pk, lead.pk, None)}
    offers = LeadOffer.objects.filter(record_id__in=rows.values("pk"), state="offered", offered_to=lead)
    assert offers.count() == 8
    told = Delivery.objects.filter(about__in=offers.values("uuid"), recipient=lead)
    assert told.count() == 8 and told.values("batch").distinct().count() == 1
    assert undone(people, importing).state == "undone"


@pytest.mark.slow
def test_members_of_several_groups_take_no_more_queries_at_8_rows_than_at_3(people, two):
    _, few = came_in(people, "ocg.members", members_of(two, 3))
    importing, many = came_in(people, "ocg.members", members_of(two, 8))
    assert many <= few
    rows = Subject.objects.filter(name__startswith="Ann 8 ")
    assert rows.filter(record_id=two[0].pk).count() == rows.filter(record_id=two[1].pk).count() == 4
    assert not rows.filter(identifiers=[]).exists()  # found by the telephone number in its notes
    assert Member.objects.filter(subject__in=rows).count() == 8
    assert MemberStatus.objects.filter(member__subject__in=rows, state="at_large").count() == 8
    assert undone(people, importing).state == "undone"


@pytest.mark.slow
def test_disruptions_take_no_more_queries_at_8_rows_than_at_3(people, two):
    _, few = came_in(people, "ocg.disruptions", disruptions_of(two, 3))
    importing, many = came_in(people, "ocg.disruptions", disruptions_of(two, 8))
    assert many <= few
    rows = Disruption.objects.filter(what__startswith="Raid 8 ")
    assert set(rows.values_list("state", "lead_agency_id")) == {
        ("submitted", people.reader("owner").agency_id)
    }
    assert DisruptionOutput.objects.filter(disruption__in=rows, amount=2).count() == 8
    assert Entry.objects.filter(record_id=two[1].pk, title__startswith="Disruption submitted").count() == 5
    assert {row.history.count() for row in rows} == {1}
    assert undone(people, importing).state == "undone"
    assert not Disruption.objects.filter(what__startswith="Raid 8 ").exists()


@pytest.mark.slow
def test_actions_take_no_more_queries_at_8_rows_than_at_3(people, two):
    owner = people.memberships["owner"].user.email
    _, few = came_in(people, "actions", actions_of(two[0], 3, owner))
    importing, many = came_in(people, "actions", actions_of(two[0], 8, owner))
    assert many <= few
    rows = Action.objects.filter(title__startswith="Visit 8 ")
    assert rows.count() == 8 and {row.acceptance for row in rows} == {"accepted"}
    assert undone(people, importing).state == "undone"


def test_a_lead_who_is_not_cleared_for_the_marking_is_refused_beside_the_cell(people):
    low = people.memberships["colleague"]
    type(low).objects.filter(pk=low.pk).update(clearance=1)
    importing = checked(people, "ocg.groups", csv_file(groups_of(1, low.user.email)))
    fate, why = fates(importing)[2]
    assert fate == "refused" and why == [f"{low.user.name} is not cleared for the marking of the groups"]
