"""Every write to merges, as verbs. Each takes `actor`, a `visibility.Reader` (docs/merging.md).

The database narrows who may open the two, then moves the parts (pam_merge); it asks the second person, both
levels and what was shown anew. The fields are saved here, as any edit of a record.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.merging import selectors
from pam.merging.mergeable import fields_of, is_mergeable
from pam.merging.models import Merge
from pam.merging.notices import tell_decided, tell_undone
from pam.merging.selectors import GONE, KEPT, WHY_NOT
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, save_part, save_record

CHANGED = "The records, or who may open them, changed since this page was opened. Look at it again."
UNIQUE_VIOLATION = "23505"
HELD_FAST = "Something in the other record cannot be moved. Nothing was merged: tell the people who run pam."
UNDO_REFUSED = {
    "not_merged": "These two are not one record.",
    "too_late": "The time in which it can be undone is over.",
    "later_first": "Another merge came after it. Undo that one first.",
}


@transaction.atomic
def propose(*, actor: Reader, record: Record, gone: Record, choices: Mapping[str, str], reason: str) -> Merge:
    """Proposes that `gone` goes into `record` (both through the gate). `choices` says by field whose value
    stands: "kept" or "gone". A second person decides.

    Raises PermissionDenied unless the actor manages both, or Refused: another kind or agency, closed, merged
    or proposed already, something that must be ended first.
    """
    kept_row, gone_row = selectors.own_row(actor, record.pk), selectors.own_row(actor, gone.pk)
    for row in (kept_row, gone_row):
        visibility.require(actor, row, Level.MANAGE)
    if kept_row.pk == gone_row.pk or kept_row.kind != gone_row.kind or not is_mergeable(kept_row.kind):
        raise Refused("Choose another record of the same kind.", code="not_alike", field="reference")
    _require_fit(actor, kept_row, gone_row, choices)
    if visibility.visible_to(actor, Merge).filter(gone=gone_row.pk, state=Merge.State.PROPOSED).exists():
        raise Refused("It is proposed already, and waits for a second person.", code="proposed_already")
    row = Merge(
        gone=Record(pk=gone_row.pk),
        choices=dict(choices),
        reason=require_text(reason, "Say why they are the same.", field="reason"),
    )
    add_part(actor=actor, part=row, record=kept_row, level=Level.MANAGE, operation="propose merge")
    log(actor, Verb.ALTERATION, "propose merge", [gone_row.pk])
    return row


def _require_fit(actor, kept, gone, choices):
    known = {one.name for one in fields_of(kept.kind)}
    if set(choices) - known or set(choices.values()) - {KEPT, GONE}:
        raise Refused("Select whose value stands.", code="invalid_choice")
    shown = selectors.preview(actor, kept, gone, dict(choices))
    if shown.why_not:
        raise Refused(" ".join(shown.why_not), code="not_yet")
    return shown


@transaction.atomic
def approve(*, actor: Reader, merge: Merge, seen: str, decision: str = "") -> Merge:
    """Merges, as the second person; `seen` is the seal of what the page showed.

    Raises PermissionDenied if it is not theirs to decide, or Refused: decided, something changed since, or
    must be ended first, or both have something of which a record has one.
    """
    kept, gone = selectors.own_row(actor, merge.record_id), selectors.own_row(actor, merge.gone_id)
    if not selectors.may_decide(actor, merge):
        if merge.waits:
            raise PermissionDenied
        raise Refused("This merge was decided already.", code="decided")
    list(
        Record.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk").values_list("pk")
    )
    shown = _require_fit(actor, kept, gone, merge.choices)
    if seen != shown.seal:
        raise Refused(CHANGED, code="changed")
    taken = [one for one in shown.choices if one.chosen == GONE]
    was = {one.name: _plain(kept, one.name) for one in taken}
    took = {one.name: _plain(gone, one.name) for one in taken}
    before = {"kept": was, "gone": took, "closed": bool(gone.closed_at)}
    _say(actor, kept, gone, shown.choices, merge)
    if not gone.closed_at:
        gone.closed_at = max(timezone.now(), gone.opened_at)
        save_record(actor=actor, record=gone, version=gone.version, operation="merge away")
    _merge_in_database(merge, seen, before, optional_text(decision, field="decision"))
    if taken:
        kept = selectors.own_row(actor, kept.pk)
        for name, value in took.items():
            setattr(kept, kept._meta.get_field(name).attname, value)
        save_record(actor=actor, record=kept, version=kept.version, changed=list(took), operation="merge")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_merge_note_grants(%s)", [merge.pk])
    log(actor, Verb.ALTERATION, "merge", [kept.pk], detail=kept.reference)
    log(actor, Verb.ALTERATION, "merge", [gone.pk], detail=gone.reference)
    merge.refresh_from_db()
    tell_decided(merge)
    return merge


def _plain(row, name):
    """The value of a field as JSON keeps it."""
    value = getattr(row, row._meta.get_field(name).attname)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _say(actor, kept, gone, choices, merge):
    """What each record's chronology keeps, written into each one's own before they are one: after an undo
    neither gives the other away.
    """
    dropped = [f"{one.label}: {one.gone}" for one in choices if one.chosen == KEPT and one.gone]
    replaced = [f"{one.label}: {one.kept}" for one in choices if one.chosen == GONE and one.kept]
    chronicle(
        actor=actor,
        record=gone,
        kind=Entry.Kind.CHANGE,
        title=f"{gone.reference} became one record with another",
        text="\n".join(["What it said besides:", *dropped]) if dropped else "",
    )
    chronicle(
        actor=actor,
        record=kept,
        kind=Entry.Kind.CHANGE,
        title="Another record went into this one",
        text="\n".join(["What this one said before:", *replaced]) if replaced else "",
    )


def _merge_in_database(merge, seen, before, decision):
    seal = seen.rsplit(".", 1)[-1]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pam_merge(%s, %s, %s, %s)", [merge.pk, seal, json.dumps(before), decision])
            answer = cursor.fetchone()[0]
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") != UNIQUE_VIOLATION:
            raise Refused(HELD_FAST, code="held_fast") from error
        raise Refused(_both_have(error), code="both_have_one") from error
    _require_done(answer, WHY_NOT | {"changed": CHANGED, "decided": "This merge was decided already."})


def _both_have(error):
    from pam.merging.sql_of_models import parts

    table = getattr(getattr(error.__cause__, "diag", None), "table_name", "")
    named = [model._meta.verbose_name_plural for model in parts() if model._meta.db_table == table]
    what = f" ({named[0]})" if named else ""
    return f"Both records have something of which a record has only one{what}. End it in one of them first."


def _require_done(answer, refusals):
    if answer == "not_yours":
        raise PermissionDenied
    if not answer.startswith("done"):
        raise Refused(refusals[answer], code=answer)


@transaction.atomic
def refuse(*, actor: Reader, merge: Merge, version: int, decision: str) -> Merge:
    """Refuses a proposed merge, with the reason. Raises PermissionDenied, Stale or Refused."""
    if not merge.waits:
        raise Refused("This merge was decided already.", code="decided")
    if not selectors.may_decide(actor, merge):
        raise PermissionDenied
    merge.decision = require_text(decision, "Say why it is refused.", field="decision")
    merge.state, merge.decided_at = Merge.State.REFUSED, timezone.now()
    merge.decided_by_id = actor.membership_id
    save_part(actor=actor, part=merge, version=version, operation="refuse merge")
    tell_decided(merge)
    return merge


@transaction.atomic
def withdraw(*, actor: Reader, merge: Merge, version: int) -> Merge:
    """Takes back a merge that waits. Raises PermissionDenied, Stale or Refused."""
    if not merge.waits:
        raise Refused("This merge was decided already.", code="decided")
    if not selectors.may_withdraw(actor, merge):
        raise PermissionDenied
    merge.state = Merge.State.WITHDRAWN
    save_part(actor=actor, part=merge, version=version, operation="withdraw merge")
    return merge


@transaction.atomic
def undo(*, actor: Reader, merge: Merge, reason: str) -> Merge:
    """Undoes a merge: everything is back where it was. What was added since stays with the record that
    stayed, but for what hangs from what goes back.

    Raises PermissionDenied, or Refused: not merged, too late, a later merge, no reason.
    """
    why = require_text(reason, "Say why.", field="reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_unmerge(%s, %s)", [merge.pk, why])
        answer = cursor.fetchone()[0]
    _require_done(answer, UNDO_REFUSED)
    merge.refresh_from_db()
    kept, gone = selectors.own_row(actor, merge.record_id), selectors.own_row(actor, merge.gone_id)
    _restore_fields(actor, kept, merge.was)
    if gone.closed_at and not merge.was.get("closed"):
        gone.closed_at = None
        save_record(actor=actor, record=gone, version=gone.version, operation="undo merge")
    cut = int(answer.removeprefix("done ") or 0)
    words = f"Lines that named something in the other record: {cut}" if cut else ""
    for row in (kept, gone):
        title = "A merge with another record was undone"
        chronicle(actor=actor, record=row, kind=Entry.Kind.CHANGE, title=title, text=words)
        log(actor, Verb.ALTERATION, "undo merge", [row.pk], detail=row.reference)
    tell_undone(merge)
    return merge


def _restore_fields(actor: Reader, kept: Any, was: Mapping[str, Any]) -> None:
    """Puts back what the other's value replaced, unless it was changed since."""
    took, before = was.get("gone", {}), was.get("kept", {})
    back = [name for name in before if _plain(kept, name) == took.get(name)]
    for name in back:
        setattr(kept, kept._meta.get_field(name).attname, before[name])
    if back:
        save_record(actor=actor, record=kept, version=kept.version, changed=back, operation="undo merge")
