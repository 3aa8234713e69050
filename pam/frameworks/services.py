"""Every write to frameworks, as verbs: an agency's authors write its own. The database asks again."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from pam.access.errors import Refused, Stale
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.frameworks import selectors
from pam.frameworks.bodies import read_file, tags_of, valid_code, words_of
from pam.frameworks.declared_settings import SECOND_PERSON
from pam.frameworks.kinds import Body, FrameworkKind, all_kinds, kind_named
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.problems import Faulty
from pam.frameworks.yaml_text import as_kept
from pam.reference.selectors.settings import setting

LONGEST_NAME = 120
# What of a framework changes; the web role may write no other column.
CHANGING = ["name", "words", "for_kinds", "tags", "current", "published", "retired", "version"]


def _require_author(actor, row=None):
    if not selectors.may_write(actor) or (row is not None and row.agency_id != actor.agency_id):
        raise PermissionDenied


def _kind(code) -> FrameworkKind:
    if code not in {kind.code for kind in all_kinds()}:
        raise Refused("Choose a kind of framework from the list.", code="invalid", field="kind")
    return kind_named(code)


def _refuse_faults(problems, field="body"):
    if problems:
        raise Refused(str(problems[0]), code="faulty", field=field)


def _fitting(kind, body) -> Body:
    """`body` as it is kept. Raises Refused if it does not fit the schema of the kind."""
    _refuse_faults(kind.schema_problems(body))
    return as_kept(body)


@transaction.atomic
def create_draft(
    *, actor: Reader, kind: str, code: str, name: str, body: Body | None = None
) -> FrameworkVersion:
    """A new framework of the actor's agency with its first draft: `body`, or the blank one of its kind.

    Raises PermissionDenied if the actor is no author; Refused for a code that the agency has in this kind.
    """
    _require_author(actor)
    found = _kind(kind)
    name = _named(require_text(name, "Enter a name.", field="name"))
    return _new(actor, found, code, {**(body or found.blank), "name": name})


def _named(name):
    if len(name) > LONGEST_NAME:
        words = f"The name must be {LONGEST_NAME} characters or fewer."
        raise Refused(words, code="max_length", field="name")
    return name


def _new(actor, kind, code, body, copied_from=None):
    if not valid_code(code):
        raise Refused(
            "Enter a code of lower-case letters, numbers and hyphens that begins with a letter.",
            code="invalid",
            field="code",
        )
    body = _fitting(kind, body)
    if Framework.objects.filter(agency_id=actor.agency_id, kind=kind.code, code=code).exists():
        raise Refused("Your agency has a framework with that code.", code="code_taken", field="code")
    row = Framework(
        agency_id=actor.agency_id,
        kind=kind.code,
        code=code,
        name=body["name"],
        words=words_of(kind, code, body),
        for_kinds=body.get("for", []),
        tags=tags_of(body),
        copied_from=copied_from,
    )
    row.save()
    draft = _draft(actor, row, body)
    draft.save()
    log(actor, Verb.COLLECTION, "create framework", detail=_detail(row))
    return draft


def _draft(actor, row, body):
    return FrameworkVersion(
        framework=row,
        agency_id=row.agency_id,
        kind=row.kind,
        code=row.code,
        body=body,
        changed_by_id=actor.membership_id,
        changed_at=timezone.now(),
    )


def _detail(row, label=""):
    """What the log says: its code, as a record's reference, and not the words of a draft."""
    return f"{kind_named(row.kind).name}: {row.code}{f', {label}' if label else ''}"[:200]


@transaction.atomic
def copy_version(
    *, actor: Reader, version: FrameworkVersion, code: str = "", name: str = ""
) -> FrameworkVersion:
    """A framework of the actor's agency whose first draft is a copy of `version`, which it names.

    With the same code (none given) it takes the place of one of every agency once it is published. Raises
    PermissionDenied, Http404 for a version that the actor can't read, Refused for a code that is taken.
    """
    _require_author(actor)
    source = selectors.version(actor, version.uuid)
    body = {**source.body, "name": _named(optional_text(name, field="name")) or source.body["name"]}
    return _new(actor, kind_named(source.kind), code or source.code, body, copied_from=source)


