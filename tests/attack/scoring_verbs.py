"""The verbs of scoring, for the table of verbs."""

from ocg.models import Ocg, SecondScore, TierMove
from ocg.scoring import services
from pam.assessments.models import Assessment
from pam.records.bulk import rows
from tests.attack.verb import CODE, TEXT, Verb
from tests.ocg.scored import finish, give_role, take
from tests.world.disruptions import term


def _ocg(w):
    return Ocg.objects.get(pk=w.ocg.pk)


def _other_tier(w):
    return term("ocg.tier", "3" if _ocg(w).tier.code != "3" else "1")


def _asked(w):
    return TierMove.objects.get(pk=w.parts["shared"]["tier asked"].pk)


def _none_asked(w):
    rows(TierMove).filter(record_id=w.ocg.pk).delete()


def _again(w):
    return SecondScore.objects.get(pk=w.parts["shared"]["second"].pk)


def _apart(w):
    """The colleague has made the second score, far from the first; the superuser moderates."""
    give_role(w.people, "colleague", "scorer")
    give_role(w.people, "superuser", "score_moderator")
    first = Assessment.objects.get(pk=w.parts["shared"]["withheld"].pk)
    finish(w.people, take(w.people, first), "colleague", place=0)


def _band(row):
    return row.framework_version.body["bands"][0]["code"]


SCORING_VERBS = [
    Verb(services.set_tier, lambda w: {
        "ocg": (row := _ocg(w)), "version": row.version, "tier": _other_tier(w), "reason": "Agreed"}, {
        "reason": TEXT}),
    Verb(services.ask_for_tier, lambda w: {"ocg": _ocg(w), "tier": _other_tier(w), "reason": "Agreed"}, {
        "reason": TEXT}, before=_none_asked),
    Verb(services.moderate, lambda w: {
        "row": (row := _again(w)), "version": row.version, "decided": _band(row), "reason": "Seen"}, {
        "decided": CODE, "reason": TEXT}, persona="superuser", before=_apart),
    Verb(services.end, lambda w: {"row": (row := _again(w)), "version": row.version, "reason": "Left"}, {
        "reason": TEXT}),
]  # fmt: skip
