"""One record of each kind, shared and hidden, each text with a canary that says who may read it.

Each text also holds the word "wharf", so that a search finds everything it is allowed to find.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg, Score
from pam.access import visibility
from pam.actions.models import Action
from pam.actions.proposals import SanitisedProposal
from pam.actions.services import sanitised
from pam.actions.services.many import change_actions
from pam.actions.services.steps import add_steps
from pam.contact import services as contact
from pam.contact.models import ContactRequest
from pam.disclosure.models import AccessRequest, BreakGlassAccess
from pam.disclosure.services import break_glass_access
from pam.drafts.keys import DraftKey
from pam.drafts.services import save_draft
from pam.enquiries import services as enquiries
from pam.lists.kept import kept_list
from pam.lists.services import save_view
from pam.matching.models import Match, MatchKey, MutedKey
from pam.notifications.models import Delivery
from pam.notifications.services import enqueue
from pam.records import services as records
from pam.records.documents import DocumentFacts
from pam.records.models import RetentionGroup, Subject
from pam.reference.models import ReferenceValue
from pam.reference.services.settings import set_general
from pam.subjects.models import Particular, WarningMarker
from pam.subjects.services.particulars import add_particular
from pam.subjects.services.warnings import add_warning
from pam.watching.services.searches import save_search
from pam.watching.services.watches import watch_record
from pvp.models import CaseFile
from tests.world import meetings
from tests.world.assessments import add_assessments
from tests.world.caselists import CASE_LISTS, add_case
from tests.world.cases import add_case_work
from tests.world.chronology import add_history
from tests.world.clocks import add_clocks
from tests.world.contacts import CONTACTS, add_contacts
from tests.world.disagreements import add_escalation, refuse
from tests.world.files import make_pages
from tests.world.frameworks import draft_plan, published_agenda, published_plan
from tests.world.imports import add_import, add_typing
from tests.world.members import add_members
from tests.world.merges import add_merge
from tests.world.orders import add_orders
from tests.world.people import end_what_has_ended, make_people, share_with_personas
from tests.world.places import add_hidden_place, add_shared_place
from tests.world.plans import add_to_plan, begin_plan, sign_plan
from tests.world.practice import add_copy, add_offer, add_preparation
from tests.world.profiles import add_profile
from tests.world.referrals import REFERRALS, add_referral
from tests.world.region import add_region
from tests.world.responsible import add_place, add_responsible
from tests.world.scoring import add_second, ask_tier
from tests.world.series import add_hidden_series, add_shared_series
from tests.world.stages import add_moves
from tests.world.transfers import TRANSFERS, add_transfer
from tests.world.voices import VOICES, add_case_parts

# Which personas may read a text with this canary. Everyone else must never meet it, anywhere.
MAY_READ = {
    "canaryshared": {"owner", "granted", "narrowed", "glass_during"},  # the shared OCG, and what is for all
    "canarypolice": {"owner", "glass_during"},  # its police-only parts
    # Cases on lists; of its police-only person safe contact, household, number; of the hidden case.
    **(CONTACTS | CASE_LISTS | VOICES | REFERRALS | TRANSFERS),
    "canarynamed": {"owner", "glass_during"},  # its parts for police and health (whose grant has ended)
    "canaryhidden": {"owner"},  # the PVP case that nobody else may know of
    "canarytwin": {"owner"},  # a group recorded twice, which nobody else may know of
    "canarymeeting": {"owner", "granted", "glass_during"},  # the meeting that probation is invited to
    "canaryprivate": {"owner"},  # the meeting that it is not
    "canarynote": {"owner"},  # what the chair notes for themselves, and what a person declared to the chair
    "canaryasked": {"owner", "signposted"},  # the council's request for access to the shared OCG
    "canaryrequest": {"owner", "expired_grant"},  # the health trust's, which no other partner hears of
    "canaryglass": {"owner", "auditor", "glass_during"},  # why a person broke the glass over the shared OCG
    "canarybroken": {"owner", "auditor", "glass_after"},  # the same, an hour ago
    "canarygiven": {"owner", "granted", "glass_during", "sanitised"},  # what housing was asked, and reported
    "canaryquestion": {"other_force", "owner", "signposted"},  # what the other force asks police and council
    "canaryhealth": {"expired_grant", "expired_agreement", "narrowed", "co_located"},  # asked of the charity
    "canaryescalation": {"owner", "granted", "glass_during"},  # what the owner and probation disagree about
    "canarymessage": {"administrator", "data_protection"},  # what a person wrote on the front page
    "canaryreason": {"owner"},  # why the owner shared the OCG; an auditor opens it for a purpose
    "canaryother": {"other_force"},  # the other force's own OCG
    "canaryview": {"owner"},  # what the owner calls a view of the list of groups, and searches in it
    "canaryelsewhere": {"other_force"},  # a plan that the other force published
    "canaryrevoked": {"other_force"},  # what the other force offered, and revoked
    "canarymethod": {"owner"},  # a plan of the police that is not published yet
    "canarysearch": {"owner"},  # what the owner calls a saved search, and searches for
    "canaryplace": {"owner", "granted", "narrowed"},  # the place that is shared as the group is
    "canaryseries": {"owner", "granted", "narrowed"},  # the series of meetings shared as the group is
    "canaryboard": {"owner", "granted"},  # its board and figures, which the narrowed share does not reach
    "canaryfigure": {"owner"},  # a figure of it for the police alone
    "canaryunseen": {"owner"},  # the place that nobody else may know of
    "canarydraft": {"owner"},  # what the owner has typed into the shared OCG's note and not sent
}


@dataclass
class World:
    """What the tests point at, by name."""

    people: object
    ocg: Ocg = None
    pvp: CaseFile = None
    other_ocg: Ocg = None
    place: object = None
    hidden_place: object = None
    profile: object = None
    hidden_profile: object = None
    series: object = None
    hidden_series: object = None
    parts: dict = field(default_factory=dict)
    meeting: object = None
    private_meeting: object = None
    view: object = None
    changed: object = None
    search: object = None
    watch: object = None
    news: object = None
    twin: Ocg = None
    message: object = None
    importing: object = None


def text(canary, words="Seen at the wharf"):
    """A text that carries a canary."""
    return f"{words} {canary}"


def term(listing, code):
    """The shipped term of a list."""
    return ReferenceValue.objects.get(listing=listing, code=code)


def retention_group(code):
    """The shipped retention group of every agency with this code."""
    return RetentionGroup.objects.get(agency=None, code=code)


def make_ocg(people, persona, title, *, team, **fields):
    """An OCG of `persona`'s team, made by them."""
    actor = people.reader(persona)
    record = Ocg(
        title=title,
        summary=fields.pop("summary", title),
        team=people.teams[team],
        lead=fields.pop("lead", None) or people.memberships[persona],
        stage="active",
        tier=fields.pop("tier", None) or term("ocg.tier", "2"),
        next_review=fields.pop("next_review", timezone.localdate() + timedelta(days=20)),
        **fields,
    )
    return records.create_record(actor=actor, record=record)


