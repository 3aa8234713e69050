"""The lists of who is responsible as files."""

from ocg.models import Ocg
from ocg.responsible.selectors import attach_groups, attach_why
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.reference.selectors.lists import attach_reference_values

HEAD = ("Group", "Reference", "Marking", "Conditions", "Tier", "Lead", "Lead's agency")


def _rows(reader, numbers):
    rows = visibility.visible_to(reader, Ocg).select_related("lead__user", "lead__agency")
    groups = list(rows.filter(pk__in=numbers))
    attach_reference_values(groups, "tier")
    attach_conditions(reader, groups)
    return groups


def _head(group):
    return [
        group.title,
        group.reference,
        group.get_marking_display(),
        group.conditions.short if group.conditions else "",
        group.tier.label,
        group.lead.user.name if group.lead else "",
        group.lead.agency.name if group.lead else "",
    ]


def _without_lead(reader, numbers):
    groups = _rows(reader, numbers)
    attach_why(reader, groups)
    return {
        group.pk: [*_head(group), group.why_no_lead, group.asked.offered_to.user.name if group.asked else ""]
        for group in groups
    }


def _untrained(reader, numbers):
    groups = _rows(reader, numbers)
    leads = {group.lead_id: group.lead for group in groups}
    attach_groups(reader, leads.values())
    last = {number: lead.last_training for number, lead in leads.items()}
    return {
        group.pk: [
            *_head(group),
            last[group.lead_id].kind.label if last[group.lead_id] else "",
            last[group.lead_id].on if last[group.lead_id] else "",
        ]
        for group in groups
    }


WITHOUT_LEAD = ListColumns("Groups without a lead", (*HEAD, "Why", "Asked"), _without_lead)
UNTRAINED = ListColumns("Leads without training", (*HEAD, "Last training", "On"), _untrained)
