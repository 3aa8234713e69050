"""The meetings of the small world: one that probation is invited to, and one that it never hears of."""

from datetime import timedelta

from django.utils import timezone

from meetings.conflicts import services as conflicts
from meetings.issue import services as issue
from meetings.live import services as live
from meetings.models import AgendaItem, Attendance, CarriedAction, Meeting, MinutesCopy
from meetings.services import conduct, minutes
from meetings.updates.services import ask_for_updates, give_update
from pam.access import visibility
from pam.access.levels import Level
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.records.models import Record
from pam.records.services import add_part
from tests.world.caselists import add_marac
from tests.world.papers import add_hidden_papers, add_packs, add_shared_paper

# Of each meeting the items whose discussion is tidied, and who may read that.
TIDIED = {
    "meeting": [("meeting", "canarymeeting"), ("meeting unseen", "canaryhidden")],
    "private": [("private", "canaryprivate")],
}


def call(people, title):
    """A meeting of the owner's unit, called for this hour."""
    owner = people.memberships["owner"]
    meeting = Meeting(
        title=title,
        summary=title,
        team=people.teams["unit"],
        lead=owner,
        secretary=owner,
        starts_at=timezone.now(),
        place="Room 4",
        series="Tasking",
    )
    return conduct.call_meeting(actor=people.reader("owner"), meeting=meeting)


def call_as(people, persona, team, title, kind):
    """A meeting of `kind` that `persona` calls for this hour, with an outcome of its first item."""
    actor = people.reader(persona)
    lead = people.memberships[persona]
    meeting = Meeting(title=title, team=people.teams[team], lead=lead, starts_at=timezone.now())
    meeting = conduct.call_meeting(actor=actor, meeting=meeting, kind=kind)
    conduct.start(actor=actor, meeting=meeting)
    item = AgendaItem.objects.filter(record=meeting).first()
    conduct.record_outcome(actor=actor, meeting=meeting, item=item, outcome="agreed")
    return meeting


def minute(people, meeting, item, words, action_owner="owner"):
    """A decision and an action on an item. Returns them by kind."""
    actor = people.reader("owner")
    item = (
        conduct.write_notes(actor=actor, meeting=meeting, item=item, notes=words, version=item.version)
        or item
    )
    return {
        "item": item,
        "decision": conduct.decide(actor=actor, meeting=meeting, item=item, text=words, rationale=words),
        "raised": conduct.raise_action(
            actor=actor,
            meeting=meeting,
            item=item,
            title=words,
            owner=people.memberships[action_owner],
            due=timezone.localdate() + timedelta(days=7),
            strand="prevent" if item.about and item.about.kind == "ocg" else "",
        ),
    }


def carry(people, meeting, item, action):
    """An action that the meeting goes through at an item."""
    row = CarriedAction(item_id=item.pk, about_id=action.record_id, action=action)
    return add_part(actor=people.reader("owner"), part=row, record=meeting, level=Level.MANAGE)


def hold_shared(world):
    """The meeting that probation is invited to, with what probation may see of it. Inside the owner's
    reading.
    """
    people, actor = world.people, world.people.reader("owner")
    world.meeting = call(people, "Harbour tasking canarymeeting")
    conduct.invite(
        actor=actor,
        meeting=world.meeting,
        people=[people.memberships["granted"]],
        grounds=people.grounds(),
    )
    share(
        actor=actor,
        record=world.meeting,
        proposal=ShareProposal(
            principal=people.agencies["health"].principal,
            level=Level.VIEW,
            basis=people.basis,
            reason="Joint plan",
            until=timezone.now() + timedelta(30),
            agreement=people.agreement,
        ),
    )
    about = conduct.add_item(actor=actor, meeting=world.meeting, about=Record.objects.get(pk=world.ocg.pk))
    (asked,), _ = ask_for_updates(actor=actor, meeting=world.meeting)
    said = give_update(actor=actor, request=asked, version=asked.version, text="Seen canaryshared")
    added = add_shared_paper(world, about)
    conduct.start(actor=actor, meeting=world.meeting)
    world.parts["meeting"] = added | minute(
        people, world.meeting, about, "Agreed at the wharf canarymeeting", "granted"
    )
    live.go_to(actor=actor, meeting=world.meeting, item=about)
    live.note_privately(actor=actor, meeting=world.meeting, item=about, text="Ask at the wharf canarynote")
    world.parts["meeting"]["update"] = said
    world.parts["meeting"]["conflict"] = conflicts.declare(
        actor=actor,
        meeting=world.meeting,
        item=about,
        person=people.memberships["granted"],
        words="Knows a person at the wharf canarynote",
        ruling="stays",
    )
    attendance = Attendance.objects.filter(record=world.meeting, person=people.memberships["granted"]).get()
    world.parts["meeting"]["attendance"] = attendance
    world.parts["meeting"]["carried"] = carry(people, world.meeting, about, world.parts["shared"]["action"])
    add_marac(world)


def hold_hidden(world):
    """What probation may not see: items about the hidden case, and a meeting of the owner alone."""
    people, actor = world.people, world.people.reader("owner")
    about = conduct.add_item(actor=actor, meeting=world.meeting, about=Record.objects.get(pk=world.pvp.pk))
    world.parts["meeting unseen"] = minute(people, world.meeting, about, "Agreed at the wharf canaryhidden")
    at_all = world.parts["meeting"]["item"]
    action = world.parts["hidden"]["action"]
    world.parts["meeting"]["carried unseen"] = carry(people, world.meeting, at_all, action)
    world.private_meeting = call(people, "Gold group canaryprivate")
    item = conduct.add_item(actor=actor, meeting=world.private_meeting, title="Wharf canaryprivate")
    conduct.start(actor=actor, meeting=world.private_meeting)
    live.go_to(actor=actor, meeting=world.private_meeting, item=item)
    world.parts["private"] = minute(people, world.private_meeting, item, "Agreed canaryprivate")
    world.parts["private"]["carried"] = carry(people, world.private_meeting, item, action)
    add_hidden_papers(world)
    world.parts["private"]["attendance"] = Attendance.objects.filter(record=world.private_meeting).first()


def approve(world, *, files=False):
    """Closes both meetings and approves their minutes; with `files` the worker's job is done here and now."""
    people, actor = world.people, world.people.reader("owner")
    for target, meeting in (("meeting", world.meeting), ("private", world.private_meeting)):
        add_packs(world, target, meeting, files=files)
        with visibility.reading(actor):
            conduct.close(actor=actor, meeting=meeting)
            meeting.refresh_from_db()
            for part, canary in TIDIED[target]:
                item = world.parts[part]["item"]
                issue.tidy(actor=actor, meeting=meeting, item=item, text=f"Tidied at the wharf {canary}")
            minutes.approve(actor=actor, meeting=meeting)
        if files:
            for copy in MinutesCopy.objects.filter(record=meeting):
                minutes.make(copy.pk)
        copies = MinutesCopy.objects.filter(record=meeting)
        partner = people.memberships["granted"].principal_id
        world.parts[target]["copy"] = (
            copies.filter(for_principals__contains=[partner]).first() or copies.first()
        )
    world.parts["meeting unseen"]["copy"] = (
        MinutesCopy.objects.filter(record=world.meeting)
        .exclude(for_principals__contains=[people.memberships["granted"].principal_id])
        .first()
    )