def make_pvp(people, title):
    """A PVP case file of the owner's PVP team."""
    actor = people.reader("owner")
    record = CaseFile(
        title=title,
        summary=title,
        team=people.teams["pvp"],
        lead=people.memberships["owner"],
        strand=term("pvp.strand", "cce"),
        grade=term("pvp.grade", "high"),
        stage="active",
        voice=title,
    )
    records.create_record(actor=actor, record=record)
    person = records.add_subject(
        actor=actor,
        record=record,
        subject=Subject(name=text(title, "Robin"), category=Subject.Category.VICTIM),
    )
    record.person = person
    record.save()
    return record


def add_parts(people, record, canary, agencies=None):
    """One part of each kind on `record`, for `agencies` (their keys), by the owner. Returns them by kind."""
    actor, owner = people.reader("owner"), people.memberships["owner"]
    to = {"agencies": agencies and [people.agencies[key].pk for key in agencies]}
    action = Action(
        title=text(canary),
        details=text(canary),
        strand="protect" if record.kind == "ocg" else "",
        owner=owner,
        owner_agency_id=owner.agency_id,
        due=timezone.localdate() - timedelta(days=1),
    )
    subject = records.add_subject(
        actor=actor,
        record=record,
        subject=Subject(name=text(canary, "Sam"), role=canary, details=canary),
        **to,
    )
    document = records.add_document(
        actor=actor,
        record=record,
        title=text(canary),
        upload=upload(f"{canary}.txt", text(canary)),
        facts=DocumentFacts(tags=(f"tag {canary}",), shows=subject),
        **to,
    )
    return {
        "note": records.add_note(actor=actor, record=record, title=text(canary), text=text(canary), **to),
        "subject": subject,
        "particular": add_particular(
            actor=actor,
            record=record,
            subject=subject,
            particular=Particular(type="alias", value=text(canary, "Sammy"), source=text(canary)),
            **to,
        ),
        "warning": add_warning(
            actor=actor,
            record=record,
            subject=subject,
            warning=WarningMarker(
                kind=term("subjects.warning", "dogs"),
                details=text(canary),
                source=text(canary),
                review_on=timezone.localdate() + timedelta(days=300),
            ),
            **to,
        ),
        "document": document,
        "action": records.add_part(actor=actor, part=action, record=record, **to),
        "step": add_steps(actor=actor, action=action, text=text(canary))[0],
    }


