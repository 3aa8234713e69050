"""From a text to a permission: prepared, sanitised, asked for, answered; and revoked. The database asks the
same again.
"""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.access.validation import require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.frameworks.bodies import TAGS, tags_of
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.named import found_by, tag_names
from pam.frameworks.yaml_text import as_kept
from pam.notifications.services import enqueue
from pam.practice.bodies import LEARNING, kind_of, words_of
from pam.practice.finding import Finding, findings, replaced
from pam.practice.models import Offer, Preparation
from pam.practice.selectors import offers as selectors
from pam.practice.selectors.known import known_of
from pam.records.models import Record

State = Preparation.State
NOTE = "what_is_new"  # how the note is called among the texts of a body
CLEAR, CHANGE, KEEP = "clear", "change", "keep"
ANSWERED = "offer_answered"
LONGEST = 500  # of words that are kept with a decision


def _require_author(actor):
    if not selectors.may_ask(actor):
        raise PermissionDenied


def _short(words, sentence, field):
    words = require_text(words, sentence, field=field)
    if len(words) > LONGEST:
        raise Refused(f"Write {LONGEST} characters or fewer.", code="max_length", field=field)
    return words


def _detail(offer):
    return f"{kind_of(offer.kind).name}: offer {str(offer.uuid)[:8]}"


@transaction.atomic
def offer_framework(*, actor: Reader, version: FrameworkVersion) -> Preparation:
    """Begins to offer a published version of a framework of the actor's agency: a copy of it, to be
    sanitised. A framework that is offered already gets its next version.

    Raises PermissionDenied if the actor is no author or it is not their agency's; Refused while one is open.
    """
    _require_author(actor)
    source = selectors.may_be_offered(actor).filter(pk=version.pk).first()
    if source is None:
        raise PermissionDenied
    Framework.objects.select_for_update(of=("self",)).get(pk=source.framework_id)
    offer = selectors.offer_of(actor, source.framework)
    before = selectors.preparations_of(actor, [offer]).first() if offer else None
    offer = offer or _new_offer(actor, Offer.What.FRAMEWORK, source.kind)
    row = Preparation(
        offer=offer, source=source, body=source.body, for_kinds=source.body.get("for", []), note=source.note
    )
    row.tags = sorted(_known_tags().intersection(tags_of(source.body)))
    for name in ("audience", "tags", "kept") if before else ():
        setattr(row, name, getattr(before, name))
    return _begin(actor, row)


def _new_offer(actor, what, kind):
    offer = Offer(agency_id=actor.agency_id, what=what, kind=kind)
    offer.save()
    return offer


def _begin(actor, row):
    row.agency_id, row.changed_by_id = actor.agency_id, actor.membership_id
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("This is being prepared already. Work on that one.", code="open_already") from None
    log(actor, Verb.COLLECTION, "prepare offer", _records(row), detail=_detail(row.offer))
    return row


def _records(row):
    return [row.record_id] if row.record_id else []


@transaction.atomic
def offer_learning(*, actor: Reader, record: Record, name: str, worked: str, **texts: str) -> Preparation:
    """Begins to offer what was learned in a closed record of the actor's agency that they see: a text that
    names no record. `texts` are `not_worked`, `useful_for` and `purpose`.

    Raises PermissionDenied, Http404; Refused for a record that is open, or a text that is missing.
    """
    _require_author(actor)
    record = visibility.get(actor, Record, record.uuid)
    if record.agency_id != actor.agency_id:
        raise PermissionDenied
    if record.closed_at is None:
        raise Refused("Learning is written when the work is finished. Close it first.", code="not_closed")
    body = _learning(name=name, worked=worked, **texts)
    offer = _new_offer(actor, Offer.What.LEARNING, LEARNING.code)
    return _begin(actor, Preparation(offer=offer, record=record, body=body, for_kinds=[record.kind]))


def _learning(**texts):
    require_text(texts["name"], "Enter a title.", field="name")
    require_text(texts["worked"], "Say what worked.", field="worked")
    body = as_kept({key: text.strip() for key, text in texts.items() if text.strip()})
    for problem in LEARNING.schema_problems(body):
        raise Refused(str(problem), code="faulty", field=str(problem.path[0]) if problem.path else None)
    return body


