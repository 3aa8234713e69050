"""*Try it*: answers that are not kept, and what they come to."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pam.frameworks.assessment.engine import assess
from pam.frameworks.assessment.method import Method
from pam.frameworks.editor.labels import WORDS
from pam.frameworks.editor.views import own_draft
from pam.frameworks.kinds import kind_named
from pam.frameworks.models import AUTHOR
from pam.frameworks.stage_maps import moves_from, stage_of

TEXT_GIVEN = "…"  # a text's words don't matter, so that none is asked for


@require_GET
def try_it(request, uuid):
    """An assessment or stage map with answers in the address: nothing is kept."""
    if not request.reader.has_role(AUTHOR):
        raise PermissionDenied
    draft = own_draft(request.reader, uuid)
    kind = kind_named(draft.kind)
    context = {"draft": draft, "kind": kind}
    if draft.kind == "assessment":
        context |= _assessed(draft.body, request.GET)
    elif draft.kind == "stage-map":
        context |= _at_stage(draft.body, request.GET.get("stage", ""))
    return render(request, "frameworks/try.html", context)


def _assessed(body, given):
    method = Method(body)
    answers = {one.code: _answer(one, given) for one in method.questions}
    answers = {code: value for code, value in answers.items() if value is not None}
    outcome = assess(method, answers, timezone.localdate())
    faults = {one.path[0]: one.sentence for one in outcome.faults}
    sections = [
        (
            section,
            [
                (one, f"a-{one.code}", _choices(one), given.getlist(f"a-{one.code}"), faults.get(one.code))
                for one in method.questions
                if one.path[1] == n and one.code not in outcome.hidden
            ],
            outcome.scores.get(section["code"]),
        )
        for n, section in enumerate(method.sections)
    ]
    return {"sections": sections, "outcome": outcome, "missing": len(outcome.missing)}


def _choices(one):
    options = dict(one.options)
    if one.row["type"] == "text":
        options = {"given": "Answered"}
    return [*options.items(), *((f"?{code}", WORDS[code]) for code in one.unknowns)]


def _answer(one, given):
    sent = [value for value in given.getlist(f"a-{one.code}") if value]
    if not sent:
        return None
    unknown = next((value[1:] for value in sent if value.startswith("?")), None)
    if unknown:
        return {"unknown": unknown}
    kind = one.row["type"]
    if kind == "several":
        return sent
    if kind in ("scale", "number"):
        try:
            return float(Decimal(sent[0]))
        except (InvalidOperation, OverflowError):
            return sent[0]
    if kind == "date":
        try:
            return date.fromisoformat(sent[0]).isoformat()
        except ValueError:
            return sent[0]
    return TEXT_GIVEN if kind == "text" else sent[0]


def _at_stage(body, code):
    stage = stage_of(body, code or body["start"])
    labels = {row["code"]: row["label"] for row in body["stages"]}
    moves = [(move, labels.get(move.to, move.to)) for move in moves_from(body, stage["code"])]
    return {"stage": stage, "moves": moves}
