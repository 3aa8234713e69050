"""Plays referrals of people at risk, what agencies disagree about, and a closing checklist that is begun."""

from datetime import timedelta

from demo.play_cases import KEYED, _officer
from pam.access import visibility
from pam.access.models import LawfulBasis
from pam.disagreements import services as disagreements
from pam.disagreements.models import Escalation, NotShared
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from pvp.closure import selectors as closure_selectors
from pvp.closure import services as closure
from pvp.models import CaseFile, Referral, ReferralDesk, Triage
from pvp.referrals import services

# Who sends it, how many days ago and at what hour, what it says, its rating, and what becomes of it.
REFERRALS = [
    ("health", 20, 10, "rosa", "amber", "accept"),
    ("Shauna Leigh", 9, 15, "marek", "green", "advice"),
    ("council", 3, 9, "edith", "amber", "join"),
    ("Ravi Kapadia", 1, 16, "nadia", "green", None),
    ("health", 1, 23, "jade", "", None),
    ("council", 1, 14, "freya", "amber", None),
]
TEXTS = {
    "rosa": {
        "danger": "no",
        "strand": "domestic",
        "name": "Rosa Lindell",
        "born": "1991-03-14",
        "address": "Flat 3, 18 Cooper Street, Harbourne",
        "concern": "Came to the emergency department with a broken wrist. Her partner answered for her and "
        "would not leave the cubicle. Third visit since spring.",
        "said": "He does not like it when I am late.",
        "told": "objects",
        "told_why": "The injuries get worse each time, and there is a baby at home.",
        "safe_number": "01632 960118",
        "safe_contact": "Her sister answers. Weekday mornings. Never leave a message.",
        "contact": "Safeguarding office, 01632 960100, until 17:00",
    },
    "marek": {
        "danger": "no",
        "strand": "adult",
        "name": "Marek Dolny",
        "born": "1958",
        "address": "Seamen's hostel, Dock Road",
        "concern": "Two men help him with his post and his bank card. He seems content with it.",
        "said": "They are good lads.",
        "told": "agrees",
        "contact": "Lantern House, 01632 960140",
    },
    "edith": {
        "danger": "unknown",
        "strand": "home_takeover",
        "name": "Edith Crane",
        "address": "7 Mast Court, Harbourne",
        "concern": "Neighbours report strangers with keys to her flat, and the club misses her.",
        "told": "not_told",
        "told_why": "The men are there when anyone knocks.",
        "safe_contact": "Do not ring the flat. Her niece will say when she is alone.",
        "contact": "Community safety, 01632 960160",
    },
    "nadia": {
        "danger": "no",
        "strand": "adult",
        "name": "Nadia Brandt",
        "born": "1979",
        "concern": "Stopped coming to the clinic after her brother moved in and took over her letters.",
        "told": "agrees",
        "safe_number": "01632 960177",
        "safe_contact": "Evenings, after seven",
        "contact": "Mental health liaison, 01632 960105",
    },
    "freya": {  # who is known under a name that is written otherwise
        "danger": "no",
        "strand": "cse",
        "name": "Freya Stanard",
        "born": "2009",
        "concern": "Her school rang: she was driven away at lunch time, and came back with a new coat.",
        "told": "not_told",
        "told_why": "The driver reads her messages.",
        "contact": "Education welfare, 01632 960170",
    },
    "jade": {
        "danger": "yes",
        "strand": "cse",
        "name": "Jade Amherst",
        "born": "2011",
        "address": "Believed to be at a flat above a shop on Quay Parade",
        "concern": "A friend showed the school nurse messages from a man who is to collect her tonight.",
        "said": "He is my boyfriend.",
        "told": "not_told",
        "told_why": "She would be warned off and moved.",
        "contact": "School nurse, 01632 960190, all evening",
    },
}


def arrange(world):
    """Notes the referrals, the disagreements and the checklist."""
    story = world.story
    story.on(-30, _open_desk, world, hour=9)
    for sender, ago, hour, key, rating, end in REFERRALS:
        story.on(-ago, _send, world, sender, key, hour=hour)
        if rating:
            story.on(-ago, _rate, world, key, rating, hour=hour + 1)
        if end:
            story.on(-ago + 1, _decide, world, key, end, hour=11)
    story.on(-12, _refuse, world, hour=12)
    story.on(-8, _escalate, world, hour=14)
    story.on(-6, _answer, world, hour=10)
    story.on(-2, _begin_closing, world, hour=15)