@transaction.atomic
def change_learning(
    *, actor: Reader, preparation: Preparation, version: int, name: str, worked: str, **texts: str
) -> Preparation:
    """Writes a learning anew, before it is asked for. Raises PermissionDenied, Stale, Refused."""
    row = _claim(actor, preparation, version)
    if row.record_id is None:
        raise Refused("Only learning is written here.", code="not_learning")
    row.body = _learning(name=name, worked=worked, **texts)
    return _save(actor, row, ["body"], "change learning")


def _claim(actor, preparation, version, state=State.DRAFT):
    """The preparation, locked. Raises PermissionDenied, Stale, or Refused in another state."""
    found = selectors.preparation(actor, preparation.uuid)
    row = Preparation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if state == State.DRAFT:
        _require_author(actor)
    if row.state != state:
        raise Refused(f"It is {row.get_state_display().lower()} by now.", code="other_state")
    if row.version != version:
        raise Stale(row)
    row.version += 1
    return row


def _save(actor, row, fields, operation):
    if row.state == State.DRAFT or "asked_by" in fields:
        row.changed_by_id = actor.membership_id
        fields = [*fields, "changed_by"]
    save_valid(row, update_fields=[*fields, "version"])
    log(actor, Verb.ALTERATION, operation, _records(row), detail=_detail(row.offer))
    return row


def findings_of(*, actor: Reader, preparation: Preparation) -> list[Finding]:
    """What in a preparation has to be decided, and what was kept, as the actor's records know it."""
    whole = _whole(preparation)
    return findings(whole, known_of(actor, whole), preparation.kept)


def _whole(row):
    """All that would be read: the body, and what is said to be new in it."""
    return {**row.body, NOTE: row.note}


@transaction.atomic
def decide(
    *,
    actor: Reader,
    preparation: Preparation,
    version: int,
    kind: str,
    text: str,
    choice: str,
    words: str = "",
) -> Preparation:
    """Decides a finding, wherever it is in the text: `clear` puts neutral words in its place, `change` the
    `words`, `keep` leaves it with `words` as the reason.

    Raises PermissionDenied, Stale; Refused for a finding that is not there, or a text that its kind does not
    allow.
    """
    row = _claim(actor, preparation, version)
    require_listed([choice], (CLEAR, CHANGE, KEEP), field="choice")
    wanted = [
        one for one in findings_of(actor=actor, preparation=row) if (one.kind, one.text) == (kind, text)
    ]
    if not wanted:
        raise Refused("That is no longer in the text.", code="gone", field="choice")
    if choice == KEEP:
        reason = _short(words, "Say why it can stay.", "words")
        row.kept = [*_others(row.kept, kind, text), {"kind": kind, "text": text, "reason": reason}]
        return _save(actor, row, ["kept"], "keep finding")
    if choice == CHANGE:
        words = _short(words, "Enter the other words.", "words")
    whole = replaced(_whole(row), wanted[0], words if choice == CHANGE else wanted[0].neutral)
    row.note, row.body = whole.pop(NOTE), as_kept(whole)
    _require_fit(row)
    return _save(actor, row, ["body", "note"], "clear finding")


def _others(kept, kind, text):
    return [one for one in kept if (one["kind"], one["text"]) != (kind, text)]


def _require_fit(row):
    for problem in kind_of(row.offer.kind).problems(row.body):
        raise Refused(f"Its kind does not allow that: {problem}", code="faulty", field="words")


@transaction.atomic
def describe(
    *,
    actor: Reader,
    preparation: Preparation,
    version: int,
    audience: str,
    note: str = "",
    tags: Collection[str] = (),
) -> Preparation:
    """Says which agencies would see it, what is new in it, and the tags that it is found by. Raises
    PermissionDenied, Stale, Refused.
    """
    row = _claim(actor, preparation, version)
    require_listed([audience], Offer.Audience, field="audience")
    require_listed(tags, _known_tags(), field="tags")
    row.audience, row.note, row.tags = audience, note.strip(), sorted(tags)
    return _save(actor, row, ["audience", "note", "tags"], "describe offer")


def _known_tags():
    """Tags of the lists alone: what an author made up would not be sanitised."""
    return {f"{tag}:{code}" for tag in TAGS.values() for code in tag_names(tag)}


@transaction.atomic
def ask(*, actor: Reader, preparation: Preparation, version: int, words: str) -> Preparation:
    """Asks for permission to offer it as it is now; until the answer it stays so. Raises PermissionDenied,
    Stale; Refused while a finding is undecided.
    """
    row = _claim(actor, preparation, version)
    _require_decided(actor, row)
    _require_fit(row)
    row.state, row.asked_by_id, row.asked_at = State.ASKED, actor.membership_id, timezone.now()
    row.asked_words = _short(words, "Say why it is worth offering.", "words")
    row.words = words_of(row.body, found_by(row.tags))
    return _save(actor, row, ["state", "asked_by", "asked_at", "asked_words", "words"], "ask to offer")


