"""Who is out of the item at which a case is heard finds nothing of the case on the list either."""

import pytest
from django.urls import reverse

from meetings.caselist import selectors, services
from meetings.caselist.models import CaseEntry, CasePerson, Research, ResearchLine
from meetings.conflicts import services as conflicts
from meetings.models import AgendaItem, Attendance
from meetings.papers.services import describe_item
from meetings.research import services as research
from pam.access import visibility
from pam.db.checks import rule_of
from pam.db.declarations import Gated
from pam.records.models import Entry, UntrackedPart
from pam.records.services import is_for_all
from tests.meetings.marac import accept, marac, open_to, refer
from tests.standing import standing

OF_CASE = (CaseEntry, CasePerson, Research, ResearchLine)


@pytest.fixture
def people(world):
    return world.people


@standing
def listed(people):
    """A case on a list that is open to probation, which wrote of it; Gita of probation is invited."""
    actor, owner = people.reader("owner"), people.memberships["owner"]
    with visibility.reading(actor):
        meeting = marac(people)
        entry = accept(people, meeting, refer(people, meeting))
        open_to(people, meeting, "probation")
    Attendance.objects.create(
        record_id=meeting.pk,
        person=people.memberships["granted"],
        author=owner,
        author_agency_id=owner.agency_id,
    )
    write(people, entry)
    return meeting, CaseEntry.objects.get(pk=entry.pk)


def write(people, entry):
    """A line of probation's own paper, which the people who keep the list do not see."""
    actor = people.reader("granted")
    row = Research.objects.get(entry=entry, agency_id=actor.agency_id)
    with visibility.reading(actor):
        research.add_line(actor=actor, research=row, kind="fact", text="Seen at the wharf")


def put_out(people, meeting, entry):
    actor = people.reader("owner")
    with visibility.reading(actor):
        return conflicts.declare(
            actor=actor,
            meeting=meeting,
            item=AgendaItem.objects.get(pk=CaseEntry.objects.get(pk=entry.pk).item_id),
            person=people.memberships["granted"],
            words="Her brother is the perpetrator",
            ruling="out",
        )


def seen(people, meeting, persona="granted"):
    """How many rows of each table of cases the database shows a persona, and of their histories."""
    found = {}
    with visibility.reading(people.reader(persona)):
        for model in OF_CASE:
            rows = model.objects.filter(record_id=meeting.pk)
            found[model.__name__] = rows.count() + model.history.filter(record_id=meeting.pk).count()
    return found


def test_nothing_of_the_case_is_left_to_them_and_all_of_it_to_others(people, listed, sign_in):
    meeting, entry = listed
    assert all(seen(people, meeting).values())
    before = seen(people, meeting, "owner")
    conflict = put_out(people, meeting, entry)
    assert not any(seen(people, meeting).values())
    later = {"record_id": meeting.pk, "author": entry.author, "author_agency_id": entry.author_agency_id}
    CasePerson.objects.create(entry=entry, name="Joan", part="Child", **later)  # closed as the case is
    assert not any(seen(people, meeting).values())
    assert seen(people, meeting, "owner").items() >= {"CaseEntry": before["CaseEntry"]}.items()
    client = sign_in("granted")
    assert client.get(reverse("meetings:case", args=[entry.uuid])).status_code == 404
    assert entry.code not in client.get(reverse("meetings:cases", args=[meeting.uuid])).content.decode()
    actor = people.reader("owner")
    with visibility.reading(actor):
        conflicts.end(actor=actor, meeting=meeting, conflict=conflict, reason="By mistake")
    assert all(seen(people, meeting).values())


def test_a_case_that_is_set_aside_and_taken_back_stays_closed_to_them(people, listed):
    meeting, entry = listed
    put_out(people, meeting, entry)
    actor = people.reader("owner")
    with visibility.reading(actor):
        entry = CaseEntry.objects.get(pk=entry.pk)
        services.set_aside(
            actor=actor,
            meeting=meeting,
            entry=entry,
            version=entry.version,
            state="returned",
            reason="No criteria",
        )
    assert not any(seen(people, meeting).values())
    with visibility.reading(actor):
        accept(people, meeting, CaseEntry.objects.select_related("item").get(pk=entry.pk))
    assert not any(seen(people, meeting).values())
    with visibility.reading(people.reader("granted")):
        assert not AgendaItem.objects.filter(record_id=meeting.pk, title__contains=entry.code).exists()


def test_a_case_of_a_confidential_item_is_for_those_people_alone(people, listed):
    meeting, entry = listed
    actor = people.reader("owner")
    with visibility.reading(actor):
        item = AgendaItem.objects.get(pk=entry.item_id)
        describe_item(
            actor=actor, meeting=meeting, item=item, version=item.version, confidential=True, people=[]
        )
        assert selectors.cases(actor, meeting)
    assert not any(seen(people, meeting).values())


def test_what_is_closed_to_a_person_does_not_move_its_meeting_in_their_lists():
    assert is_for_all(CaseEntry()) and is_for_all(Entry())
    closed = [CaseEntry(withheld_from=[1]), ResearchLine(for_principals=[1]), Entry(own_marking=2)]
    assert not any(is_for_all(row) for row in [*closed, CaseEntry(agencies=[1]), AgendaItem()])


# Rows that are of an item and are closed by other means, or tell nothing of it.
CLOSED_OTHERWISE = {
    "Conflict": "for those who run the meeting",
    "RoomState": "the number of an item, which it names to no one who may not see it",
    "ShownOnWall": "the number of an item and those people who may not see it",
    "PrivateNote": "of the person who chairs alone",
    "CarriedAction": "of an item about actions; its action is asked of the gate",
    "PaperOpening": "that a person opened a file, for their agency and the meeting's: no word of it",
}


def of_items():
    """The models of the room that are of an item of an agenda, of one that is, and so on."""
    from django.apps import apps

    models = [
        model for model in apps.get_app_config("meetings").get_models() if issubclass(model, UntrackedPart)
    ]
    found, more = {AgendaItem}, True
    while more:
        more = {
            model
            for model in set(models) - found
            if any(field.related_model in found for field in model._meta.fields)
        }
        found |= more
    return found


def test_each_row_that_is_of_an_item_is_closed_with_it():
    rules = {model.__name__: rule_of(model) for model in of_items()}
    open_ones = {
        name for name, rule in rules.items() if not (isinstance(rule, Gated) and rule.withheld and rule.named)
    }
    assert open_ones - set(CLOSED_OTHERWISE) == set()
    assert {"CaseEntry", "ResearchLine", "Paper", "Decision"} <= set(rules)
