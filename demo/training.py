"""Loads the demo's groups and case files for a training agency, as one of its people."""

from datetime import date, timedelta

from django.utils import timezone

from demo.cases import CASES
from demo.groups import GROUPS
from ocg.models import Ocg, Score
from pam.access.levels import Marking
from pam.access.models import Team
from pam.actions.services import tracker
from pam.records import services
from pam.records.models import Entry, RetentionGroup, Subject
from pam.reference.models import ReferenceValue
from pvp.models import CaseFile

MOST_CASES = 12
NOTES = 4
ACTIONS = (
    ("Map who does what in {}", "prepare", 14),
    ("Visit the addresses that {} uses", "protect", 7),
    ("Agree who leads on {}", "pursue", -2),
)


def load_training(actor):
    """Makes the records for the team of `actor` (a Reader), who leads them; returns how many."""
    return sum(_group(actor, group) for group in GROUPS) + sum(
        _case(actor, *row) for row in CASES[:MOST_CASES]
    )


def _term(listing, code):
    return ReferenceValue.objects.get(listing=listing, code=code, agency=None)


def _common(actor, sensitive):
    marking = Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL
    return {
        "team": Team.objects.get(pk=actor.team_ids[0]),
        "lead_id": actor.membership_id,
        "marking": min(marking, actor.clearance),
    }


def _group(actor, group):
    today = timezone.localdate()
    record = Ocg(
        title=group.title,
        summary=group.summary,
        crime_types=group.crime,
        area=group.area,
        stage=group.stages[min(4, len(group.stages) - 1)][0],
        tier=_term("ocg.tier", group.tier),
        retention_group=RetentionGroup.objects.get(code="2", agency=None),
        next_review=today + timedelta(days=abs(group.review) + 1),
        **_common(actor, group.sensitive),
    )
    record = services.create_record(actor=actor, record=record)
    for name, category, role, born in group.members:
        known = date(born, 1, 1) if born else None
        subject = Subject(name=name, category=category, role=role, born=known)
        services.add_subject(actor=actor, record=record, subject=subject)
    for day, threat, risk, harm, why in group.scores:
        score = Score(on=today + timedelta(days=day), threat=threat, risk=risk, harm=harm, rationale=why)
        services.add_part(actor=actor, part=score, record=record, operation="score")
    for day, title, text, _ in group.events[:NOTES]:
        happened = timezone.now() + timedelta(days=day)
        services.add_note(actor=actor, record=record, title=title, text=text, happened_at=happened)
    for title, strand, days in ACTIONS:
        tracker.add(
            actor=actor,
            record=record,
            title=title.format(group.title)[:200],
            owner=record.lead,
            due=today + timedelta(days=max(days, 0)),
            strand=strand,
        )
    services.chronicle(actor=actor, record=record, kind=Entry.Kind.CHANGE, title="Loaded for training")
    return 1


def _case(actor, name, born, strand, grade, _ago, _group_key, summary, voice):
    record = CaseFile(
        title=name,
        summary=summary,
        voice=voice,
        stage="active",
        strand=_term("pvp.strand", strand),
        grade=_term("pvp.grade", grade),
        retention_group=RetentionGroup.objects.get(code="1", agency=None),
        next_review=timezone.localdate() + timedelta(days=14),
        **_common(actor, True),
    )
    record = services.create_record(actor=actor, record=record)
    known = date(born, 1, 1) if born else None
    subject = Subject(name=name, category="victim", role="Vulnerable person", born=known)
    record.person = services.add_subject(actor=actor, record=record, subject=subject)
    services.save_record(actor=actor, record=record, version=record.version, changed=["person"])
    return 1
