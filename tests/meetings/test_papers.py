"""Papers on items: who sees which, which are late or changed; and items that members propose."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings.conflicts import services as conflicts
from meetings.models import AgendaItem, Decision, ItemProposal, Meeting, Paper
from meetings.papers import services
from meetings.papers.selectors import due_day, papers_of
from meetings.services import conduct
from pam.access import visibility
from pam.actions.models import Action
from pam.notifications.models import Delivery
from pam.records.bulk import rows
from pam.records.models import Document
from pam.records.services import add_version
from tests.meetings import papers
from tests.meetings import room as rooms
from tests.refusals import refused
from tests.standing import standing


@standing
def room(world):
    return rooms.called(world)


def item_of(room, name):
    return AgendaItem.objects.get(pk=room.items[name].pk)


def in_team(room, persona):
    """Makes a persona one of the team that owns the meeting, and so manages it."""
    room.people.memberships[persona].teams.add(room.people.teams["unit"])


def describe(room, name="plain", **values):
    with room.reading():
        item = item_of(room, name)
        return services.describe_item(
            actor=room.chair, meeting=room.now(), item=item, version=item.version, **values
        )


def test_a_paper_is_for_those_who_see_its_item(room):
    papers.add(room, "ocg", title="Of the group")
    papers.add(room, "pvp", title="Of the case")
    assert papers.seen(room, "owner") == {"Of the group", "Of the case"}
    assert papers.seen(room, "granted") == {"Of the group"}


def test_a_confidential_paper_is_for_those_who_are_named_the_chair_and_the_secretary(room):
    papers.add(room, "plain", title="For the chair", confidential=True, people=[])
    papers.add(room, "plain", title="For probation", confidential=True, people=[
        room.people.memberships["granted"]])  # fmt: skip
    assert papers.seen(room, "owner") == {"For the chair", "For probation"}
    assert papers.seen(room, "granted") == {"For probation"}
    in_team(room, "colleague")
    assert papers.seen(room, "colleague") == set()  # who manages the meeting


def test_the_database_itself_keeps_a_confidential_paper_and_its_history(room):
    paper = papers.add(room, "plain", confidential=True, people=[])
    with visibility.reading(room.people.reader("granted")):
        assert not Paper.objects.filter(pk=paper.pk).exists()
        assert not Paper.history.filter(id=paper.pk).exists()


def test_a_confidential_item_closes_its_papers_and_what_is_recorded_on_it(room):
    papers.add(room, "plain", title="Of the item")
    describe(room, confidential=True, people=[])
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.now())
        conduct.decide(
            actor=room.chair, meeting=room.now(), item=item_of(room, "plain"), text="Go", rationale="So"
        )
        raised = rooms.raise_action(room, "plain", "owner", "canarymeeting")
    assert papers.seen(room, "granted") == set()
    reader, number = room.people.reader("granted"), room.items["plain"].pk
    with visibility.reading(reader):
        assert not AgendaItem.objects.filter(pk=number).exists()
        assert not Decision.objects.filter(item_id=number).exists()
        assert not Action.objects.filter(pk=raised.action_id).exists()


def test_opening_an_item_to_all_leaves_a_confidential_paper_confidential(room):
    papers.add(room, "plain", title="For the chair", confidential=True, people=[])
    papers.add(room, "plain", title="Of the item")
    describe(room, confidential=True, people=[])
    describe(room, confidential=False)
    assert papers.seen(room, "granted") == {"Of the item"}


def test_nobody_shuts_themselves_out(room):
    in_team(room, "colleague")
    colleague = room.people.reader("colleague")
    with visibility.reading(colleague), refused("not_named", field="people"):
        item = item_of(room, "plain")
        services.describe_item(
            actor=colleague, meeting=room.now(), item=item, version=item.version, confidential=True
        )


def test_a_conflict_of_interest_closes_papers(room):
    papers.add(room, "plain", title="Before")
    with room.reading():
        conflicts.declare(
            actor=room.chair,
            meeting=room.now(),
            item=item_of(room, "plain"),
            person=room.people.memberships["granted"],
            words="Her brother",
            ruling="out",
        )
    papers.add(room, "plain", title="After")
    assert papers.seen(room, "granted") == set()


def test_a_paper_that_comes_after_the_day_is_late(room):
    rows(Meeting).filter(pk=room.meeting.pk).update(starts_at=timezone.now() + timedelta(days=30))
    papers.add(room, title="In time")
    rows(Meeting).filter(pk=room.meeting.pk).update(starts_at=timezone.now() + timedelta(days=2))
    assert due_day(room.now()) < timezone.localdate()
    papers.add(room, title="Too late")
    with room.reading():
        late = {one.title: one.late for one in papers_of(room.chair, room.now())}
    assert late == {"In time": False, "Too late": True}


def test_a_new_version_takes_the_place_and_is_shown_as_changed_to_who_opened_the_earlier(room, sign_in):
    paper = papers.add(room, title="Profile")
    client = sign_in("granted")
    address = reverse("meetings:detail", args=[room.meeting.uuid])
    assert client.get(reverse("meetings:paper", args=[paper.uuid])).status_code == 200
    assert "New version since you opened it" not in client.get(address).content.decode()
    with room.reading():
        newer = services.add_paper_version(
            actor=room.chair, meeting=room.now(), paper=paper, upload=papers.upload(papers.pdf_of(2))
        )
        with refused("not_newest", field="upload"):
            services.add_paper_version(
                actor=room.chair, meeting=room.now(), paper=paper, upload=papers.upload()
            )
        assert [one.paper.pk for one in papers_of(room.chair, room.now())] == [newer.pk]
    assert "New version since you opened it" in client.get(address).content.decode()


def test_a_document_of_the_record_is_a_paper_in_its_newest_version_and_for_its_own_readers(room):
    document = room.world.parts["shared"]["document"]
    papers.add(room, "ocg", document=document)
    assert papers.seen(room, "granted") == {document.title}
    police = room.world.parts["police"]["document"]
    papers.add(room, "ocg", document=police)
    assert papers.seen(room, "granted") == {document.title} < papers.seen(room, "owner")
    with room.reading():
        newest = add_version(
            actor=room.chair, document=document, upload=papers.upload(papers.pdf_of(3)), title="Second"
        )
        shown = [one.file for one in papers_of(room.chair, room.now())]
        with refused("twice", field="document"):
            services.add_paper(
                actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"), document=newest
            )
    assert newest in shown and document not in shown


def test_a_document_of_another_record_is_refused(room):
    hidden = Document.objects.filter(record_id=room.world.pvp.pk).first()
    with refused("not_its_own", field="document"):
        papers.add(room, "ocg", document=hidden)


def test_papers_are_for_who_manages_the_meeting_to_add_and_take_off(room):
    paper = papers.add(room)
    granted = room.people.reader("granted")
    with visibility.reading(granted):
        with pytest.raises(PermissionDenied):
            services.remove_paper(actor=granted, meeting=room.now(), paper=paper)
        with pytest.raises(PermissionDenied):
            services.add_paper(
                actor=granted, meeting=room.now(), item=item_of(room, "plain"), upload=papers.upload()
            )
    with room.reading():
        services.remove_paper(actor=room.chair, meeting=room.now(), paper=paper)
    assert papers.seen(room, "owner") == set()


def test_a_paper_that_waits_for_the_virus_scan_is_not_handed_out(room, sign_in, settings):
    settings.CLAMD = "tcp://localhost:1"
    paper = papers.add(room)
    told = sign_in("owner").get(reverse("meetings:paper", args=[paper.uuid]))
    assert told.status_code == 403 and "waiting for the virus scan" in told.content.decode()


def test_the_pages_add_a_paper_and_describe_an_item(room, sign_in):
    client, item = sign_in("owner"), item_of(room, "plain")
    probation = str(room.people.memberships["granted"].uuid)
    address = reverse("meetings:paper_add", args=[room.meeting.uuid, item.uuid])
    wrong = client.post(address, {"title": "A note"})
    assert "Select a file" in wrong.content.decode() and "A note" in wrong.content.decode()
    sent = {"upload": papers.upload(), "title": "A note", "confidential": "on", "people": [probation]}
    assert client.post(address, sent).status_code == 302
    assert papers.seen(room, "granted") == {"A note"}
    address = reverse("meetings:item", args=[room.meeting.uuid, item.uuid])
    values = {"version": item.version, "kind": "decision", "presenter": probation, "planned_minutes": "7"}
    assert client.post(address, values).status_code == 302
    item.refresh_from_db()
    assert (item.kind, item.presenter_id, item.planned_minutes) == (
        "decision", room.people.memberships["granted"].pk, 7)  # fmt: skip
    told = sign_in("granted").get(room.meeting.get_absolute_url()).content.decode()
    assert "For decision" in told and "A note" in told


# --- Proposed items ---


def propose(room, persona="granted", **values):
    reader = room.people.reader(persona)
    with visibility.reading(reader):
        return services.propose_item(
            actor=reader, meeting=room.now(), title="The bridge", why="It is shut", minutes=5, **values
        )


def test_who_is_invited_proposes_an_item_and_the_chair_is_told(room):
    Delivery.objects.all().delete()
    row = propose(room)
    told = Delivery.objects.filter(event=services.PROPOSED, about=row.uuid)
    assert set(told.values_list("recipient_id", flat=True)) == {room.meeting.lead_id}
    in_team(room, "colleague")
    with refused("not_invited"):
        propose(room, "colleague")


def test_a_proposal_that_is_accepted_gets_its_place_and_its_proposer_presents_it(room):
    row = propose(room)
    with room.reading():
        item = services.accept_proposal(
            actor=room.chair, meeting=room.now(), proposal=row, version=row.version, place=1
        )
        first = AgendaItem.objects.filter(record=room.meeting, removed_at=None).order_by("position").first()
    assert first == item and item.presenter_id == room.people.memberships["granted"].pk
    assert Delivery.objects.filter(event=services.ANSWERED, about=row.uuid).count() == 1
    row.refresh_from_db()
    with room.reading(), refused("answered"):
        services.decline_proposal(
            actor=room.chair, meeting=room.now(), proposal=row, version=row.version, reason="Late"
        )


def test_a_proposal_is_declined_with_a_reason_that_its_proposer_reads(room, sign_in):
    row = propose(room)
    client, address = sign_in("owner"), reverse("meetings:proposal", args=[row.uuid])
    wrong = client.post(address, {"version": row.version, "answer": "decline"})
    assert "Say why" in wrong.content.decode()
    client.post(address, {"version": row.version, "answer": "decline", "reason": "Not for this meeting"})
    told = sign_in("granted").get(reverse("meetings:propose", args=[room.meeting.uuid])).content.decode()
    row.refresh_from_db()
    assert "Not for this meeting" in told and row.state == "declined"


def test_a_proposal_is_for_its_proposer_and_for_those_who_run_the_meeting(room):
    row = propose(room)
    for persona, sees in (("granted", True), ("owner", True), ("glass_during", False)):
        reader = room.people.reader(persona)
        with visibility.reading(reader):
            assert visibility.visible_to(reader, ItemProposal).filter(pk=row.pk).exists() == sees


def test_a_proposal_that_became_a_confidential_item_is_for_those_who_are_named(room, sign_in):
    row = propose(room)
    with room.reading():
        item = services.accept_proposal(
            actor=room.chair, meeting=room.now(), proposal=row, version=row.version
        )
        services.describe_item(
            actor=room.chair, meeting=room.now(), item=item, version=item.version, confidential=True
        )
    for persona, sees in (("owner", True), ("colleague", False), ("granted", False)):
        with visibility.reading(room.people.reader(persona)):
            assert ItemProposal.objects.filter(pk=row.pk).exists() == sees
            assert ItemProposal.history.filter(id=row.pk).exists() == sees
    page = sign_in("colleague").get(reverse("meetings:agenda", args=[room.meeting.uuid]))
    assert row.title not in page.content.decode()
