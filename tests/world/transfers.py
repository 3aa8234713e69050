"""Transfers in the small world: a case of the owner's that is proposed to the other force."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pam.access import visibility
from pam.chronology.models import Event
from pam.chronology.services import add as add_event
from pam.records import services as records
from pam.records.models import Subject
from pam.reference.models import ReferenceValue
from pam.subjects.models import SafeContact, WarningMarker
from pam.subjects.services.safe_contacts import add_safe_contact
from pam.subjects.services.warnings import add_warning
from pam.transfers import selectors, services
from pam.transfers.models import CarriedOver
from pam.transfers.proposals import TransferProposal
from pvp.models import CaseFile
from pvp.services import open_case

EVERYTHING = (
    "people",
    "suspects",
    "contact",
    "warnings",
    "particulars",
    "relations",
    "orders",
    "assessments",
    "chronology",
    "notes",
    "actions",
    "documents",
    "safety",
    "voice",
    "missing",
    "marac",
)


def term(listing, code):
    """A shipped term."""
    return ReferenceValue.objects.get(agency=None, listing=listing, code=code)


def let_accept(people):
    """The other force's team has a manager, who may accept."""
    team = people.teams["other"]
    team.manager = people.memberships["other_force"]
    team.save(update_fields=["manager"])


def proposal(people, canary="", team="other", **values):
    """A proposal as it is typed, on the ground that fits."""
    to = people.teams[team]
    return TransferProposal(
        **{
            "team": to,
            "reason": term("transfers.reason", "moved"),
            "words": f"She has moved to your area {canary}",
            "attention": f"Cal Reid {canary}",
            "on": timezone.localdate(),
            "sections": EVERYTHING,
            **values,
        }
    )


def give(people, record, canary="", persona="owner", **values):
    """A persona proposes a record to another team."""
    actor, found = people.reader(persona), proposal(people, canary, **values)
    with visibility.reading(actor):
        if found.team.agency_id != record.agency_id and "ground" not in values:
            grounds = selectors.grounds_of(record, found.team)
            ground = next(one for one in grounds if one.basis == people.basis)
            found = proposal(people, canary, **values, ground=ground)
        return services.propose(actor=actor, record=record, proposal=found)


def case_to_give(people, canary=""):
    """A case of the owner's with what endangers if it is missed, and a part for the police alone."""
    actor = people.reader("owner")
    case = CaseFile(
        title=f"Rosa Lind {canary}",
        summary=f"Moved in with her aunt {canary}",
        team=people.teams["pvp"],
        lead=people.memberships["owner"],
        strand=term("pvp.strand", "domestic"),
        grade=term("pvp.grade", "high"),
        next_review=timezone.localdate(),
        stage="active",
    )
    with visibility.reading(actor):
        open_case(actor=actor, case=case, name=f"Rosa Lind {canary}")
        _add_parts(people, actor, case, canary)
    return case


def _add_parts(people, actor, case, canary):
    own = [people.agencies["police"].pk]
    suspect = Subject(name=f"Ned Lind {canary}", category="suspect")
    records.add_subject(actor=actor, record=case, subject=suspect)
    contact = SafeContact(way="07700 900123", never=f"Never ring the shop {canary}", source="Rosa")
    add_safe_contact(actor=actor, record=case, subject=case.person, contact=contact)
    warning = WarningMarker(
        kind=term("subjects.warning", "dogs"),
        details=f"Two dogs {canary}",
        source="A visit",
        review_on=timezone.localdate() + timedelta(days=90),
    )
    add_warning(actor=actor, record=case, subject=suspect, warning=warning)
    event = Event(
        happened="2026-03", what=f"Police called {canary}", source_agency="Northshire", late_reason="-"
    )
    add_event(actor=actor, record=case, event=event)
    records.add_note(actor=actor, record=case, title=f"Visit {canary}", text=f"At the quay {canary}")
    records.add_note(
        actor=actor, record=case, title=f"Own note {canary}", text=f"For police alone {canary}", agencies=own
    )
    upload = SimpleUploadedFile("letter.txt", f"A letter {canary}".encode(), content_type="text/plain")
    records.add_document(actor=actor, record=case, upload=upload, title=f"Letter {canary}")


def answer(people, row, service, persona="other_force", **values):
    """A persona answers a transfer, as it is now."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return service(actor=actor, transfer=row, **values)


def take(people, row, persona="other_force", lead="", **values):
    """A persona accepts it, led by themselves unless another is named."""
    lead = people.memberships[lead or persona]
    return answer(people, row, services.accept, persona, lead=lead, **values)


# Why it should go is for both ends; what it holds is the giver's alone until it is accepted.
TRANSFERS = {"canarytransfer": {"owner", "other_force"}}


def add_transfer(world):
    """{"transfer", "came"}: the hidden case, proposed to the other force; that force's own group, which once
    came from elsewhere.
    """
    people = world.people
    let_accept(people)
    row = give(people, world.pvp, "canarytransfer")
    line = {
        "section": "Notes",
        "title": "canaryother",
        "wrote": "Ann",
        "agency": "Lantern",
        "on": "2026-01-02",
    }
    actor = people.reader("other_force")
    came = CarriedOver(
        from_agency=people.agencies["charity"],
        from_team="Advice canaryother",
        from_reference="OCG-26-ABCD",
        given_by="Ann canaryother",
        proposed_on=timezone.localdate(),
        missing=["No warnings come with it canaryother"],
        lines=[line | {"as": ""}],
    )
    own = [actor.agency_id]
    with visibility.reading(actor):
        records.add_part(actor=actor, part=came, record=world.other_ocg, agencies=own)
    return {"transfer": row, "came": came}
