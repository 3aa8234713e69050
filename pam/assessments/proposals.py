"""What an assessment proposes, in words and with the page where a person decides it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.frameworks import selectors as frameworks
from pam.records.models import Record
from pam.reference.selectors.lists import terms

PLAN = "plan"  # the code of a plan that can be added to the record in one go


@dataclass(frozen=True)
class Target:
    """What a proposal may be about: `what` in a framework's file, what people call it, the reference list
    that its value is of, and the page of the record (taking `uuid`) where a person sets it.
    """

    what: str
    label: str
    listing: str
    page: str


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Makes known what assessments may propose; called by the AppConfig of a kind of record."""
    _targets[target.what] = target


def shown_proposals(
    reader: Reader, part: Assessment, record: Record, level: Level, found: list[dict[str, str]]
) -> list[dict[str, Any]]:
    """[{"label", "value", "says", "url"}] of the proposals `found`: "url" is "" where the reader can't do it.

    What no room registered, and a plan that is not in use, is left out.
    """
    rows = []
    for one in found:
        what, value = one["what"], one.get("value", "")
        if what == PLAN:
            version = frameworks.version_in_force(reader, "plan", value)
            if version is not None:
                url = f"{reverse('actions:apply_plan', args=[record.uuid])}?template={version.uuid}"
                rows.append(("Plan", version.name, one, url if level >= Level.CONTRIBUTE else ""))
        elif target := _targets.get(what):
            label = next((term.label for term in terms(target.listing) if term.code == value), value)
            url = reverse(target.page, args=[record.uuid]) if level >= Level.MANAGE else ""
            rows.append((target.label, label, one, url))
    return [
        {"label": label, "value": value, "says": one.get("says", ""), "url": url}
        for label, value, one, url in rows
    ]
