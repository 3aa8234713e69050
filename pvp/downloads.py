"""The list of case files as a file: the columns that the page shows."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from pam.actions.selectors.counts import attach_counts, open_and_overdue
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions, shown_rows
from pam.reference.selectors.lists import attach_reference_values
from pam.stages.selectors import attach_stages
from pvp.models import CaseFile
from pvp.risk.selectors import latest_grades, trend_of


def _rows(reader, today):
    rows = shown_rows(reader, CaseFile, "strand", "grade")
    return rows.annotate(
        waiting=open_and_overdue(reader, today),
        last_grades=ArraySubquery(latest_grades(reader, OuterRef("pk"))),
    )


ROWS = KeptRows(_rows)  # the case files of the list, with all that is shown with them


def attach_list_values(reader, cases):
    """Gives the case files of a list what its rows show: conditions, strand and grade, counts of actions, and
    how the risk went where `ROWS` fetched them.
    """
    attach_conditions(reader, cases)
    attach_reference_values(cases, "strand", "grade")
    attach_stages(cases)
    attach_counts(reader, cases)
    for case in cases:
        case.risk_trend, case.risk_words = trend_of(getattr(case, "last_grades", ()))


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, CaseFile).select_related("lead__user", "agency")
    cases = list(rows.filter(pk__in=numbers))
    attach_list_values(reader, cases)
    return {case.pk: _row(case) for case in cases}


def _row(case):
    return [
        case.title,
        case.reference,
        case.get_marking_display(),
        case.handling,
        case.conditions.short if case.conditions else "",
        case.agency.name,
        case.grade.label,
        case.strand.label,
        case.stage_now["label"] if case.stage_now else "",
        case.lead.user.name if case.lead else "",
        "Closed" if case.closed_at else "Open",
        case.next_review,
        case.open_actions,
        case.overdue_actions,
    ]


COLUMNS = ListColumns(
    "People at risk",
    (
        "Case file",
        "Reference",
        "Marking",
        "Handling",
        "Conditions",
        "Agency",
        "Risk grade",
        "Strand",
        "Stage",
        "Officer",
        "Status",
        "Next review",
        "Open actions",
        "Overdue actions",
    ),
    _cells,
)
