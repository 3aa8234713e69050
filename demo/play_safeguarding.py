"""Plays the work on four people at risk: risk over time, MARAC with a repeat, a plan agreed with the person,
what several agencies saw, a child missing three times, a threshold disputed, a request refused.
"""

from datetime import timedelta

from demo.play_cases import KEYED, _officer
from demo.reading import columns, read
from pam.access import visibility
from pam.access.models import LawfulBasis
from pam.assessments import selectors as tools
from pam.assessments import services as assessments
from pam.chronology import services as chronology
from pam.chronology.models import Event
from pam.disagreements import services as disagreements
from pam.disagreements.models import Escalation, NotShared
from pam.records.models import Subject
from pvp.graded import services as graded_information
from pvp.marac import selectors as referrals
from pvp.marac import services as marac
from pvp.missing import services as missing
from pvp.models import (
    GradedInformation,
    HighRisk,
    MaracReferral,
    MissingEpisode,
    SafetyAgreement,
    SafetyItem,
)
from pvp.risk import services as risk
from pvp.safety import services as safety

KEYS = {row[0]: key for key, row in KEYED.items()}
DENISE, KIRSTY, MOLLIE, ARTHUR, AMINA = (
    KEYS[name] for name in ("Denise Farrow", "Kirsty Allard", "Mollie Dance", "Arthur Penrose", "Amina Dar")
)
TOOL = "risk-24-domestic-abuse"
RISK = ((-195, 16), (-150, 12), (-105, 9), (-60, 7), (-22, 15))  # day, how many of 24 were answered yes

PLAN = ("what", "kind", "agency", "team", "name", "own")
EVENT = ("case", "by", "day", "written", "what", "source", "kind", "effect", "about")
TOLD = read("safeguarding.yaml")

# Days ago away, hours away, what is known; the third one's interview is late.
EPISODES = (
    (
        26,
        9,
        "Did not come back from school. Her phone was off.",
        "At the coach station, by a patrol.",
        "done",
    ),
    (15, 21, "Left by the window after midnight.", "At a flat off the Ropewalk, with two men.", "declined"),
    (6, 14, "Did not come home from the youth club.", "She rang her carer from a shop.", ""),
)


def arrange(world):
    """Notes all of it; each on a day after its case began."""
    on = world.story.on
    for key, to in ((DENISE, "lantern"), (KIRSTY, "lantern"), (ARTHUR, "council")):
        on(-KEYED[key][4] + 1, _open, world, key, to, hour=20, minute=5)
    for day, yes in RISK:
        on(day, _assess, world, yes, hour=12, minute=10)
    for row in columns(TOLD["events"], *EVENT):
        on(row[3], _happened, world, row, hour=17, minute=20)
    on(-193, _refer, world, DENISE, "He said that he would burn the house down.", hour=9, minute=15)
    on(-180, _heard, world, hour=16, minute=0)
    on(-176, _told, world, hour=11, minute=0)
    on(-21, _refer, world, DENISE, "He is back on the street, with a key.", hour=9, minute=15)
    on(-5, _refer, world, KIRSTY, "He was bailed to his brother’s, two streets away.", hour=9, minute=15)
    on(-3, _listed, world, hour=10, minute=40)
    on(-2, _told_of_list, world, hour=10, minute=40)
    on(-20, _plan, world, hour=10, minute=0)
    on(-19, _graded, world, hour=13, minute=0)
    for row in EPISODES:
        on(-row[0], _missing, world, row, hour=23, minute=10)
    on(-40, _disputed, world, hour=10, minute=30)
    on(-33, _refused, world, hour=15, minute=30)


def _open(world, key, to):
    """A partner who may write here too."""
    reason = "Keeps the safety plan with us"
    world.give(
        key, _officer(world, key), to, "contribute", "dpa-sch8-safeguarding", "safeguarding", reason, 120
    )


def _partner(world, key):
    number = world.city.agencies[key].pk
    return next(one for one in world.city.people.values() if one.agency_id == number)


