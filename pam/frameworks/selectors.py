"""What may be read of frameworks. The row policies ask the same again."""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import OneOf, RowsOf
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.db.kept import KeptBy
from pam.frameworks.models import AUTHOR, Framework, FrameworkVersion
from pam.frameworks.uses import used_by_visible, uses


def may_write(reader: Reader) -> bool:
    """Whether the reader writes the frameworks of their agency."""
    return reader.has_role(AUTHOR)


def _own(reader):
    return Q(agency=None) | Q(agency_id=reader.agency_id)


def frameworks(
    reader: Reader,
    *,
    kind: str = "",
    words: str = "",
    for_kind: str = "",
    tags: Collection[Collection[str]] = (),
    retired: bool = False,
) -> QuerySet[Framework]:
    """The library: frameworks of every agency and of the reader's, by kind and name.

    Those that were never published only for the agency's authors. `words` must all be in it, and it bears
    one of each group of `tags` (bodies.tags_of); with `retired` those out of use too.
    """
    rows = Framework.objects.filter(_own(reader)).select_related("agency", "current")
    drafts = Q(agency_id=reader.agency_id) if may_write(reader) else Q(pk__in=[])
    rows = rows.filter(Q(published=True) | drafts)
    if kind:
        rows = rows.filter(kind=kind)
    if for_kind:
        rows = rows.filter(Q(for_kinds=[]) | Q(for_kinds__contains=[for_kind]))
    for group in tags:
        rows = rows.filter(tags__has_any_keys=list(group))
    if not retired:
        rows = rows.filter(retired=False)
    for word in fold(words).split()[:10]:
        rows = rows.filter(words__contains=word)
    return rows.defer("words", "current__body")


def framework(reader: Reader, uuid: UUID) -> Framework:
    """One framework of the library. Raises Http404 if it is hidden or absent."""
    row = frameworks(reader, retired=True).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def visible_versions(reader: Reader) -> QuerySet[FrameworkVersion]:
    """Versions that the reader may read: published ones of the library, drafts of their agency if they write
    them, and what a visible row was made with, whichever agency wrote it.
    """
    return _visible_versions(reader, may_write(reader))


def _visible_versions(reader, writes):
    published = Q(number__isnull=False)
    seen = _own(reader) & published | published & used_by_visible(reader)
    if writes:
        seen |= Q(agency_id=reader.agency_id)
    return FrameworkVersion.objects.filter(seen).select_related("framework", "framework__agency")


def version(reader: Reader, uuid: UUID) -> FrameworkVersion:
    """One version. Raises Http404 if it is hidden or absent."""
    row = _version(may_write(reader)).of_uuid(reader, uuid)
    if row is None:
        raise Http404
    return row


@cache
def _version(writes):
    return OneOf(lambda reader, today: _visible_versions(reader, writes))


def versions_of(reader: Reader, framework: Framework) -> QuerySet[FrameworkVersion]:
    """The versions of a framework that the reader may read, the draft first, then newest first; no bodies."""
    rows = visible_versions(reader).filter(framework=framework)
    return rows.select_related("changed_by__user", "published_by__user").defer("body")


def draft_of(reader: Reader, framework: Framework) -> FrameworkVersion | None:
    """The draft of a framework of the reader's agency, for its authors; else None."""
    return visible_versions(reader).filter(framework=framework, number=None).first()


def in_force(
    reader: Reader, kind: str, for_kind: str = "", first: Collection[str] = ()
) -> QuerySet[FrameworkVersion]:
    """The versions to work with now: newest published ones of a kind, not retired, by name.

    Those that bear one of the tags `first` come before the others, and say `suits`.

    Those of every agency and of the reader's; one of the agency takes the place of one of every agency with
    the same code. `for_kind` is a kind of record: what is for others is left out.
    """
    rows = _in_use(reader.agency_id, kind)
    if for_kind:
        rows = rows.filter(Q(for_kinds=[]) | Q(for_kinds__contains=[for_kind]))
    bears = [When(framework__tags__contains=[tag], then=True) for tag in first]
    found = FrameworkVersion.objects.filter(pk__in=rows.values("current"))
    found = found.annotate(suits=Case(*bears, default=False, output_field=BooleanField()))
    return found.select_related("framework").order_by("-suits", "framework__name__folded", "pk")


def _in_use(agency_id, kind):
    rows = Framework.objects.filter(Q(agency=None) | Q(agency_id=agency_id), kind=kind, published=True)
    own = rows.filter(agency_id=agency_id).values("code")
    rows = rows.filter(Q(agency_id=agency_id) | ~Q(code__in=own))
    return rows.filter(retired=False).exclude(current=None)


def names_in_force(reader: Reader, kind: str) -> list[tuple[str, str]]:
    """(code, name) of the frameworks of a kind to work with now, by name, as this process keeps them for the
    reader's agency.
    """
    return _names([(reader.agency_id, kind)])[reader.agency_id, kind]


def _ask_names(keys):
    found = {}
    for agency_id, kind in keys:
        rows = _in_use(agency_id, kind).order_by("name__folded", "pk")
        found[agency_id, kind] = list(rows.values_list("code", "name"))
    return found


_names: KeptBy[tuple[int, str], list[tuple[str, str]]] = KeptBy(_ask_names)


@receiver((post_save, post_delete), sender=Framework)
def _ask_names_anew(instance, **signal):
    """Of the agency whose framework it is alone: others would tell from a query that it has changed one."""
    _names.forget_those(lambda key: instance.agency_id in (None, key[0]))


def version_in_force(reader: Reader, kind: str, code: str) -> FrameworkVersion | None:
    """The version of a kind and code to work with now, the agency's own before that of every agency; or None.

    An agency that retired its own has none: it works without it.
    """
    return in_force_with(reader, kind, code=code)


def in_force_with(reader: Reader, kind: str, for_kind: str = "", **said: str) -> FrameworkVersion | None:
    """The first of those `in_force` of which that is `said`, or None."""
    return _in_force_with(kind, for_kind, tuple(said.items())).first(reader, 0)


@lru_cache(400)
def _in_force_with(kind, for_kind, said):
    return RowsOf(lambda reader, number, today: in_force(reader, kind, for_kind).filter(**dict(said))[:1])


def changes_of(framework: Framework) -> list[Any]:
    """The history of a framework, newest first, with who made each change: for its authors (row policy)."""
    return list(framework.history.select_related("history_user").order_by("-history_id")[:50])


def taken_over(reader: Reader, draft: FrameworkVersion) -> tuple[FrameworkVersion | None, Framework | None]:
    """(the version that a draft follows, the framework of every agency that it takes the place of)."""
    last = visible_versions(reader).filter(framework=draft.framework).exclude(number=None).first()
    shipped = Framework.objects.filter(agency=None, kind=draft.kind, code=draft.code, published=True).first()
    return last, shipped


def uses_of(reader: Reader, framework: Framework) -> int:
    """How many parts of records that the reader sees were made with a version of this framework."""
    return sum(
        visibility.visible_to(reader, model).filter(**{f"{name}__framework": framework}).count()
        for model, name in uses()
    )