@transaction.atomic
def start_draft(
    *, actor: Reader, framework: Framework, source: FrameworkVersion | None = None
) -> FrameworkVersion:
    """The next draft of a framework: a copy of `source`, one of its versions (its newest). Raises
    PermissionDenied, or Refused if it has a draft.
    """
    row = _claim(actor, framework)
    if source is not None and source.framework_id != row.pk:
        raise Refused("That version is of another framework.", code="wrong_framework", field="source")
    source = source or FrameworkVersion.objects.filter(framework=row).exclude(number=None).first()
    draft = _draft(actor, row, source.body if source else {**kind_named(row.kind).blank, "name": row.name})
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        raise Refused("This framework has a draft. Work on that one.", code="draft_there") from None
    log(actor, Verb.ALTERATION, "start draft", detail=_detail(row))
    return draft


def _claim(actor, framework, version=None):
    """The framework, locked. Raises PermissionDenied, or Stale for another `version`."""
    _require_author(actor, framework)
    row = Framework.objects.select_for_update(of=("self",)).get(pk=framework.pk)
    _require_author(actor, row)
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _claim_draft(actor, draft, version):
    """The draft, locked. Raises PermissionDenied, Stale, or Refused once it is published."""
    _require_author(actor, draft)
    row = FrameworkVersion.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None:
        raise Refused("Another author threw this draft away.", code="draft_gone")
    _require_author(actor, row)
    if row.number is not None:
        raise Refused("This version is published. It cannot be changed.", code="published")
    if row.version != version:
        raise Stale(row)
    row.version = version + 1
    return row


@transaction.atomic
def change_draft(*, actor: Reader, draft: FrameworkVersion, version: int, body: Body) -> FrameworkVersion:
    """Gives a draft another body, from a page that showed `version`.

    The body must fit its kind's schema; the checks may find faults still. Raises PermissionDenied, Stale,
    Refused.
    """
    row = _claim_draft(actor, draft, version)
    kind = kind_named(row.kind)
    row.body = _fitting(kind, body)
    row.changed_by_id, row.changed_at = actor.membership_id, timezone.now()
    row.save(update_fields=["body", "changed_by", "changed_at", "version"])
    framework = _claim(actor, row.framework)
    if not framework.published:
        _name(framework, kind, row.body)
        framework.save(update_fields=CHANGING)
    log(actor, Verb.ALTERATION, "change draft", detail=_detail(framework))
    return row


def _in_force_now(actor, framework):
    """What the kind does with what is in force now."""
    kind = kind_named(framework.kind)
    if kind.in_force_now:
        kind.in_force_now(actor, framework)


def _name(framework, kind, body):
    framework.name, framework.for_kinds, framework.tags = body["name"], body.get("for", []), tags_of(body)
    framework.words = words_of(kind, framework.code, body)
    framework.version += 1


@transaction.atomic
def undo_draft(*, actor: Reader, draft: FrameworkVersion, version: int) -> FrameworkVersion:
    """Gives a draft back the body that it had before its last change; a second time undoes the undoing.

    Raises PermissionDenied, Stale, or Refused if it was never changed.
    """
    _require_author(actor, draft)
    before = draft.history.filter(version__lt=version).order_by("-history_id").first()
    if before is None or before.number is not None:
        raise Refused("There is no change to undo.", code="nothing_changed")
    return change_draft(actor=actor, draft=draft, version=version, body=before.body)


@transaction.atomic
def discard_draft(*, actor: Reader, draft: FrameworkVersion, version: int) -> None:
    """Throws a draft away; with it a framework that was never published. Raises PermissionDenied, Stale."""
    row = _claim_draft(actor, draft, version)
    framework = _claim(actor, row.framework)
    row.delete()
    if not framework.published:
        framework.delete()
    log(actor, Verb.ERASURE, "discard draft", detail=_detail(framework))