def _assess(world, yes):
    with world.story.acting(_officer(world, DENISE)) as actor:
        record = world.records[DENISE]
        row = assessments.start(
            actor=actor,
            record=record,
            framework_version=tools.may_be_started(actor, record).get(code=TOOL),
            on=world.story.moment.date(),
            place="At her daughter’s",
        )
        given = {one.code: "yes" if place < yes else "no" for place, one in enumerate(row.method.questions)}
        said = {one.code: "Told by her" for one in row.method.questions if "comment" in one.row}
        row = assessments.answer(
            actor=actor, assessment=row, version=row.version, answers=given, comments=said
        )
        assessments.complete(actor=actor, assessment=row, version=row.version)
    if yes == RISK[0][1]:  # the last one waits, and the case's page chases
        world.story.at(world.story.moment + timedelta(hours=5), _see, world)


def _see(world):
    lead = world.city.people["lead"]
    chief = lead if lead.pk != _officer(world, DENISE).pk else world.city.people["chair"]
    with world.story.acting(chief) as actor:
        for row in visibility.visible_to(actor, HighRisk).filter(
            record_id=world.records[DENISE].pk, seen_at=None
        ):
            note = "Agreed. Alarm fitted today; MARAC tomorrow."
            risk.see(actor=actor, high_risk=row, version=row.version, note=note)


def _happened(world, row):
    name, by, day, _, what, source, kind, effect, about = row
    key = KEYS[name]
    person = _officer(world, key) if by == "pvp" else _partner(world, by)
    event = Event(
        created=world.story.moment,
        happened=world.story.today + timedelta(days=day),
        what=what,
        source_agency=source,
        kind=kind,
        effect=effect,
        about=about,
        significant=kind == "incident",
        nature="reported" if about else "fact",
    )
    with world.story.acting(person) as actor:
        chronology.add(actor=actor, record=world.records[key], event=event)


def _refer(world, key, reason):
    with world.story.acting(_officer(world, key)) as actor:
        case, people = world.records[key], visibility.visible_to(actor, Subject)
        suspects = people.filter(record_id=case.pk, category="suspect").order_by("pk")
        referral = MaracReferral(
            reason=reason,
            judgement="She plays it down; those who know her do not.",
            wants="To stay at home, and to sleep.",
            safe_to_tell="Her daughter. Not his brother.",
            consent="yes",
        )
        marac.refer(
            actor=actor,
            case=case,
            referral=referral,
            victim=people.get(pk=case.person_id),
            perpetrator=suspects[0],
            codes=["professional-judgement"],
        )


def _last(actor, world, key):
    return referrals.referrals_of(actor, world.records[key])[0]


def _heard(world):
    with world.story.acting(_officer(world, DENISE)) as actor:
        row, day = _last(actor, world, DENISE), world.story.moment.date()
        marac.heard(actor, row.uuid, "Six agencies; the plan was agreed.", day)


def _told(world):
    _tell(world, DENISE, how="On the telephone, in the evening, alone.", by="Shauna Leigh")


def _told_of_list(world):
    _tell(world, KIRSTY, how="At the health visitor’s, alone.", by="Farah Siddall")


def _tell(world, key, **words):
    with world.story.acting(_officer(world, key)) as actor:
        row, day = _last(actor, world, key), world.story.moment.date()
        marac.record_told(actor=actor, referral=row, version=row.version, told="told", on=day, **words)


def _listed(world):
    """The chair’s team keeps the list, and takes what waits of Kirsty."""
    from meetings.caselist import services as caselist

    with world.story.acting(world.city.people["chair"]) as actor:
        waits = [one.uuid for one in referrals.waiting(actor) if one.record.pk == world.records[KIRSTY].pk]
        for uuid in waits[:1]:
            known = {"meeting": world.records["marac"], "provider": referrals.PROVIDER, "referral": uuid}
            caselist.take_referral(actor=actor, **known)


