"""Plays the lives of the organised crime groups (groups.py)."""

from demo.groups import GROUPS
from demo.particulars import add_particulars
from demo.play_facts import add_places, facts_of, is_noted, recorded_by
from demo.play_plans import begin_and_sign
from demo.strands import TACTICS
from ocg.models import Ocg, Score
from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.actions.models import Action
from pam.actions.services import tracker
from pam.actions.services.steps import add_steps, tick
from pam.records import services
from pam.records.models import Entry, Subject
from pam.stages import services as stages
from pam.stages.selectors import choices, own_row

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
            "What we know, how well we know it, and what we do not know.",
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


TO_ARCHIVE = (
    "saltgate"  # its lead has asked for the archive, and the Senior Responsible Officer has yet to answer
)
WHY_MOVED = {
    "monitored": (
        "The supply has stopped and nobody has taken it up. "
        "A new phone line or a released member brings it back."
    ),
    "archived": (
        "No longer meets the definition of an organised crime group: "
        "nobody at liberty, no intelligence for a year."
    ),
}


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
    world.story.on(
        -2, _stage, world, next(group for group in GROUPS if group.key == TO_ARCHIVE), "archived", True
    )


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
        title=group.title, summary=group.summary,
        crime_types=group.crime if is_noted(group.key) else "",
        area=group.area if is_noted(group.key) else "",
        tier=world.term("ocg.tier", group.tier),
        team=city.teams["ocg"], lead=_lead(world, group), sro=city.people["chair"], handling=group.handling,
        marking=Marking.OFFICIAL_SENSITIVE if group.sensitive else Marking.OFFICIAL,
        retention_group=world.group("2"), next_review=world.story.when(group.review).date(),
        sro_since=world.story.moment.date(), **facts_of(world, group.key),
    )  # fmt: skip
    by = recorded_by(group.key)
    with world.story.acting(city.people[by] if by else _lead(world, group)) as actor:
        world.records[group.key] = services.create_record(actor=actor, record=record)
        world.open_to[group.key] = {"ocg"}
        add_places(world, actor, record, group.key)
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


def _stage(world, group, code, only_asked=False):
    """The group makes the move that leads to the stage `code`; the Senior Responsible Officer approves it
    where the map says so, unless it is `only_asked` by now.
    """
    if code == "active":
        _first_of_plan(world, group)
        begin_and_sign(world, group)
    if code == "archived":
        _end_all(world, group)
    with world.story.acting(_lead(world, group)) as actor:
        row = own_row(actor, world.records[group.key])
        move = next(one.code for one in choices(actor, row, Level.MANAGE) if one.to == code)
        made = stages.make_move(
            actor=actor, record=row, version=row.version, move=move,
            on=world.story.moment.date(), reason=WHY_MOVED.get(code, ""),
        )  # fmt: skip
    if made.waits and not only_asked:
        with world.story.acting(world.city.people["chair"]) as actor:
            stages.approve_move(actor=actor, move=made, version=made.version, decision="Agreed.")


def _first_of_plan(world, group):
    """A plan begins with its own writing."""
    title, outcome = "Write the first 4P plan with the partners", "Agreed at the management meeting."
    lead = _lead(world, group)
    world.task(group.key, lead, title, lead, 10, outcome, strand="prepare", plan="4P plan", fate="done")


def _end_all(world, group):
    """What is still open is reported before a group goes to the archive."""
    with world.story.acting(_lead(world, group)) as actor:
        rows = visibility.visible_to(actor, Action).filter(record_id=world.records[group.key].pk)
        for row in rows.filter(status=Action.Status.OPEN):
            words = "Ended with the plan; what was left went to the neighbourhood team."
            tracker.finish(actor=actor, action=row, version=row.version, outcome=words)


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
    """About a dozen actions over all four Ps, some early, some recent, a few due after today."""
    rng = world.rng
    tactics = [
        t
        for p in ("pursue", "prevent", "protect", "prepare")
        for t in rng.sample([t for t in TACTICS if t[1] == p], 3)
    ]
    begins, ends = dict(group.stages).get("mapped", group.begins), group.stages[-1][1]
    over = group.stages[-1][0] in ("archived", "monitored")
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
