"""The assessments of a record, as its own file holds them."""

from pam.assessments.models import Assessment
from pam.assessments.selectors import assessments
from pam.records.sections import Section, register_section

DONE = (Assessment.State.COMPLETED, Assessment.State.SUPERSEDED)


def _rows(reader, record, most):
    for row in assessments(reader, record).filter(state__in=DONE)[:most]:
        second = row.band_named(row.second_grade) if row.second_grade else None
        yield (
            row.on,
            row.framework_version.name,
            row.get_state_display(),
            row.points,
            row.first_grade,
            row.reason,
            (second or {}).get("label", ""),
            row.second_reason,
            row.second_by.user.name if row.second_by else "",
            row.asked_by or row.author.user.name,
            row.place,
            row.heard_badly,
            "; ".join(f"{code}: {answer}" for code, answer in sorted(row.answers.items())),
        )


register_section(
    Section(
        "assessments",
        "Assessments",
        (
            "Day",
            "Tool",
            "State",
            "Score",
            "Grade",
            "Why",
            "Second grade",
            "Why it is different",
            "Second grade by",
            "Asked by",
            "Where",
            "How it was asked",
            "Answers",
        ),
        _rows,
        place=25,
    )
)
