"""People to be told about a MARAC (see pam_waiting_about_marac)."""

from django.urls import reverse

from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader
from pvp.models import MaracReferral


def _say(row: MaracReferral, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": title,
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": reverse("pvp:marac_told", args=[row.uuid]),
        "page": reverse("pvp:marac_referral", args=[row.uuid]),
    }


register_waiting(
    "marac_tell",
    Kind(
        "Tell the person about the MARAC",
        "Record it",
        seen_by_reader(MaracReferral, "author__user", "author_agency"),
        _say,
        record_number,
    ),
)