def upload(name, content):
    """A small uploaded text file."""
    return SimpleUploadedFile(name, content.encode(), content_type="text/plain")


def make_shared(people):
    """The world that probation may see: the shared OCG and what is addressed to everyone who can open it."""
    world = World(people)
    with visibility.reading(people.reader("owner")):
        known = {"aliases": [text("canaryshared", "Also")], "operation_name": text("canaryshared", "Op")}
        world.ocg = make_ocg(people, "owner", text("canaryshared"), team="unit", **known)
        share_with_personas(people, world.ocg)
        moves = add_moves(people, world.ocg, "canaryshared")  # before the actions that keep it
        world.parts["shared"] = add_parts(people, world.ocg, "canaryshared") | moves
        score = Score(threat=60, risk=50, harm=70, rationale=text("canaryshared"))
        world.parts["shared"]["score"] = records.add_part(
            actor=people.reader("owner"), part=score, record=world.ocg
        )
        world.parts["shared"] |= add_assessments(people, world.ocg, "canaryshared")
        world.parts["shared"] |= add_clocks(people, world.ocg, "canaryshared")
        meetings.hold_shared(world)
    add_case(world)
    world.parts["shared"] |= add_escalation(people, world.ocg, "canaryescalation")
    world.parts["shared"] |= add_history(people, world.ocg, "canaryshared")
    world.parts["shared"] |= add_region(people, world.ocg, "canaryshared")
    world.parts["shared"] |= begin_plan(people, world.ocg, "canaryshared")
    world.parts["profile"] = add_profile(people, world.ocg)
    world.parts["referral"] = add_referral(people)
    subject = world.parts["shared"]["subject"]
    world.parts["shared"] |= add_members(people, world.ocg, subject, "canaryshared")
    world.parts["shared"] |= add_orders(people, world.ocg, subject, "canaryshared")
    world.parts["shared"] |= add_contacts(people, world.ocg, subject, ["canaryshared"] * 3)
    add_shared_place(world)
    add_shared_series(world)
    with visibility.reading(people.reader("owner")):
        world.parts["shared"]["place"] = add_place(people, world.ocg, "canaryshared")
    world.parts["shared"] |= add_second(people, world.ocg, "canaryshared")
    world.parts["shared"] |= ask_tier(people, world.ocg, "canaryshared")
    world.parts["given"] = give_sanitised(world, "sanitised", "canarygiven")
    world.parts["question"] = ask_others(world, "other_force", ["police", "council"], "canaryquestion")
    world.parts["broken"] = {"opening": break_glass(world, "glass_during", "canaryglass")}
    world.message = write_to_us(people, "canarymessage")
    world.parts["asked"] = {"request": ask_for_access(world, "signposted", "canaryasked")}
    world.parts["offer to partners"] = add_offer(people, "other", "Visits with the council")
    world.parts["offer copied"] = add_copy(people, "owner", add_offer(people, "other", "Calls with housing"))
    make_pages(world)
    return world


def give_sanitised(world, persona, canary):
    """The owner gives `persona` a sanitised action of the shared OCG,
    who reports on it; returns both rows.
    """
    people, actor = world.people, world.people.reader("owner")
    with visibility.reading(actor):
        action = sanitised.give(
            actor=actor,
            record=world.ocg,
            proposal=SanitisedProposal(
                receiver=people.memberships[persona].principal,
                title=text(canary, "Check the locks"),
                details=text(canary),
                due=timezone.localdate() + timedelta(days=5),
                contact="olive@pam.example",
                strand="protect",
                owner=people.memberships["owner"],
                note=text("canaryshared"),
            ),
        )
    with visibility.reading(people.reader(persona)):
        sanitised.report(
            actor=people.reader(persona), row=action.sanitised, kind="progress", text=text(canary)
        )
    return {"action": action, "given": action.sanitised}


