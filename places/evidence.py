"""What inspectors ask of local profiles, as at any day (pam/evidence): data used, actions,
impact measured, partners told.
"""

from collections import defaultdict
from datetime import date

from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.evidence.registry import Evidence, Figure, Found, Line, end_of, of
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_date
from places.lists import FRESH
from places.models import AwarePartner, LocalProfile, ProfileSource, Recommendation
from places.profiles.selectors import months_after

ADDED = "By the day on which each row was added; what was withdrawn since is left out."

FIGURES = (
    Figure("profile-fresh", "Local profiles that are up to date", "Profiles out of date or not dated", (
        "Exact: by the profile’s history. The months allowed are today’s setting.")),
    Figure("profile-data", "Partner data used", "Profiles without data of a partner", ADDED),
    Figure("profile-actions", "Recommendations that drive actions", "Recommendations without an action", (
        "By the days on which recommendations and actions were added.")),
    Figure("profile-impact", "Impact measured", "Recommendations whose impact is not measured", (
        "By the day on which the impact was measured, as it is recorded today.")),
    Figure("profile-told", "Partners who know the profile", "Profiles that no partner knows", ADDED),
)  # fmt: skip


def profiles_then(reader: Reader, day: date) -> dict[int, date | None]:
    """{number: the date that it bore} of the profiles of the reader's agency that they may open, and that
    were open at the end of `day`. One query.
    """
    seen = visibility.visible_to(reader, LocalProfile)
    seen = seen.filter(agency_id=reader.agency_id, opened_at__lt=end_of(day))
    history = LocalProfile.history.model.objects.filter(
        history_date__lt=end_of(day), id__in=seen.values("pk")
    )
    newest = history.order_by("id", "-history_date", "-history_id").distinct("id")
    rows = newest.values_list("id", "profile_on", "closed_at")
    return {number: on for number, on, closed in rows if closed is None}


def find(reader: Reader, day: date) -> tuple[str, dict[str, Found]]:
    """(what is counted over, {code: Found}): see pam/evidence/registry.py. Six queries."""
    profiles = profiles_then(reader, day)
    then = {"record_id__in": list(profiles), "created__lt": end_of(day)}
    number = len(profiles)
    words = "no local profile" if not number else f"{number:,} local profile{'' if number == 1 else 's'}"
    found = {
        "profile-fresh": _fresh(reader, profiles, day),
        "profile-data": _partners(
            reader, ProfileSource, then, profiles, "No partner’s data noted", "Different partners"
        ),
        "profile-told": _partners(
            reader, AwarePartner, then, profiles, "No partner noted as told", "Different partners"
        ),
        **_recommendations(reader, then, day),
    }
    over = f"Over {words} of {reader.agency_name} open then and that you can open now."
    return over, found


def _fresh(reader, profiles, day):
    months = setting(FRESH, reader.agency_id)
    behind = [Line(number, "Bore no date") for number, on in profiles.items() if on is None]
    for number, on in profiles.items():
        if on is not None and months_after(on, months) < day:
            behind.append(Line(number, f"Of {long_date(on)}"))
    dates = [on for on in profiles.values() if on]
    parts = [("Newest", long_date(max(dates)))] if dates else []
    return Found(of(len(profiles) - len(behind), len(profiles)), behind, parts, bool(behind))


def _partners(reader, model, then, profiles, words, label):
    """The profiles with a partner of `model`: one that is not the reader's own agency."""
    rows = visibility.visible_to(reader, model).filter(withdrawn=False, **then)
    partners = defaultdict(set)
    for record, agency, organisation in rows.values_list("record_id", "agency_id", "organisation"):
        if agency != reader.agency_id:
            partners[record].add(agency or organisation.casefold())
    behind = [Line(number, words) for number in profiles if number not in partners]
    parts = [(label, f"{len(set().union(*partners.values())):,}")] if partners else []
    return Found(of(len(partners), len(profiles)), behind, parts, bool(behind))


def _recommendations(reader, then, day):
    rows = visibility.visible_to(reader, Recommendation).filter(withdrawn=False, **then)
    found = list(
        rows.order_by("record_id", "number").values_list("record_id", "number", "title", "measured_on")
    )
    actions = visibility.visible_to(reader, Action).filter(plan__startswith="Recommendation ", **then)
    plans = set(actions.values_list("record_id", "plan"))
    without, unmeasured = [], []
    for record, number, title, measured in found:
        line = Line(record, f"{number}. {title}")
        if (record, f"Recommendation {number}") not in plans:
            without.append(line)
        if measured is None or measured > day:
            unmeasured.append(line)
    return {
        "profile-actions": Found(of(len(found) - len(without), len(found)), without, warns=bool(without)),
        "profile-impact": Found(of(len(found) - len(unmeasured), len(found)), unmeasured),
    }


EVIDENCE = Evidence("profiles", "Local profiles", FIGURES, find)