@transaction.atomic
def publish(*, actor: Reader, draft: FrameworkVersion, version: int, note: str = "") -> FrameworkVersion:
    """Publishes a draft as the next version of its framework, in force from now on. It never changes again.

    All checks of its kind must pass. `note` says what is new. Raises PermissionDenied, Stale, or Refused for
    the first fault, or where the agency wants a second person and the actor changed it last.
    """
    row = _claim_draft(actor, draft, version)
    kind = kind_named(row.kind)
    _refuse_faults(kind.problems(row.body))
    if row.changed_by_id == actor.membership_id and setting(SECOND_PERSON, actor.agency_id):
        raise Refused(
            "You changed this draft last. Another framework author has to publish it.", code="second_person"
        )
    framework = _claim(actor, row.framework)
    last = FrameworkVersion.objects.filter(framework=framework).exclude(number=None).first()
    row.number, row.note = ((last.number if last else 0) or 0) + 1, optional_text(note, field="note")
    row.published_at, row.published_by_id = timezone.now(), actor.membership_id
    if len(row.note) > 500:
        raise Refused("What is new must be 500 characters or fewer.", code="too_long", field="note")
    row.save(update_fields=["number", "note", "published_at", "published_by", "version"])
    framework.current, framework.published, framework.retired = row, True, False
    _name(framework, kind, row.body)
    framework.save(update_fields=CHANGING)
    _in_force_now(actor, framework)
    log(actor, Verb.ALTERATION, "publish framework", detail=_detail(framework, row.label))
    return row


@transaction.atomic
def retire_version(*, actor: Reader, version: FrameworkVersion) -> FrameworkVersion:
    """Takes a published version out of use; the newest one before it that is not retired is in force again.
    What was made with it keeps it. Raises PermissionDenied, or Refused for a draft or a retired one.
    """
    framework = _claim(actor, version.framework)
    row = FrameworkVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if row.number is None or row.retired_at:
        raise Refused("Only a published version can be retired.", code="nothing_changed")
    row.retired_at, row.retired_by_id, row.version = timezone.now(), actor.membership_id, row.version + 1
    left = FrameworkVersion.objects.filter(framework=framework, retired_at=None).exclude(number=None)
    framework.current = left.exclude(pk=row.pk).first()
    framework.version += 1
    framework.save(update_fields=CHANGING)
    row.save(update_fields=["retired_at", "retired_by", "version"])
    _in_force_now(actor, framework)
    log(actor, Verb.ALTERATION, "retire framework version", detail=_detail(framework, row.label))
    return row


@transaction.atomic
def retire(*, actor: Reader, framework: Framework, version: int, retired: bool = True) -> Framework:
    """Offers a framework of the actor's agency no more (or, without `retired`, again). What was made with it
    keeps it. Raises PermissionDenied, Stale, or Refused if it is so already or was never published.
    """
    row = _claim(actor, framework, version)
    if row.retired == retired or not row.published:
        raise Refused("That is done already.", code="nothing_changed")
    row.retired, row.version = retired, version + 1
    row.save(update_fields=CHANGING)
    _in_force_now(actor, row)
    operation = "retire framework" if retired else "bring framework back"
    log(actor, Verb.ALTERATION, operation, detail=_detail(row))
    return row


@transaction.atomic
def import_file(*, actor: Reader, source: bytes) -> FrameworkVersion:
    """Takes a framework's YAML in as a draft of the actor's agency: of a new framework, or the next draft of
    the one with its kind and code. What was published is never changed.

    Raises PermissionDenied; Refused with each fault and its line, or if there is a draft already.
    """
    _require_author(actor)
    try:
        found = read_file(source, whole=False)
    except Faulty as error:
        raise Refused(str(error), code="faulty", field="file") from None
    row = Framework.objects.filter(agency_id=actor.agency_id, kind=found.kind.code, code=found.code).first()
    if row is None:
        return _new(actor, found.kind, found.code, found.body)
    draft = start_draft(actor=actor, framework=row)
    return change_draft(actor=actor, draft=draft, version=draft.version, body=found.body)
