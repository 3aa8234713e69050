"""Beginning and ending to watch. Each is a line in the log without its record: so auditors of the agency can
read who watches what, and those who manage the record can't.
"""

from django.db import transaction

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.models import Record, Subject
from pam.reference.selectors.settings import setting
from pam.watching.models import SavedSearch, Watch
from pam.watching.selectors.searches import found_by
from pam.watching.selectors.watches import watch_of

TOO_MANY = "This search finds too much to tell you about new results. Add a word, or narrow it."


@transaction.atomic
def watch_record(*, actor: Reader, record: Record) -> Watch:
    """Tells `actor` of what is new in `record` from now on. Raises Http404 if they can't see it, Refused for
    too many.
    """
    visibility.get(actor, Record, record.uuid)
    return _watch(actor, record.reference, record=record)


@transaction.atomic
def watch_subject(*, actor: Reader, subject: Subject) -> Watch:
    """Tells `actor` of what is new about `subject` from now on. Raises as `watch_record`."""
    row = visibility.get(actor, Subject, subject.uuid)
    reference = visibility.visible_to(actor, Record).values_list("reference", flat=True).get(pk=row.record_id)
    return _watch(actor, f"{reference}, {row.get_kind_display().lower()}", subject=row)


@transaction.atomic
def watch_search(*, actor: Reader, search: SavedSearch) -> Watch:
    """Tells `actor` of new results of `search` from now on. Raises Refused for too many searches, or for one
    that finds too much.
    """
    with visibility.ensure_reading_within(actor):
        found = found_by(actor, search)
    if found is None:
        raise Refused(TOO_MANY, code="finds_too_much")
    return _watch(actor, "saved search", search=search, known=found)


@transaction.atomic
def stop(*, actor: Reader, watch: Watch) -> None:
    """Ends one of the actor's own watches; another person's stays as it is."""
    if Watch.objects.filter(pk=watch.pk, membership_id=actor.membership_id).delete()[0]:
        log(actor, Verb.CONSULTATION, "stop watching")


def _watch(actor, detail, *, known=None, **target):
    """The actor's watch of `target`, made unless there is one."""
    if (row := watch_of(actor, **target)) is not None:
        return row
    mine = Watch.objects.filter(membership_id=actor.membership_id, search__isnull="search" not in target)
    key = "watching.most_searches" if "search" in target else "watching.most_watched"
    most = setting(key, actor.agency_id)
    if mine.count() >= most:
        raise Refused(f"You watch {most} already. Stop watching one first.", code="too_many")
    row = save_valid(Watch(membership_id=actor.membership_id, known=known or {}, **target))
    log(actor, Verb.CONSULTATION, "watch", detail=detail)
    return row