def _require_decided(actor, row):
    left = [one for one in findings_of(actor=actor, preparation=row) if one.undecided]
    if left:
        raise Refused(
            f"{len(left)} {'finding is' if len(left) == 1 else 'findings are'} still to be decided.",
            code="undecided",
        )


@transaction.atomic
def take_back(*, actor: Reader, preparation: Preparation, version: int) -> Preparation:
    """Takes the request for permission back, to change it. Raises PermissionDenied, Stale, Refused."""
    _require_author(actor)
    row = _claim(actor, preparation, version, State.ASKED)
    row.state = State.DRAFT
    save_valid(row, update_fields=["state", "version"])
    log(actor, Verb.ALTERATION, "take request back", _records(row), detail=_detail(row.offer))
    return row


@transaction.atomic
def permit(*, actor: Reader, preparation: Preparation, version: int, words: str) -> Offer:
    """Permits it, in the actor's name and with their words: it is offered from now on, as it was shown.

    Raises PermissionDenied without the role; Stale, or Refused if the actor asked or changed it last, or if
    their own records know something in it that is not decided.
    """
    row = _claim_to_answer(actor, preparation, version)
    _require_decided(actor, row)
    words = _short(words, "Say why it may be offered.", "words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_permit_offer(%s, %s, %s)", [row.pk, version, words])
    offer = Offer.objects.get(pk=row.offer_id)
    enqueue(ANSWERED, row.uuid, [row.asked_by])
    log(
        actor,
        Verb.DISCLOSURE,
        "offer to other agencies",
        _records(row),
        detail=f"{_detail(offer)}, version {offer.number}",
        recipient=str(offer.get_audience_display()),
        reason=words,
    )
    return offer


def _claim_to_answer(actor, preparation, version):
    if not selectors.may_permit(actor):
        raise PermissionDenied
    row = _claim(actor, preparation, version, State.ASKED)
    if actor.user_id in (row.asked_by.user_id, row.changed_by.user_id):
        raise Refused("You asked for this yourself. A second person permits it.", code="second_person")
    return row


@transaction.atomic
def decline(*, actor: Reader, preparation: Preparation, version: int, words: str) -> Preparation:
    """Does not permit it, and says why. Raises PermissionDenied, Stale, Refused."""
    row = _claim_to_answer(actor, preparation, version)
    row.state, row.answered_by_id, row.answered_at = State.DECLINED, actor.membership_id, timezone.now()
    row.answer = _short(words, "Say why it is not offered.", "words")
    save_valid(row, update_fields=["state", "answered_by", "answered_at", "answer", "version"])
    enqueue(ANSWERED, row.uuid, [row.asked_by])
    log(actor, Verb.ALTERATION, "decline offer", _records(row), detail=_detail(row.offer))
    return row


@transaction.atomic
def discard(*, actor: Reader, preparation: Preparation, version: int) -> None:
    """Throws a preparation away; with it an offer that never went out. Raises PermissionDenied, Stale."""
    row = _claim(actor, preparation, version)
    offer = row.offer
    row.delete()
    if offer.number == 0 and not Preparation.objects.filter(offer=offer).exists():
        offer.delete()
    log(actor, Verb.ERASURE, "discard offer", _records(row), detail=_detail(offer))


@transaction.atomic
def revoke(*, actor: Reader, offer: Offer, version: int, words: str) -> Offer:
    """Revokes the permission of an offer: other agencies no longer see it, from this moment. Copies stay with
    those who made them. Raises PermissionDenied, Stale, Refused.
    """
    if not selectors.may_prepare(actor) or offer.agency_id != actor.agency_id:
        raise PermissionDenied
    row = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if row.state != Offer.State.OFFERED:
        raise Refused("It is not offered.", code="not_offered")
    if row.version != version:
        raise Stale(row)
    row.state, row.revoked_at, row.revoked_by_id = Offer.State.REVOKED, timezone.now(), actor.membership_id
    row.revoked_words, row.version = _short(words, "Say why it is revoked.", "words"), version + 1
    save_valid(row, update_fields=["state", "revoked_at", "revoked_by", "revoked_words", "version"])
    log(actor, Verb.ALTERATION, "revoke offer", detail=_detail(row), reason=row.revoked_words)
    return row
