"""What of a case file hangs off it in the small world, with texts that carry a canary."""

from datetime import timedelta

from django.utils import timezone

from pam.access import visibility
from pam.records.models import Subject
from pam.records.services import add_subject
from pvp.graded import services as graded_information
from pvp.marac import services as marac
from pvp.missing import services as missing
from pvp.models import (
    GradedInformation,
    HighRisk,
    Mappa,
    MaracReferral,
    MissingEpisode,
    MissingReview,
    SafetyAgreement,
    SafetyItem,
)
from pvp.safety import services as safety
from tests.world.chronology import add_chronology


def referral(canary="", **values):
    """A MARAC referral as it is typed, not kept yet."""
    return MaracReferral(
        **{
            "judgement": f"She is terrified {canary}",
            "reason": f"He comes out on Friday {canary}",
            "wants": f"To stay at home {canary}",
            "safe_to_tell": f"Not her brother {canary}",
            "consent": "no",
            "ground": f"Risk of death {canary}",
            **values,
        }
    )


def refer(people, record, canary="", persona="owner", codes=("professional-judgement",), **values):
    """A referral of a case by a persona, of its person and of a suspect."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        suspect = values.pop("suspect", None) or add_subject(
            actor=actor, record=record, subject=Subject(name=f"Dean {canary}", category="suspect")
        )
        return marac.refer(
            actor=actor,
            case=record,
            referral=referral(canary, **values),
            victim=record.person,
            perpetrator=suspect,
            codes=codes,
        )


def item(canary="", **values):
    """An item of a safety plan as it is typed."""
    return SafetyItem(
        **{
            "what": f"New locks {canary}",
            "owner_name": f"Nia Frost {canary}",
            "owner_team": f"Outreach {canary}",
            "own_words": f"Keys at Ana’s {canary}",
            **values,
        }
    )


def graded(canary="", **values):
    """Graded information as it is typed."""
    return GradedInformation(
        **{
            "text": f"He is back in the town {canary}",
            "source": "2",
            "assessment": "B",
            "handling": "P",
            "log_reference": f"INT 26 1 {canary}",
            **values,
        }
    )


def episode(canary="", **values):
    """A missing episode as it is typed."""
    return MissingEpisode(
        **{
            "missing_from": timezone.now() - timedelta(days=1),
            "is_child": True,
            "summary": f"Did not come home {canary}",
            "reference": f"MP 26 1 {canary}",
            **values,
        }
    )


def add_plans_and_episodes(people, record, canary):
    """{"safety item", "safety agreed", "graded", "missing": one that is over, "missing now", "mappa"}."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        printed = item(canary, own_words="Keys at Ana’s canaryprint")
        kept = safety.add_item(actor=actor, record=record, item=printed)
        agreed = SafetyAgreement(how=f"In person {canary}", spoke_with=f"Robin {canary}", views=canary)
        over, now = (
            missing.add_episode(actor=actor, record=record, episode=episode(canary), person=record.person)
            for _ in range(2)
        )
        review = MissingReview(risk="high", text=f"Phone off {canary}")
        missing.add_review(actor=actor, episode=now, review=review)
        missing.returned(
            actor=actor, episode=over, version=over.version, at=timezone.now(), found_how=f"At home {canary}"
        )
        return {
            "safety item": kept,
            "safety agreed": safety.agree(actor=actor, record=record, agreement=agreed),
            "graded": graded_information.add(actor=actor, record=record, graded=graded(canary)),
            "missing": over,
            "missing now": now,
            "mappa": missing.add_mappa(
                actor=actor,
                record=record,
                mappa=Mappa(reference=f"V 1 {canary}", category="2", level="1"),
                person=record.person,
            ),
        }


def add_case_work(people, record, canary):
    """{"high risk": one that a colleague raised and that waits for the owner, a supervisor; "referral"}."""
    colleague = people.memberships["colleague"]
    row = HighRisk(record_id=record.pk, grade=f"High {canary}", author=colleague)
    row.author_agency_id = colleague.agency_id
    row.save()
    further = add_chronology(people, record, "canarymerged") | add_plans_and_episodes(people, record, canary)
    actor = people.reader("owner")
    with visibility.reading(actor):  # who triages a referral of this name is shown those that they may see
        alike = Subject(name="Rosa Lind", category="witness", role="Neighbour canarymatch")
        add_subject(actor=actor, record=record, subject=alike)
    referred = refer(people, record, canary, safe_to_tell="Her sister alone canarytold")
    return {"high risk": row, "referral": referred, **further}
