"""The verbs of assessments, for the table of verbs."""

from pam.assessments import services as assessments
from pam.assessments.models import Assessment
from pam.frameworks.models import FrameworkVersion
from tests.assessments.made import begin, complete, fill
from tests.attack.verb import CODE, TEXT, TODAY, Verb


def _group_assessment():
    return FrameworkVersion.objects.get(kind="assessment", code="group-harm-assessment", agency=None)


def _assessment(w, part):
    return Assessment.objects.get(pk=w.parts["shared"][part].pk)


def _made_by_another(w):
    w.people.memberships["colleague"].teams.add(w.people.teams["unit"])
    w.made = complete(w, fill(w, begin(w, "colleague"), "colleague"), "colleague")


ASSESSMENT_VERBS = [
    Verb(assessments.start, lambda w: {
        "record": w.ocg, "framework_version": _group_assessment(), "on": TODAY(), "place": "At the office"}, {
        "place": TEXT}),
    Verb(assessments.complete, lambda w: {
        "assessment": (row := _assessment(w, "assessment draft")), "version": row.version, "grade": "tier_1",
        "reason": "Known"}, {"grade": CODE, "reason": TEXT}),
    Verb(assessments.make_again, lambda w: {
        "assessment": _assessment(w, "assessment"), "reason": "A slip"}, {"reason": TEXT}),
    Verb(assessments.give_second_grade, lambda w: {
        "assessment": w.made, "version": w.made.version, "grade": "tier_1", "reason": "Older"}, {
        "grade": CODE, "reason": TEXT}, before=_made_by_another),
]  # fmt: skip
