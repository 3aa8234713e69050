"""Plays the lives of the organised crime groups (groups.py)."""

from demo.groups import GROUPS
from demo.particulars import add_particulars
from demo.strands import TACTICS
from ocg.models import Ocg, Score
from ocg.services import ARCHIVED, close
from pam.access.levels import Marking
from pam.actions.services.steps import add_steps, tick
from pam.records import services
from pam.records.models import Entry, Subject

DOCUMENTS = [
    (
        "4p-plan.pdf",
        "4P plan",
        [
            "Pursue: who does what, in which order.",
            "Prevent: who can still be turned away.",
            "Protect: who the group harms and what they want.",
            "Prepare: what we will wish we had ready.",
        ],
        "all",
    ),
    (
        "intelligence-assessment.pdf",
        "Intelligence assessment",
        [
            "What we know, how well we know it, and what we don't.",
            "Gaps: top of the group, money, storage.",
            "Next review with the analyst in six weeks.",
        ],
        "own",
    ),
    (
        "partner-briefing.txt",
        "Briefing for partners",
        ["What the signs are.", "What to write down.", "Who to ring, by day and by night."],
        "all",
    ),
]


def arrange(world):
    """Notes all that happens to the groups."""
    for group in GROUPS:
        world.story.on(group.begins, _begin, world, group, hour=9)
        for stage, day in group.stages[1:]:
            world.story.on(day, _stage, world, group, stage)
        for score in group.scores:
            world.story.on(score[0], _score, world, group, *score[1:])
        for day, *event in group.events:
            world.story.on(day, _note, world, group, *event)
        for day, *given in group.shares:
            world.story.on(day, _share, world, group, *given, hour=15)
        _arrange_actions(world, group)
        for name, title, lines, to in DOCUMENTS[: 3 if group.begins < -400 else 1]:
            day = int(group.begins * world.rng.uniform(0.2, 0.9))
            world.story.on(day, _document, world, group, name, title, lines, to)
        world.looks(group.key, group.begins, 16)
    world.story.on(-3, _ask_probation, world, hour=10)


def _ask_probation(world):
    """What the probation officer's card says that one may try: an action of hers that waits for a report."""
    group = next(group for group in GROUPS if "offenders" in world.open_to.get(group.key, ()))
    action = world.task(
        group.key,
        _lead(world, group),
        "Check the licence conditions of those released this quarter",
        world.city.people["probation"],
        12,
        "",
        strand="prevent",
        plan="4P plan",
        details="Tell us which may travel, and which have curfews.",
    )
    with world.story.acting(_lead(world, group)) as actor:
        first, *_ = add_steps(
            actor=actor,
            action=action,
            text="List who was released\nNote travel conditions\nNote curfews\nSend us the list",
        )
        tick(actor=actor, step=first, done=True)


def _lead(world, group):
    return world.city.people[group.lead]


def _begin(world, group):
    city = world.city
    record = Ocg(
        title=group.title, summary=group.summary, crime_types=group.crime, area=group.area,
        stage=world.term("ocg.stage", group.stages[0][0]), tier=world.term("ocg.tier", group.tier),
        team=city.teams["ocg"], lead=_lead(world, group), sro=city.people["chair"], handling=group.handling,
        marking=Marking.OFFICIAL_SENSITIVE if group.sensitive else Marking.OFFICIAL,
        retention_group=world.group("2"), next_review=world.story.when(group.review).date(),
    )  # fmt: skip
    with world.story.acting(_lead(world, group)) as actor:
        world.records[group.key] = services.create_record(actor=actor, record=record)
        world.open_to[group.key] = {"ocg"}
        for name, category, role, born in group.members:
            subject = Subject(name=name, category=category, role=role, born=_birthday(world, born))
            services.add_subject(actor=actor, record=record, subject=subject)
            add_particulars(world, actor, record, subject)
        for name, role in group.places:
            kind = "vehicle" if "vehicle" in role else "place"
            services.add_subject(
                actor=actor, record=record, subject=Subject(name=name, role=role[:80], kind=kind)
            )


def _birthday(world, year):
    from datetime import date

    return date(year, world.rng.randint(1, 12), world.rng.randint(1, 28)) if year else None


def _stage(world, group, code):
    term, label = world.term("ocg.stage", code), ""
    with world.story.acting(_lead(world, group)) as actor:
        row = Ocg.objects.get(pk=world.records[group.key].pk)
        if code == ARCHIVED:
            reason = "No longer meets the definition of an organised crime group."
            close(actor=actor, ocg=row, version=row.version, reason=reason)
            return
        before, label, row.stage = row.stage.label, term.label, term
        services.save_record(actor=actor, record=row, version=row.version, changed=["stage"])
        services.chronicle(
            actor=actor, record=row, kind=Entry.Kind.CHANGE, title=f"Stage changed from {before} to {label}"
        )


def _score(world, group, threat, risk, harm, why):
    score = Score(on=world.story.moment.date(), threat=threat, risk=risk, harm=harm, rationale=why)
    with world.story.acting(_lead(world, group)) as actor:
        record = world.records[group.key]
        services.add_part(actor=actor, part=score, record=record, operation="score")
        services.chronicle(
            actor=actor, record=record, kind=Entry.Kind.ASSESSMENT, text=why,
            title=f"Assessed: threat {threat}, risk {risk}, harm {harm}",
        )  # fmt: skip


def _note(world, group, title, text, to):
    author = _lead(world, group) if world.rng.random() < 0.5 else world.city.some(world.rng, "ocg")
    world.note(group.key, author, title, text, to)


def _share(world, group, to, level, basis, agreement, reason, until, more=None):
    world.give(group.key, _lead(world, group), to, level, basis, agreement, reason, until, **(more or {}))


def _document(world, group, name, title, lines, to):
    world.document(
        group.key, _lead(world, group), f"{group.key}-{name}", f"{title}: {group.title}", lines, to
    )


def _arrange_actions(world, group):
    """About a dozen actions over all four Ps, some early, some lately, a few due after today."""
    rng = world.rng
    tactics = [
        t
        for p in ("pursue", "prevent", "protect", "prepare")
        for t in rng.sample([t for t in TACTICS if t[1] == p], 3)
    ]
    begins, ends = group.stages[min(1, len(group.stages) - 1)][1], group.stages[-1][1]
    over = group.stages[-1][0] in ("archived", "dormant")
    for number, tactic in enumerate(tactics if begins < -60 else tactics[::4]):
        if over:
            day = rng.randint(begins, min(ends - 30, begins + 200))
        else:
            day = (
                rng.randint(begins, -26) if number % 4 and begins < -60 else rng.randint(max(begins, -25), -2)
            )
        world.story.on(day, _action, world, group, tactic, over)


def _action(world, group, tactic, over):
    title, strand, team, outcome = tactic
    rng = world.rng
    if team not in world.open_to[group.key]:
        # The partner it belongs to can't open the record: the unit does it itself.
        team = "ocg"
    place = rng.choice(group.places)[0] if group.places else group.area.split(" and ")[0]
    names = {
        "group": "the group",
        "member": rng.choice(group.members)[0],
        "place": place,
        "area": group.area.split(",")[0].split(" and ")[0],
    }
    world.task(
        group.key,
        _lead(world, group),
        title.format(**names),
        world.city.some(rng, team),
        rng.choice([7, 14, 21, 28, 42]),
        outcome.format(**names),
        strand=strand,
        plan="4P plan",
        to="own" if rng.random() < 0.15 and team == "ocg" else "all",
        fate="done" if over else "withdrawn" if rng.random() < 0.03 else None,
    )