def ask_others(world, persona, agencies, canary):
    """`persona` asks agencies whether they know a person; returns the question and each agency's line."""
    people, actor = world.people, world.people.reader(persona)
    with visibility.reading(actor):
        question = enquiries.ask(
            actor=actor,
            kind="person",
            name=text(canary, "Alex"),
            purpose=text(canary),
            basis=people.basis,
            agencies=[people.agencies[key] for key in agencies],
            answer_by=timezone.localdate() + timedelta(days=4),
        )
    return {"question": question} | {key: question.asked.get(agency=people.agencies[key]) for key in agencies}


def write_to_us(people, canary):
    """A message from the front page that the police answer, who are the agency to do so; returns it."""
    set_general("contact.agency", people.agencies["police"].name)
    with visibility.reading(None):
        contact.send(
            kind="account",
            name=text(canary, "Petra Post"),
            email="petra@pam.example",
            organisation=text(canary),
            telephone="+44 20 7946 0000",
            post=text(canary),
            words=text(canary),
            updates=True,
        )
    return ContactRequest.objects.get()


def ask_for_access(world, persona, canary):
    """A waiting request of `persona` for the shared OCG, as it is in the database."""
    asker = world.people.memberships[persona]
    return AccessRequest.objects.create(
        record_id=world.ocg.pk,
        reference=world.ocg.reference,
        kind="ocg",
        asker=asker,
        asker_agency_id=asker.agency_id,
        reason=text(canary),
    )


def break_glass(world, persona, canary):
    """`persona` opens the shared OCG by break-glass; returns the Opening."""
    actor = world.people.reader(persona)
    with visibility.reading(actor):
        break_glass_access.break_glass(actor=actor, reference=world.ocg.reference, reason=text(canary))
    return BreakGlassAccess.objects.get(membership_id=actor.membership_id)


def begin_note(world, canary):
    """The owner has typed a note of the shared OCG, and not sent it."""
    address, reader = reverse("records:note", args=[world.ocg.uuid]), world.people.reader("owner")
    boxes = ("title", "text", "day_day", "day_month", "day_year", "hour")
    values = {"title": [text(canary, "A note")], "text": [text(canary)]}
    key = DraftKey(address, address, boxes)
    save_draft(actor=reader, key=key, number="", values=values, records=[world.ocg.pk])


def move_action(people, action):
    """The owner has given an action another date, by a change of many; returns the batch."""
    actor = people.reader("owner")
    rows = list(visibility.visible_to(actor, Action).filter(pk=action.pk))
    day = action.due + timedelta(days=1)
    return change_actions(actor=actor, actions=rows, due=day, reason=text("canaryhidden"))[0]


def keep_view(people, canary):
    """A view of the list of groups that the owner alone keeps, with words of theirs."""
    query = urlencode({"q": text(canary)})
    actor = people.reader("owner")
    return save_view(actor=actor, kept=kept_list("ocg"), name=text(canary), query=query)


def watch_and_save(world, canary):
    """The owner watches the hidden case and has news of it, and is told of new results of a saved search."""
    people, actor = world.people, world.people.reader("owner")
    world.watch = watch_record(actor=actor, record=world.pvp)
    world.search = save_search(actor=actor, name=text(canary), words=text(canary), tell=True)
    enqueue(
        "watched_record", world.pvp.uuid, [people.memberships["owner"]], occasion="2026-01-01T00:00:00+00:00"
    )
    world.news = Delivery.objects.get(event="watched_record", recipient=people.memberships["owner"])


