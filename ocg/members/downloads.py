"""Members and releases as files: a row for each member, with the status that counts."""

from ocg.members.selectors import lines_of, with_warnings
from ocg.models import MemberStatus
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import Name, names_for


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, MemberStatus).filter(pk__in=numbers)
    lines = lines_of(list(rows.select_related("member__subject", "member__manager_agency")))
    with_warnings(reader, lines)
    attach_conditions(reader, [line.status for line in lines])
    names = names_for(reader, [line.status.record_id for line in lines])
    return {line.status.pk: _row(line, names.get(line.status.record_id)) for line in lines}


def _row(line, name):
    member, status = line.member, line.status
    return [
        line.name,
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        status.get_marking_display(),
        status.conditions.short if status.conditions else "",
        line.role.label,
        member.position,
        status.get_state_display(),
        status.since,
        status.establishment,
        status.release_on,
        status.until,
        status.requirements,
        "; ".join(str(warning.kind) for warning in line.warnings),
        member.manager,
        member.manager_agency.name if member.manager_agency else "",
        member.known_words,
    ]


COLUMNS = ListColumns(
    "Members",
    (
        "Name",
        "Group",
        "Reference",
        "Marking",
        "Conditions of the share",
        "Role",
        "Position",
        "Status",
        "From",
        "Establishment",
        "Earliest release",
        "Until",
        "Conditions of bail or licence",
        "Warnings",
        "Offender manager",
        "Their agency",
        "Known in the group",
    ),
    _cells,
)
