"""Plays the case files of people at risk (cases.py)."""

from datetime import timedelta

from demo.cases import CASES
from demo.particulars import add_particulars
from demo.strands import NOTES, SAFETY
from pam.access.levels import Level, Marking
from pam.records import services
from pam.records.models import Entry, Subject
from pam.stages import services as stages
from pam.stages.selectors import own_row
from pam.subjects.services.identities import add_known_subject
from pvp.models import CaseFile

KEYED = {f"case-{number:02d}": row for number, row in enumerate(CASES, 1)}
LINKS = {
    "cce": "exploited_by",
    "county_lines": "exploited_by",
    "modern_slavery": "exploited_by",
}


def arrange(world):
    """Notes all that happens to the case files."""
    rng = world.rng
    for number, (key, (name, _, strand, grade, ago, group, *_)) in enumerate(KEYED.items()):
        world.story.on(-ago, _begin, world, key, hour=10)
        if group:
            world.story.on(-max(ago - 6, 2), _link, world, key, group, strand)
        for title, text, to in rng.sample(NOTES[strand], min(len(NOTES[strand]), 2 + number % 3)):
            world.story.on(-rng.randint(1, min(ago - 1, 420)), _note, world, key, title, text, to)
        _arrange_shares(world, key, strand, grade, ago)
        _arrange_actions(world, key, strand, ago)
        if grade == "standard" and ago > 100:
            world.story.on(-rng.randint(20, ago // 2), _lower, world, key)
        _arrange_stages(world, key, number, ago)
        if number % 3 == 0:
            world.story.on(-rng.randint(1, ago), _document, world, key, name)
        world.looks(key, -ago, 6)


def _arrange_stages(world, key, number, ago):
    """The newest are referrals or in triage; of those that go on some are reviewed just now."""
    moves = [("triage", ago - 1), ("accept", ago - 2)]
    if ago > 90 and number % 4 == 1:
        moves.append(("review", 1 + number % 9))
    for move, day in moves[: 0 if ago < 4 else 1 if ago < 12 else 3]:
        world.story.on(-day, _move, world, key, move, hour=11)


def _move(world, key, move):
    with world.story.acting(_officer(world, key)) as actor:
        row = own_row(actor, world.records[key])
        if row.next_review < world.story.moment.date():
            row.next_review = world.story.moment.date() + timedelta(days=28)
            services.save_record(actor=actor, record=row, version=row.version, changed=["next_review"])
        today = world.story.moment.date()
        stages.make_move(actor=actor, record=row, version=row.version, move=move, on=today)


def _officer(world, key):
    """The officer in the case: the same person for all of it."""
    officers = [world.city.people["pvp"], world.city.people["lead"], *world.city.of_team["pvp"][3:]]
    return officers[int(key[-2:]) % len(officers)] if int(key[-2:]) % 4 else officers[0]


def _first(name):
    return name.split(" (")[0].split(" ")[0]


def _begin(world, key):
    name, born, strand, grade, ago, _, summary, voice = KEYED[key]
    city, officer = world.city, _officer(world, key)
    began_at = "high" if grade == "standard" and ago > 100 else grade
    record = CaseFile(
        title=name,
        summary=summary,
        voice=voice,
        strand=world.term("pvp.strand", strand),
        grade=world.term("pvp.grade", began_at),
        team=city.teams["pvp"],
        lead=officer,
        marking=Marking.OFFICIAL_SENSITIVE,
        retention_group=world.group("1"),
        handling="Safeguarding. Never leave a message about this on a shared phone.",
        next_review=world.story.when(world.rng.choice([-6, 3, 9, 15, 22, 30, 44])).date(),
    )
    with world.story.acting(officer) as actor:
        world.records[key] = services.create_record(actor=actor, record=record)
        world.open_to[key] = {"pvp"}
        subject = Subject(name=name, category="victim", role="Vulnerable person", born=_birthday(world, born))
        record.person = services.add_subject(actor=actor, record=record, subject=subject)
        services.save_record(actor=actor, record=record, version=record.version, changed=["person"])
        add_particulars(world, actor, record, subject)


def _birthday(world, year):
    from datetime import date

    return date(year, world.rng.randint(1, 12), world.rng.randint(1, 28))


KNOWN = "stays at an address of the group"


def _link(world, key, group, strand):
    kind = LINKS.get(strand, "victim_of")
    # The chair's team holds both rooms: linking needs sight of both records.
    with world.story.acting(world.city.people["chair"]) as actor:
        services.link(
            actor=actor,
            record=world.records[key],
            other=world.records[group],
            kind=kind,
            why="Same addresses and the same people",
        )
        if KNOWN not in world.roles:  # one of them is named in the group's record, too
            world.roles.add(KNOWN)
            known = CaseFile.objects.select_related("person").get(pk=world.records[key].pk).person
            subject = Subject(name=known.name, born=known.born, category="victim", role=KNOWN)
            to = {"record": world.records[group], "agencies": [actor.agency_id]}
            add_known_subject(actor=actor, subject=subject, same_as=known, **to)


def _note(world, key, title, text, to):
    name = _first(KEYED[key][0])
    world.note(key, _officer(world, key), title.format(name=name), text.format(name=name), to)


def _lower(world, key):
    with world.story.acting(_officer(world, key)) as actor:
        row = CaseFile.objects.get(pk=world.records[key].pk)
        row.grade = world.term("pvp.grade", "standard")
        services.save_record(actor=actor, record=row, version=row.version, changed=["grade"])
        services.chronicle(
            actor=actor, record=row, kind=Entry.Kind.CHANGE, title="Risk grade lowered from High to Standard",
            text="Plan has held for three months; the person agrees with the change.",
        )  # fmt: skip


def _document(world, key, name):
    lines = [
        "Seen alone: yes.",
        "What has changed since last time.",
        "What is going well.",
        "What they are most afraid of.",
        "Agreed next step.",
    ]
    world.document(
        key, _officer(world, key), "risk-assessment.pdf", f"Risk assessment, {_first(name)}", lines, "all"
    )


def _arrange_shares(world, key, strand, grade, ago):
    """Children go to social care, adults to those who can help; some to nobody but a signpost."""
    rng, day = world.rng, -max(1, ago - 3)
    basis = (
        "children-act-47"
        if strand in ("cce", "cse")
        else "care-act-45"
        if strand == "adult"
        else "dpa-sch8-safeguarding"
    )
    plans = {
        "cce": [("children", "contribute"), ("lantern", "view")],
        "cse": [("children", "contribute")],
        "missing": [("children", "view")],
        "county_lines": [("safety", "view"), ("health", "view")],
        "domestic": [("lantern", "contribute")],
        "modern_slavery": [("lantern", "view")],
        "stalking": [("advice", "view")],
        "adult": [("council", "contribute"), ("safeguarding", "view")],
        "hba": [("advice", "contribute")],
    }[strand]
    if strand == "domestic" and grade == "high":
        plans = [*plans, ("safeguarding", "view"), ("probation", "signpost")]
    for to, level in plans if rng.random() < 0.8 else plans[:0]:
        reason = (
            "Safety plan has steps that only you can take"
            if LEVELS_NAMED[level] > 1
            else "Ring us before the supervised person moves address"
        )
        world.story.on(day, _give, world, key, to, level, basis, reason, rng.choice([60, 120, 180]), hour=18)


LEVELS_NAMED = {level.name.lower(): level for level in Level}


def _give(world, key, to, level, basis, reason, until):
    world.give(key, _officer(world, key), to, level, basis, "safeguarding", reason, until)


def _arrange_actions(world, key, strand, ago):
    rng = world.rng
    for number, step in enumerate(rng.sample(SAFETY[strand], 4)):
        # First steps at once; the last of them recently.
        day = -rng.randint(1, min(ago, 24)) if number == 3 else -max(1, ago - rng.randint(0, 40))
        world.story.on(day, _action, world, key, step, hour=19)


def _action(world, key, step):
    title, team, outcome = step
    name = _first(KEYED[key][0])
    if team not in world.open_to[key]:
        team = "pvp"
    world.task(
        key,
        _officer(world, key),
        title.format(name=name),
        world.city.some(world.rng, team),
        world.rng.choice([1, 3, 7, 10, 14, 21]),
        outcome.format(name=name),
        plan="Safety plan",
        to="own" if world.rng.random() < 0.1 and team == "pvp" else "all",
    )