def add_hidden(world, *, other_force=True, signs=True):
    """What nobody but the owner (or the other force) may learn of. Added last, so that it can be left out.

    With `signs` the plan is signed once more, its hidden lines with it: that it was is no secret.
    """
    people = world.people
    with visibility.reading(people.reader("owner")):
        world.parts["police"] = add_parts(people, world.ocg, "canarypolice", ["police"])
        world.parts["named"] = add_parts(people, world.ocg, "canarynamed", ["health"])
        world.pvp = make_pvp(people, text("canaryhidden"))
        world.parts["hidden"] = add_parts(people, world.pvp, "canaryhidden")
        world.parts["hidden"] |= add_case_parts(people, world.pvp, world.parts["hidden"]["subject"])
        world.parts["police"] |= add_assessments(people, world.ocg, "canarypolice", ["police"])
        world.parts["hidden"] |= add_assessments(people, world.pvp, "canaryhidden")
        world.parts["police"] |= add_clocks(people, world.ocg, "canarypolice", ["police"])
        world.parts["hidden"] |= add_clocks(people, world.pvp, "canaryclock")
        world.parts["hidden"]["link"] = records.link(
            actor=people.reader("owner"), record=world.ocg, other=world.pvp, why="canaryhidden"
        )
        meetings.hold_hidden(world)
        begin_note(world, "canarydraft")
        world.parts["framework draft"] = {"version": draft_plan(people, "owner", text("canarymethod"))}
        world.view = keep_view(people, "canaryview")
        watch_and_save(world, "canarysearch")
        world.changed = move_action(people, world.parts["hidden"]["action"])
    world.parts["police"]["not shared"] = refuse(people, world.ocg, "canarypolice", ["police"])
    world.parts["police"] |= add_history(people, world.ocg, "canarypolice", ["police"])
    with visibility.reading(people.reader("owner")):
        world.twin = make_ocg(people, "owner", text("canarytwin", "Twin"), team="unit")
    world.parts["hidden"] |= add_merge(people, world.ocg, world.twin, "canarytwin")
    world.parts["police"] |= add_to_plan(people, world.ocg, "canarypolice", ["police"])
    if signs:
        sign_plan(people, world.ocg)  # its lines for the police alone are copied for them alone
    subject = world.parts["police"]["subject"]
    world.parts["police"] |= add_members(people, world.ocg, subject, "canarypolice", ["police"])
    world.parts["police"] |= add_orders(people, world.ocg, subject, "canarypolice", ["police"])
    world.parts["police"] |= add_contacts(people, world.ocg, subject, list(CONTACTS), ["police"])
    add_hidden_place(world)
    add_hidden_series(world)
    world.parts["hidden"] |= add_case_work(people, world.pvp, "canaryhidden")
    world.parts["police"]["typing"] = add_typing(people, world.ocg, "canarypolice")
    world.importing = add_import(people, world.ocg, "canarydraft")
    world.parts["police"] |= add_responsible(people, world.ocg, "canarypolice", ["police"])
    world.parts["police"] |= add_second(people, world.ocg, "canarypolice", ["police"])
    world.parts["offer draft"] = add_preparation(people, text("canarymethod"))
    world.parts["offer learning"] = add_preparation(people, text("canaryhidden"), record=world.pvp)
    world.parts["offer asked"] = add_preparation(people, text("canarymethod"), state="asked")
    # A person at the council recorded a person who the hidden case knows: its lead is told.
    world.parts["matched"] = {
        "match": Match.objects.create(
            cause="c" * 32,
            record_id=world.pvp.pk,
            record_agency=people.agencies["police"],
            rules="Name and date of birth",
            known=world.parts["hidden"]["subject"],
            told=people.memberships["owner"],
            agency=people.agencies["council"],
        )
    }
    # So many of the police's records hold it that it tells them nothing, the hidden case among them.
    muted = {"rule": "vehicle", "text": "canaryhidden muted"}
    MatchKey.objects.create(subject=world.parts["hidden"]["subject"], **muted)
    MutedKey.objects.create(agency=people.agencies["police"], records=101, **muted)
    world.parts["broken before"] = {"opening": break_glass(world, "glass_after", "canarybroken")}
    world.parts["question elsewhere"] = ask_others(world, "expired_grant", ["charity"], "canaryhealth")
    world.parts["requested"] = {"request": ask_for_access(world, "expired_grant", "canaryrequest")}
    if other_force:
        add_other_force(world)
    make_pages(world)
    return world


def add_other_force(world):
    """The other force's own OCG, which is no business of anyone else's."""
    people = world.people
    with visibility.reading(people.reader("other_force")):
        world.other_ocg = make_ocg(people, "other_force", text("canaryother"), team="other")
        plan = published_plan(people, "other_force", text("canaryelsewhere"))
        world.parts["framework elsewhere"] = {"version": plan}
        kind = published_agenda(people, "other_force", text("canaryelsewhere"))
        meetings.call_as(people, "other_force", "other", text("canaryelsewhere"), kind)
    world.parts["offer revoked"] = add_offer(people, "other", text("canaryrevoked"), state="revoked")
    world.parts["transfer"] = add_transfer(world)


def make_world(people=None):
    """The whole world, its meetings being held, with the clock run out on what has ended."""
    people = people or make_people()
    world = add_hidden(make_shared(people))
    end_what_has_ended(people)
    return world
