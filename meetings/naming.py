"""On how many meetings' agendas records are, as far as a reader sees the items."""

from collections.abc import Collection

from django.db.models import Count

from meetings.models import AgendaItem
from pam.access import visibility
from pam.access.visibility import Reader


def on_agendas(reader: Reader, numbers: Collection[int]) -> dict[int, str]:
    """{record number: "on the agenda of 3 meetings"}. One query."""
    rows = visibility.visible_to(reader, AgendaItem).filter(about_id__in=numbers, removed_at=None)
    found = rows.order_by().values_list("about_id").annotate(n=Count("record_id", distinct=True))
    return {
        number: "on the agenda of 1 meeting" if n == 1 else f"on the agenda of {n} meetings"
        for number, n in found
    }