def _plan(world):
    with world.story.acting(_officer(world, DENISE)) as actor:
        for what, kind, agency, team, name, own in columns(TOLD["plan"], *PLAN):
            item = SafetyItem(
                what=what,
                kind=kind,
                owner_agency=world.city.agencies.get(agency),
                owner_team=team,
                owner_name=name,
                own_words=own,
                state="in_place" if kind == "remove" else "planned",
                due=world.story.moment.date() + timedelta(days=30),
            )
            safety.add_item(actor=actor, record=world.records[DENISE], item=item)
        agreement = SafetyAgreement(
            agreed_on=world.story.moment.date(),
            how="At her daughter’s, alone, read aloud",
            spoke_with="Denise Farrow",
            views="“The lock matters more than the patrol.”",
        )
        safety.agree(actor=actor, record=world.records[DENISE], agreement=agreement)


def _graded(world):
    with world.story.acting(_officer(world, DENISE)) as actor:
        for text, source, assessment, log in (
            ("He keeps a key to the back door in his van.", "2", "B", "INT/26/40117"),
            ("He means to sell her car.", "3", "D", "INT/26/40380"),
        ):
            row = GradedInformation(
                on=world.story.moment.date(),
                text=text,
                source=source,
                assessment=assessment,
                handling="C",
                conditions="Not to be repeated to either of them.",
                log_reference=log,
            )
            graded_information.add(
                actor=actor, record=world.records[DENISE], graded=row, agencies=[actor.agency_id]
            )


def _missing(world, row):
    days, hours, summary, found, interview = row
    with world.story.acting(_officer(world, MOLLIE)) as actor:
        case = world.records[MOLLIE]
        episode = MissingEpisode(
            missing_from=world.story.moment,
            is_child=True,
            risk="high" if days < 20 else "medium",
            reference=f"MP/26/0{430 - days}",
            summary=summary,
        )
        person = visibility.visible_to(actor, Subject).get(pk=case.person_id)
        episode = missing.add_episode(actor=actor, record=case, episode=episode, person=person)
    back = world.story.moment + timedelta(hours=hours)
    world.story.at(back, _back, world, episode, found, interview)


def _back(world, episode, found, interview):
    officer, now = _officer(world, MOLLIE), world.story.moment
    with world.story.acting(officer) as actor:
        missing.returned(actor=actor, episode=episode, version=episode.version, at=now, found_how=found)
    if interview:
        world.story.at(now + timedelta(hours=40), _interview, world, officer, episode, interview)


def _interview(world, officer, episode, interview):
    note = "She went to see a friend who owes money." if interview == "done" else "Ife tries again on Friday."
    with world.story.acting(officer) as actor:
        missing.record_interview(
            actor=actor,
            episode=episode,
            version=episode.version,
            interview=interview,
            on=world.story.moment.date(),
            by="Ife Adeyemi, Lantern House",
            note=note,
        )


def _disputed(world):
    """The council found that he does not meet its threshold; it was taken to managers and settled."""
    council = world.city.agencies["council"]
    with world.story.acting(_officer(world, ARTHUR)) as actor:
        row = Escalation(
            title="No safeguarding enquiry for Arthur Penrose",
            why="He was without food twice in a fortnight. We ask for an enquiry under section 42.",
        )
        row = disagreements.escalate(
            actor=actor, record=world.records[ARTHUR], with_agency=council, escalation=row
        )
    world.story.at(world.story.moment + timedelta(days=3), _taken_further, world, row)


def _taken_further(world, row):
    with world.story.acting(_partner(world, "council")) as actor:
        words = "He has capacity and says no. We would visit with his neighbour."
        disagreements.answer_escalation(actor=actor, escalation=row, text=words)
    with world.story.acting(_officer(world, ARTHUR)) as actor:
        words = "He said no with his nephew in the room."
        disagreements.take_further(actor=actor, escalation=row, version=row.version, text=words)


def _refused(world):
    with world.story.acting(_officer(world, AMINA)) as actor:
        decision = NotShared(
            asked_by="An uncle, through the community centre",
            what="Whether she is known to the police, and where she lives.",
            basis=LawfulBasis.objects.exclude(nature="duty").order_by("pk").first(),
            reason="He is thought to look for her on behalf of the family.",
            decided_by="Helen Osgood, Detective Inspector",
            review_on=world.story.moment.date() + timedelta(days=60),
            told="The centre was told that we do not say who we know.",
        )
        disagreements.refuse_to_share(
            actor=actor, record=world.records[AMINA], decision=decision, agencies=[actor.agency_id]
        )
