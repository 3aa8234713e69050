"""What is new for a person: what they were told and have not read, as the gate lets them know it now."""

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from pam.access.visibility import Reader
from pam.notifications.events import Line, event_of, news_events
from pam.notifications.models import Delivery

FEW = 6  # lines on My work


def unread(reader: Reader) -> QuerySet[Delivery]:
    """The news of `reader` that are not read and that they may still know of, one row a cause: the newest.

    `first` is the earliest occasion of the same cause that is not read either. What they may not know any
    more is neither listed nor counted.
    """
    mine = Delivery.objects.filter(recipient_id=reader.membership_id, seen_at=None, dropped_at=None)
    known = Q(pk__in=[])
    for code, news in news_events().items():
        known |= Q(event=code) & Exists(news.known_to(reader).filter(uuid=OuterRef("about")))
    same = mine.filter(event=OuterRef("event"), about=OuterRef("about"))
    newer = same.filter(
        Q(created__gt=OuterRef("created")) | Q(created=OuterRef("created"), pk__gt=OuterRef("pk"))
    )
    first = same.order_by().values("about").annotate(first=Min("occasion")).values("first")
    return mine.filter(known, ~Exists(newer)).annotate(first=Subquery(first))


def with_lines(reader: Reader, rows: list[Delivery]) -> list[Delivery]:
    """`rows` of `unread` that have something to say, each with its `line` (a Line)."""
    lines: dict[int, Line] = {}
    for code, news in news_events().items():
        of_event = [row for row in rows if row.event == code]
        if of_event:
            lines |= news.lines(reader, of_event)
    for row in rows:
        row.line = lines.get(row.pk)
    return [row for row in rows if row.line]


def news_or_404(reader: Reader, uuid) -> Delivery:
    """One line of one's own news, read or not. Raises Http404 for hidden and absent alike, and for what they
    may no longer know of.
    """
    row = Delivery.objects.filter(recipient_id=reader.membership_id, uuid=uuid).first()
    news = row and event_of(row.event).news
    if not news or not news.known_to(reader).filter(uuid=row.about).exists():
        raise Http404
    row.first = row.occasion
    return row
