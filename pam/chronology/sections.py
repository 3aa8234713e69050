"""The multi-agency chronology in a record's own file."""

from pam.chronology.selectors import events_of
from pam.records.sections import Section, register_section


def _rows(reader, record, most):
    for row in events_of(reader, [record.pk], {"struck": True})[:most]:
        yield (
            row.when_words,
            row.what,
            row.details,
            row.get_kind_display(),
            row.get_nature_display(),
            row.source_words,
            "Yes" if row.significant else "No",
            row.impact,
            row.action_taken,
            row.outcome,
            row.child_words,
            f"{row.author.user.name}, {row.author_agency.name}",
            row.late_reason,
            row.struck_reason,
        )


register_section(
    Section(
        "multi-agency-chronology",
        "Multi-agency chronology",
        (
            "When",
            "What happened",
            "Details",
            "Kind",
            "Fact or opinion",
            "Source",
            "Significant",
            "Impact",
            "Action taken",
            "Outcome",
            "Children",
            "Entered by",
            "Late because",
            "Struck out because",
        ),
        _rows,
        place=60,
    )
)
