"""What the pages of referrals say of ratings."""

from django.utils.timezone import localtime

from pam.access.visibility import Reader
from pam.ui.dates import long_date
from pvp.referrals.models import Triage
from pvp.referrals.selectors import due_of


def rating_hints(reader: Reader, triage: Triage) -> dict[str, str]:
    """{rating: until when it would have to be decided}, counted from when the referral came."""
    found = {}
    for code in Triage.Rating.values:
        due = due_of(reader, code, triage.referral.sent_at)
        if due:
            local = localtime(due)
            found[code] = f"Decide by {long_date(local.date())}, {local:%H:%M}"
    return found
