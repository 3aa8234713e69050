"""The verbs of plans, for the table of verbs."""

from ocg.models import Ocg, Plan, PlanReview
from ocg.plan.services import head, reviews, tactics
from pam.records.bulk import rows
from pam.records.models import Record
from tests.attack.verb import CODE, TEXT, TODAY, Verb
from tests.world.plans import plan_parts


def _plan(w):
    return Plan.objects.select_related("record").get(record_id=w.ocg.pk)


def _again(w, what):
    row = w.parts["shared"][f"plan {what}"]
    return type(row).objects.get(pk=row.pk)


def _no_plan(w):
    rows(Plan).filter(record_id=w.ocg.pk).delete()


def _by_the_sro(w):
    """The owner is the Senior Responsible Officer, and the colleague leads."""
    rows(Ocg).filter(pk=w.ocg.pk).update(sro=w.people.memberships["owner"])
    rows(Record).filter(pk=w.ocg.pk).update(lead=w.people.memberships["colleague"])


PLAN_VERBS = [
    Verb(head.begin, lambda w: {
        "record": w.ocg, "plan": Plan(end_state="Quiet", archive_criteria="A year")}, {
        "plan.end_state": TEXT, "plan.archive_criteria": TEXT}, before=_no_plan),
    Verb(head.change, lambda w: {
        "plan": (row := _plan(w)), "version": row.version}, {
        "plan.end_state": TEXT, "plan.archive_criteria": TEXT}),
    Verb(head.add, lambda w: {
        "plan": _plan(w), "part": plan_parts("")["objective"]}, {
        "part.text": TEXT, "part.measure": TEXT}),
    Verb(head.change_part, lambda w: {
        "part": (row := _again(w, "risk")), "version": row.version}, {
        "part.risk": TEXT, "part.control": TEXT, "part.owner": TEXT}),
    Verb(head.take_out, lambda w: {
        "part": (row := _again(w, "gap")), "version": row.version, "reason": "Known"}, {"reason": TEXT}),
    Verb(tactics.write, lambda w: {
        "record": w.ocg, "title": "Visit", "owner": w.people.memberships["owner"], "due": TODAY(),
        "strand": "pursue", "details": "D", "plan": "4P plan"}, {
        "title": TEXT, "strand": CODE, "details": TEXT, "plan": TEXT}),
    Verb(reviews.comment, lambda w: {
        "review": PlanReview.objects.select_related("plan").get(pk=w.parts["shared"]["plan review"].pk),
        "text": "Good"}, {"text": TEXT}, before=_by_the_sro),
]  # fmt: skip
