"""What a group's page says beside the heading of each part of its own that is folded away: a few words from
what the reader was shown anyway, without a query.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pam.ui.dates import long_date


def notes_of(page: Mapping[str, Any]) -> dict[str, str]:
    """{part: its note} for the context of a group's page."""
    none = "None to show" if page["guest"] else "None yet"
    members, plan = page["members"], page["four_p"]
    return {
        "responsible": _responsible(page["responsible"]),
        "scores": _scores(page["scores"]),
        "members": members["states"] or none,
        "stage": _stage(page["stage"]),
        "plan": plan["signing"].label[0] if plan["plan"] else none,
        "region": _latest(page["region"], lambda row: row.get_state_display()) or "Not asked",
        "disruptions": _latest(page["disruptions"], lambda row: f"Latest: {long_date(row.on)}") or none,
        "harm": _latest(page["harm"], lambda row: f"Latest: {long_date(row.on)}") or none,
    }


def _responsible(found):
    if not found.live:
        return f"No live lead: {found.why_not[:1].lower()}{found.why_not[1:]}"
    return f"{found.lead.user.name}{'' if found.trained else ', no training recorded'}"


def _scores(found):
    if found["withheld"]:
        return "A second score waits for you"
    due = found["due"]
    if due:
        return "Due to be scored again" if due.overdue else "Soon due to be scored again"
    latest: date | None = found["results"].latest
    return f"Latest: {long_date(latest)}" if latest else "Not scored"


def _stage(stage):
    if not stage["now"]:
        return "None yet"
    if stage["asked"]:
        return f"{stage['now']['label']}. A move waits for approval"
    last = stage["last"]
    return f"{stage['now']['label']}{f' since {long_date(last.on)}' if last else ''}"


def _latest(panel, words):
    return words(panel["rows"][0]) if panel["rows"] else ""
