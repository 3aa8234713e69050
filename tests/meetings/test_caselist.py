"""Lists of cases: opened to agencies in one act, researched by each on its own paper, heard, told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from meetings.caselist import selectors, services
from meetings.caselist.models import CaseEntry, Research, ResearchLine
from meetings.models import AgendaItem, Meeting
from meetings.research import services as research
from meetings.services import conduct
from pam.access import visibility
from pam.access.models import Grant
from tests.meetings.marac import accept, marac, open_to, refer
from tests.refusals import refused
from tests.standing import standing

AGENCIES = ("probation", "council", "health")


@pytest.fixture
def people(world):
    return world.people


def owner(people):
    return visibility.reading(people.reader("owner"))


@standing
def listed(people):
    """A meeting, and a case on its list, which is open to three agencies."""
    with owner(people):
        meeting = marac(people)
        entry = accept(people, meeting, refer(people, meeting))
        open_to(people, meeting, *AGENCIES)
    return meeting, entry


def asked(people, entry, persona):
    return Research.objects.get(entry=entry, agency_id=people.memberships[persona].agency_id)


def write(people, entry, persona="granted", text="Missed two appointments", kind="fact"):
    actor = people.reader(persona)
    with visibility.reading(actor):
        return research.add_line(actor=actor, research=asked(people, entry, persona), kind=kind, text=text)


def lines_of(people, persona, meeting):
    reader = people.reader(persona)
    with visibility.reading(reader):
        return [line.text for case in selectors.cases(reader, meeting) for line in case.lines]


def test_one_act_opens_the_list_to_agencies_by_one_share_each_and_asks_each_of_each_case(people):
    with owner(people):
        meeting = marac(people)
        for _ in range(3):
            accept(people, meeting, refer(people, meeting))
        before = Grant.objects.count()
        open_to(people, meeting, *AGENCIES)
        accept(people, meeting, refer(people, meeting))
    assert Grant.objects.count() - before == 3
    grants = Grant.objects.filter(content_object_id=meeting.pk, kinds=["caselist"])
    assert grants.count() == 3 and all(grant.agreement_id for grant in grants)
    assert Research.objects.filter(record=meeting).count() == 4 * 4  # the owning agency is asked too


def test_the_list_shows_the_list_and_nothing_else_of_the_meeting(people, listed):
    meeting, entry = listed
    reader = people.reader("granted")
    with visibility.reading(reader):
        assert [case.entry.pk for case in selectors.cases(reader, meeting)] == [entry.pk]
        assert not visibility.visible_to(reader, AgendaItem).filter(record_id=meeting.pk).exists()
        assert visibility.level(reader, meeting) == 2


def test_a_case_is_for_its_referrer_and_the_people_who_keep_the_list_until_it_is_accepted(people, listed):
    meeting, _ = listed
    second = refer(people, meeting, "two", persona="granted")
    for persona, count in (("granted", 2), ("owner", 2), ("signposted", 1)):
        reader = people.reader(persona)
        with visibility.reading(reader):
            assert len(selectors.cases(reader, meeting)) == count, persona
    with owner(people):
        accept(people, meeting, second)
    reader = people.reader("signposted")
    with visibility.reading(reader):
        assert len(selectors.cases(reader, meeting)) == 2


def test_the_items_of_cases_follow_the_item_of_the_list_in_the_order_they_came(people, listed):
    meeting, first = listed
    with owner(people):
        second = accept(people, meeting, refer(people, meeting, "second"))
    rows = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None).order_by("position", "pk")
    agenda = list(rows.values_list("standing", "pk"))
    place = [standing for standing, _ in agenda].index("cases")
    assert [pk for _, pk in agenda[place + 1 : place + 3]] == [first.item_id, second.item_id]
    assert len(agenda) > place + 3, "and what is standing after them stays after them"


def test_what_an_agency_writes_is_its_own_paper_until_it_releases_a_line(people, listed):
    meeting, entry = listed
    line = write(people, entry)
    kept = write(people, entry, text="A family matter", kind="opinion")
    assert len(lines_of(people, "granted", meeting)) == 2
    assert lines_of(people, "owner", meeting) == lines_of(people, "signposted", meeting) == []
    actor = people.reader("granted")
    with visibility.reading(actor):
        research.release(actor=actor, line=line, version=line.version)
        research.keep_back(actor=actor, line=kept, version=kept.version, reason="Not relevant")
    assert lines_of(people, "owner", meeting) == lines_of(people, "signposted", meeting) == [line.text]
    kept.refresh_from_db()
    assert (kept.state, kept.reason, kept.agencies) == ("kept", "Not relevant", [actor.agency_id])


def test_research_is_known_by_its_first_line_and_nothing_known_is_another_answer_than_none(people, listed):
    meeting, entry = listed
    write(people, entry)
    council = people.reader("signposted")
    with visibility.reading(council):
        row = asked(people, entry, "signposted")
        research.answer(actor=council, research=row, version=row.version, state="nothing")
    with owner(people):
        (case,) = selectors.cases(people.reader("owner"), meeting)
    assert case.progress == {"known": 1, "nothing known": 1, "asked": 2}
    Research.objects.get(pk=asked(people, entry, "owner").pk)
    late = asked(people, entry, "owner")
    late.due_at = timezone.now() - timedelta(hours=1)
    late.save()
    with owner(people):
        (case,) = selectors.cases(people.reader("owner"), meeting)
    assert case.progress["late"] == 1


def test_no_agency_answers_for_another(people, listed):
    _, entry = listed
    council = people.reader("signposted")
    row = asked(people, entry, "granted")
    with visibility.reading(council), pytest.raises(PermissionDenied):
        research.add_line(actor=council, research=row, kind="fact", text="Words")
    line = write(people, entry)
    with owner(people), pytest.raises(PermissionDenied):
        research.release(actor=people.reader("owner"), line=line, version=line.version)


def test_a_line_that_the_meeting_has_stays_as_it_is(people, listed):
    _, entry = listed
    line, actor = write(people, entry), people.reader("granted")
    with visibility.reading(actor):
        research.release(actor=actor, line=line, version=line.version)
        with refused("released"):
            research.keep_back(actor=actor, line=line, version=line.version, reason="Wrong")
    with owner(people), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_researchline SET text = 'Other' WHERE id = %s", [line.pk])


def test_the_list_closes_to_agencies_when_the_minutes_are_approved(people, listed):
    meeting, _ = listed
    actor = people.reader("owner")
    with owner(people):
        conduct.start(actor=actor, meeting=meeting)
        conduct.close(actor=actor, meeting=meeting)
        conduct.approve(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk))
    partner = people.reader("granted")
    with visibility.reading(partner):
        assert not visibility.visible_to(partner, Meeting).filter(pk=meeting.pk).exists()


def test_a_case_is_sent_to_another_marac_with_a_reason_and_leaves_the_agenda(people, listed):
    meeting, entry = listed
    actor = people.reader("owner")
    known = {"actor": actor, "meeting": meeting, "entry": entry, "version": entry.version}
    with owner(people):
        with refused("missing"):
            services.set_aside(**known, state="transferred", reason="Moved away")
        services.set_aside(**known, state="transferred", reason="Moved away", other_list="South")
    entry = CaseEntry.objects.get(pk=entry.pk)
    assert (entry.state, entry.other_list) == ("transferred", "South")
    assert not AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None, title__contains=entry.code)


def test_an_emergency_is_due_within_hours_and_says_who_was_rung_and_what_was_agreed(people, listed):
    meeting, entry = listed
    actor = people.reader("owner")
    row = asked(people, entry, "granted")
    typed = {"phone_with": "Gita", "phone_words": "A visit today", "state": "known"}
    with owner(people), refused("no_emergency"):
        research.note_call(actor=actor, research=row, version=row.version, **typed)
    with owner(people):
        urgent = accept(people, meeting, refer(people, meeting, emergency=True))
        row = asked(people, urgent, "granted")
        assert row.due_at - timezone.now() < timedelta(hours=2, minutes=1)
        research.note_call(actor=actor, research=row, version=row.version, **typed)
        assert selectors.cases(actor, meeting)[0].entry.pk == urgent.pk


@pytest.mark.slow
def test_a_marac_of_six_cases_and_five_agencies_goes_from_referral_to_victim_told(people):
    agencies, actor = (*AGENCIES, "charity"), people.reader("owner")
    with owner(people):
        meeting = marac(people)
        conduct.invite(
            actor=actor,
            meeting=meeting,
            people=[people.memberships["granted"]],
            grounds=people.grounds(),
        )
        entries = [accept(people, meeting, refer(people, meeting, f"n{n}")) for n in range(6)]
        open_to(people, meeting, *agencies)
    assert Research.objects.filter(record=meeting).count() == 6 * 5
    for entry in entries:
        line = write(people, entry)
        partner = people.reader("granted")
        with visibility.reading(partner):
            research.release(actor=partner, line=line, version=line.version)
    with owner(people):
        conduct.start(actor=actor, meeting=meeting)
        conduct.all_present(actor=actor, meeting=meeting)
        for entry in entries[:5]:
            item = AgendaItem.objects.get(pk=entry.item_id)
            known = {"actor": actor, "meeting": meeting, "item": item}
            conduct.record_outcome(**known, outcome="heard")
            conduct.decide(**known, text="A safe address", rationale="He knows the old one")
            conduct.raise_action(
                **known,
                title="Visit her",
                owner=people.memberships["granted"],
                due=timezone.localdate() + timedelta(days=3),
            )
        conduct.close(actor=actor, meeting=meeting)
        states = [CaseEntry.objects.get(pk=entry.pk).state for entry in entries]
        assert states == ["heard"] * 5 + ["deferred"]
        copies = conduct.approve(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk))
        for entry in entries[:5]:
            row = CaseEntry.objects.get(pk=entry.pk)
            services.note_told(
                actor=actor,
                entry=row,
                version=row.version,
                told_on=timezone.localdate(),
                told_words="By her adviser, at the office",
            )
    assert all("Visit her" in str(copy.content) for copy in copies)
    assert CaseEntry.objects.filter(record=meeting, told_on__isnull=False).count() == 5


def test_the_pages_lead_an_agency_from_the_list_to_a_released_line(people, listed, sign_in):
    meeting, entry = listed
    client = sign_in("granted")
    page = client.get(reverse("meetings:cases", args=[meeting.uuid])).content.decode()
    assert entry.code in page and "Your agency: asked" in page
    address = reverse("meetings:research", args=[entry.uuid])
    assert client.post(address, {"kind": "risk", "text": "He has her keys"}).status_code == 302
    line = ResearchLine.objects.get(entry=entry)
    release = reverse("meetings:release_line", args=[line.uuid])
    assert "You cannot take it back" in client.get(release).content.decode()
    assert client.post(release, {"version": line.version}).status_code == 302
    shown = sign_in("owner").get(reverse("meetings:case", args=[entry.uuid])).content.decode()
    assert "He has her keys" in shown and "What each agency answered" in shown


def test_the_coordinator_opens_the_list_on_one_page(people, sign_in):
    with owner(people):
        meeting = marac(people)
    client = sign_in("owner")
    address = reverse("meetings:open_list", args=[meeting.uuid])
    form = client.get(address).context["form"]
    probation = people.agencies["probation"]
    ground = form.fields[f"ground_{probation.pk}"].choices[1][0]
    answer = client.post(address, {"principals": [probation.principal_id]})
    assert "Choose the legal basis for Northshire Probation Service" in answer.content.decode()
    sent = {"principals": [probation.principal_id], f"ground_{probation.pk}": ground}
    assert client.post(address, sent).status_code == 302
    assert (
        "Northshire Probation Service"
        in client.get(reverse("meetings:cases", args=[meeting.uuid])).content.decode()
    )


def test_an_agency_finds_what_it_is_asked_on_my_work_until_it_answers(people, listed, sign_in):
    meeting, entry = listed
    client = sign_in("granted")
    told = client.get(reverse("home")).content.decode()
    assert "A meeting asks what your agency knows of a case" in told
    assert entry.code in told and reverse("meetings:research", args=[entry.uuid]) in told
    actor = people.reader("granted")
    with visibility.reading(actor):
        row = asked(people, entry, "granted")
        research.answer(actor=actor, research=row, version=row.version, state="nothing")
    assert entry.code not in client.get(reverse("home")).content.decode()
    assert entry.code not in sign_in("other_force").get(reverse("home")).content.decode()
