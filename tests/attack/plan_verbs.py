"""The verbs of plans, for the table of verbs."""

from ocg.models import Plan
from ocg.plan.services import head
from pam.records.bulk import rows
from tests.attack.verb import TEXT, Verb
from tests.world.plans import plan_parts


def _plan(w):
    return Plan.objects.select_related("record").get(record_id=w.ocg.pk)


def _again(w, what):
    row = w.parts["shared"][f"plan {what}"]
    return type(row).objects.get(pk=row.pk)


def _no_plan(w):
    rows(Plan).filter(record_id=w.ocg.pk).delete()


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
]  # fmt: skip
