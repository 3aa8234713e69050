"""What authors are told about what they copied."""

from django.db.models import F
from django.http import Http404
from django.urls import reverse

from pam.frameworks.models import Framework
from pam.notifications.events import About, Line, News, register_event, register_kind
from pam.practice.selectors import offers as selectors
from pam.practice.services.jobs import NEWER
from pam.practice.services.preparing import ANSWERED


def _newer(delivery, reader):
    if not selectors.may_ask(reader):
        return None
    try:
        copy = selectors.framework_of(reader, delivery.about)
    except Http404:
        return None
    newer = selectors.newer_than(reader, copy)
    if newer is None or delivery.occasion != f"version {newer.number}":
        return None
    return About(reverse("practice:changes", args=[delivery.about]), threads=(delivery.about,))


def _answered(delivery, reader):
    try:
        row = selectors.preparation(reader, delivery.about)
    except Http404:
        return None
    if row.open or row.asked_by_id != reader.membership_id:
        return None
    return About(reverse("practice:preparation", args=[row.uuid]), threads=(row.uuid,))


def _known(reader):
    if not selectors.may_ask(reader):
        return Framework.objects.none()
    rows = selectors.copied(reader).filter(newest__gt=F("number"))
    return Framework.objects.filter(pk__in=rows.order_by().values("framework"))


def _lines(reader, rows):
    about = {row.about for row in rows}
    copies = selectors.copied(reader).filter(framework__uuid__in=about, newest__isnull=False)
    found = {copy.framework.uuid: copy for copy in copies}
    return {
        row.pk: Line(
            what="A newer version of what you copied",
            title=copy.name,
            url=reverse("practice:changes", args=[row.about]),
            origin=copy.from_agency.name,
        )
        for row in rows
        if (copy := found.get(row.about)) and copy.newest > copy.number
    }


register_kind(
    "practice", "Best practice", "Answers to what you asked to offer, newer versions of what was copied."
)
register_event(
    NEWER,
    "practice",
    "A newer version of what your agency copied",
    "An agency offers a newer version of a framework that yours copied.",
    one="1 newer version of what your agency copied",
    many="{} newer versions of what your agency copied",
    still_true=_newer,
    news=News(known_to=_known, lines=_lines),
)
register_event(
    ANSWERED,
    "practice",
    "Your request to offer was answered",
    "A colleague has answered whether what you prepared may be offered to other agencies.",
    one="1 answer to what you asked to offer",
    many="{} answers to what you asked to offer",
    still_true=_answered,
)
