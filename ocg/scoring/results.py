"""What scores come to: by which method, which band counts, which tier they propose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ocg.models import Ocg, Score, SecondScore
from ocg.scoring.lists import METHODS, TIERS
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.assessments.declared_settings import DISAGREE_DAYS
from pam.assessments.disagreement import disagreements
from pam.assessments.models import Assessment
from pam.assessments.shown import most_points
from pam.frameworks import selectors as frameworks
from pam.records.models import Record
from pam.reference.declarations import Several
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import terms
from pam.reference.selectors.settings import setting

MOST = 60  # assessments of one group that are looked at
RELATED = ("framework_version__framework", "author__user", "author_agency", "second_by__user")


def method_codes(agency_id: int) -> list[str]:
    """The codes of the methods that groups of an agency are scored by."""
    return Several(key="", label="", meaning="", group="", default="").codes(setting(METHODS, agency_id))


@dataclass(frozen=True)
class Method:
    """One method on a group's page: its name, and its latest score, if there is one that the reader sees.

    `row` is the Assessment or the typed Score; `score` of `most`; `band` the band that counts, after a second
    assessor or a moderator; `by`, `on`, `version`; `due` the day on which it is to be made again; `second`
    the second score of it, `draft` one that was begun. `proposes` are codes of tiers.
    """

    code: str
    name: str
    row: Any = None
    score: Any = None
    most: int | None = None
    band: dict[str, str] | None = None
    on: date | None = None
    by: str = ""
    version: int | None = None
    due: date | None = None
    second: SecondScore | None = None
    draft: Assessment | None = None
    proposes: tuple[str, ...] = ()

    @property
    def share(self) -> int | None:
        """The score in per cent of the most that the method can come to."""
        return round(100 * float(self.score) / self.most) if self.most and self.score is not None else None


@dataclass(frozen=True)
class Results:
    """The scores of a group: `methods` side by side, `proposed` tiers as [(ReferenceValue, names of
    methods)], `apart` sentences where methods disagree, `latest` the day of the latest score by any method,
    `series` [(name, [(day, per cent of the most)])] of the methods that groups are scored by, for a chart.
    """

    methods: list[Method]
    proposed: list[tuple[ReferenceValue, list[str]]]
    apart: list[str]
    latest: date | None
    series: list[tuple[str, list[tuple[date, int]]]]

    @property
    def words(self) -> str:
        """ "Tier 1 (OCG score: matrix); Tier 2 (…)", or "" where none proposes a tier."""
        return "; ".join(f"{tier.label} ({', '.join(names)})" for tier, names in self.proposed)


def completed_of(reader: Reader, record: Record, withheld: bool = True) -> list[Assessment]:
    """The assessments of a group that the reader may see and that are drafts or count, the latest first;
    without those that are withheld from another person where not even these are wanted.
    """
    return (_completed if withheld else _not_withheld)(reader, record.pk)


def _with_drafts(reader, number):
    states = [Assessment.State.COMPLETED, Assessment.State.DRAFT]
    rows = visibility.visible_to(reader, Assessment).filter(record_id=number, checks=None, state__in=states)
    return rows.select_related(*RELATED).order_by("-on", "-pk")


@RowsOf
def _completed(reader, number, today):
    return _with_drafts(reader, number)[:MOST]


@RowsOf
def _not_withheld(reader, number, today):
    return _with_drafts(reader, number).filter(withheld_from=None)[:MOST]


@RowsOf
def _seconds(reader, number, today):
    rows = visibility.visible_to(reader, SecondScore).filter(record_id=number)
    return rows.select_related("decided_by__user")


def results_of(
    reader: Reader,
    record: Ocg,
    cadence: int,
    typed: Sequence[Score] | None = None,
    withheld: bool = True,
) -> Results:
    """The `Results` of a group as the reader may see them; a score is due again `cadence` days after.
    `typed` are its typed scores, the latest first, where they were read already; `withheld` as in
    `completed_of`.
    """
    rows = completed_of(reader, record, withheld)
    seconds = {row.first_id: row for row in _seconds(reader, record.pk)}
    if typed is None:
        typed = _typed(reader, record)
    found, methods = _by_framework(rows), []
    order = {code: place for place, code in enumerate(method_codes(record.agency_id))}
    names = dict(frameworks.names_in_force(reader, "assessment"))
    methods += [Method(code, names[code]) for code in order if code not in found and code in names]
    for done, draft in found.values():
        methods.append(_method(done, draft, seconds, cadence))
    methods += [_judgement(score, cadence) for score in typed[:1]]
    methods.sort(key=lambda one: (order.get(one.code, len(order) + (not one.code)), one.name))
    days = [one.on for one in methods if one.on]
    return Results(
        methods=methods,
        proposed=_proposed(methods),
        apart=disagreements(rows, setting(DISAGREE_DAYS, reader.agency_id)),
        latest=max(days, default=None),
        series=_series(rows, set(order)),
    )


def _series(rows, codes):
    """One line for each method, by the days of its scores; assessments that are no method are left out."""
    found: dict[str, list[tuple[date, int]]] = {}
    most: dict[int, int] = {}
    for row in reversed(rows):
        version = row.framework_version
        if version.code in codes and not row.is_draft and row.score is not None:
            top = most.setdefault(version.pk, most_points(row.method) or 0)
            if top:
                found.setdefault(version.name, []).append((row.on, round(100 * float(row.score) / top)))
    return sorted(found.items())


def _typed(reader, record):
    rows = visibility.visible_to(reader, Score).filter(record_id=record.pk).select_related("author__user")
    return rows.order_by("-on", "-pk")[:1]


def _by_framework(rows: Iterable[Assessment]) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in rows:
        pair = found.setdefault(row.framework_version.code, [None, None])
        place = 1 if row.is_draft else 0
        if pair[place] is None:
            pair[place] = row
    return found


def _method(done, draft, seconds, cadence):
    named = done or draft
    if done is None:
        return Method(named.framework_version.code, named.framework_version.name, draft=draft)
    second = seconds.get(done.pk)
    band = done.final_grade
    if second is not None and second.decided:
        band = done.band_named(second.decided) or band
    proposes = tuple(one["value"] for one in (band or {}).get("proposes", ()) if one["what"] == TIERS)
    return Method(
        code=named.framework_version.code,
        name=named.framework_version.name,
        row=done,
        score=done.points,
        most=most_points(done.method) if done.score is not None else None,
        band=band,
        on=done.on,
        by=done.author.user.name,
        version=done.framework_version.number,
        due=done.on + timedelta(days=cadence),
        second=second,
        draft=draft,
        proposes=proposes,
    )


def _judgement(score, cadence):
    return Method(
        code="",
        name="Judgement: threat, risk, harm",
        row=score,
        score=score.threat + score.risk + score.harm,
        most=300,
        on=score.on,
        by=score.author.user.name,
        due=score.on + timedelta(days=cadence),
    )


def _proposed(methods):
    found: dict[str, list[str]] = {}
    for one in methods:
        for code in one.proposes:
            found.setdefault(code, []).append(one.name)
    return [
        (term, found[term.code]) for term in terms(TIERS) if term.agency_id is None and term.code in found
    ]