def _open_desk(world):
    with world.story.acting(world.city.people["administrator"]) as actor:
        desk = ReferralDesk(
            team=world.city.teams["pvp"], covers="Adults and children in Harbourne", telephone="01632 960000"
        )
        world.desk = services.open_desk(actor=actor, desk=desk)
    world.referrals = {}


def _send(world, sender, key):
    values = dict(TEXTS[key])
    strand = ReferenceValue.objects.filter(listing="pvp.strand", code=values.pop("strand")).first()
    strand = strand or world.term("pvp.strand", "adult")
    with world.story.acting(world.city.people[sender]) as actor:
        referral = Referral(strand=strand, **values)
        world.referrals[key] = services.send_referral(actor=actor, desk=world.desk, referral=referral)


def _triage(world, key):
    return Triage.objects.get(referral=world.referrals[key])


def _rate(world, key, rating):
    with world.story.acting(world.city.people["lead"]) as actor:
        services.rate_referral(
            actor=actor, triage=_triage(world, key), rating=rating, rationale="Spoke to the referrer."
        )


def _decide(world, key, end):
    officer, triage = world.city.people["pvp"], _triage(world, key)
    with world.story.acting(officer) as actor:
        if end == "accept":
            services.accept_as_case(
                actor=actor, triage=triage, case=_case(world, officer, triage.referral), name="Rosa Lindell"
            )
        elif end == "join":
            record = world.records["case-01"]
            services.join_case(
                actor=actor, triage=triage, record=Record.objects.get(pk=record.pk), words="Same address"
            )
        else:
            services.close_referral(
                actor=actor,
                triage=triage,
                reason=world.term("pvp.referral_end", end),
                words="Visited. He manages his own money and knows who to ring.",
                answer="He was seen and spoken to. Refer again if something changes.",
            )


def _case(world, officer, referral):
    return CaseFile(
        title=referral.name,
        summary=referral.concern,
        voice=referral.said,
        team=world.city.teams["pvp"],
        lead=officer,
        strand=referral.strand,
        grade=world.term("pvp.grade", "high"),
        next_review=world.story.today + timedelta(days=8),
        stage="active",
    )


def _shared_with(world, *teams):
    """The key of the first case file that one of these teams can open."""
    return next(key for key in KEYED if key in world.records and world.open_to[key] & set(teams))


def _refuse(world):
    key = _shared_with(world, "children", "safeguarding")
    with world.story.acting(_officer(world, key)) as actor:
        decision = NotShared(
            asked_by="Lena Ashby, head of year, Quay School",
            asked_on=world.story.moment.date(),
            what="Whether the police know who the pupil meets after school, and where.",
            basis=LawfulBasis.objects.filter(code="common-law").first(),
            reason="The answer would show who has spoken to us. The social worker tells the school what it "
            "needs for her safety.",
            decided_by="Helen Osgood, safeguarding lead",
            decided_on=world.story.moment.date(),
            review_on=world.story.today + timedelta(days=4),
            told="Lena Ashby, by telephone, the same day",
        )
        record = Record.objects.get(pk=world.records[key].pk)
        disagreements.refuse_to_share(
            actor=actor, record=record, decision=decision, agencies=[actor.agency_id]
        )


def _escalate(world):
    key = _shared_with(world, "children")
    world.escalated_on = key
    with world.story.acting(_officer(world, key)) as actor:
        world.escalated = disagreements.escalate(
            actor=actor,
            record=Record.objects.get(pk=world.records[key].pk),
            with_agency=world.city.agencies["council"],
            escalation=Escalation(
                title="Referral closed without an assessment",
                why="Three reports in six weeks. We ask for an assessment and a strategy discussion.",
            ),
        )


def _answer(world):
    """No answer from the workers: it goes to the managers."""
    with world.story.acting(_officer(world, world.escalated_on)) as actor:
        rows = visibility.visible_to(actor, Escalation).select_related("stage")
        row = rows.get(pk=world.escalated.pk)
        disagreements.take_further(
            actor=actor, escalation=row, version=row.version, text="No answer in two working days."
        )


def _begin_closing(world):
    """A case that is nearly over: most of its checklist is answered."""
    key = "case-05"
    with world.story.acting(_officer(world, key)) as actor:
        record = Record.objects.get(pk=world.records[key].pk)
        items = closure_selectors.asked_of(actor, record, None)
        closure.keep_closing(
            actor=actor,
            record=record,
            version=0,
            answers={item["code"]: "done" for item in items[:6]},
            notes={items[0]["code"]: "Seen at home on Tuesday, alone."},
        )
