"""What people are told about disclosures: requests for access, break-glass, corrections, agreements,
shares.
"""

from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Agreement
from pam.disclosure.models import AccessRequest, Correction
from pam.disclosure.selectors import access_requests as access_request_selectors
from pam.disclosure.selectors import break_glass as break_glass_selectors
from pam.disclosure.selectors import receipts as receipt_selectors
from pam.disclosure.selectors import signposts as signpost_selectors
from pam.disclosure.selectors.agreements import file_added_by, may_maintain
from pam.notifications.events import ACCESS, About, Line, News, register_event, register_kind
from pam.records.models import Record
from pam.records.refused_files import KindOfFile, register_kind_of_file
from pam.ui.dates import long_date


def _to_answer(delivery, reader):
    row = access_request_selectors.to_answer(delivery.about)
    if row is None or row.state != AccessRequest.State.WAITING:
        return None
    path = reverse("disclosure:access_request_answer", args=[row.uuid])
    return About(path, row.reference, threads=(row.uuid,))


def _answered(delivery, reader):
    row = access_request_selectors.asked(reader, delivery.about)
    if row is None or row.asker_id != reader.membership_id:
        return None
    return About(reverse("disclosure:access_request", args=[row.uuid]), row.reference, threads=(row.uuid,))


def _opened(delivery, reader):
    row = break_glass_selectors.break_glass_use(delivery.about)
    if row is None or row.record_id is None:  # then the reference is what was typed, and may be anything
        return None
    path = reverse("disclosure:break_glass_use", args=[row.uuid])
    return About(path, row.reference.upper(), threads=(row.uuid,))


def _corrected(delivery, reader):
    row = Correction.objects.filter(uuid=delivery.about).first()
    if row is None:
        return None
    mine = (
        receipt_selectors.receipts_of(reader)
        .filter(record_number=row.record_id)
        .order_by("-given_at")
        .first()
    )
    if mine is None:
        return None
    return About(reverse("disclosure:receipt", args=[mine.uuid]), mine.reference, threads=(row.uuid,))


def _ends(delivery, reader):
    row = Agreement.objects.filter(uuid=delivery.about).first()
    if row is None or not may_maintain(reader, row):
        return None
    if not delivery.occasion.startswith(f"{timezone.localdate(row.ends_at)}"):
        return None
    path = reverse("disclosure:agreement", args=[row.uuid])
    return About(path, detail=f"ends {long_date(row.ends_at)}", threads=(row.uuid,))


def _refused(row, reader):
    """The agreement whose file was refused."""
    return About(reverse("disclosure:agreement", args=[row.uuid]), threads=(row.uuid,))


def _shared(delivery, reader):
    row = visibility.visible_to(reader, Record).filter(uuid=delivery.about).first()
    if row is not None:
        return About(reverse("records:open", args=[row.uuid]), row.reference, threads=(row.uuid,))
    signpost = signpost_selectors.signpost_of(delivery.about)
    if signpost is None:
        return None
    return About(reverse("disclosure:signposts"), signpost.reference, threads=(delivery.about,))


def _lines_of_shares(reader, rows):
    """A line for each record that was shared, by its reference and title."""
    about = {row.about for row in rows}
    records = visibility.visible_to(reader, Record).filter(uuid__in=about).select_related("agency")
    found = {record.uuid: record for record in records}
    return {
        row.pk: Line(
            what="A record was shared with you",
            title=f"{record.reference} {record.title}",
            url=reverse("records:open", args=[record.uuid]),
            origin=record.agency.name,
            record=record.pk,
        )
        for row in rows
        if (record := found.get(row.about))
    }


register_kind_of_file(KindOfFile(Agreement, _refused, file_added_by, lambda reader: Agreement.objects.all()))
register_kind("shares", "Shared with you", "Records shared with you, your team or your agency.")
register_kind("agreements", "Agreements", "Sharing agreements that you look after and that are about to end.")
register_event(
    "access_asked",
    ACCESS,
    "A request for access",
    "A person at another team or agency asks for access to a record that you lead.",
    still_true=_to_answer,
)
register_event(
    "access_unanswered",
    ACCESS,
    "A request for access is unanswered",
    "A request for access to a record of your team is waiting for an answer.",
    still_true=_to_answer,
)
register_event(
    "access_answered",
    ACCESS,
    "Your request for access was answered",
    "A request for access that you made was answered.",
    still_true=_answered,
)
register_event(
    "break_glass",
    ACCESS,
    "Break-glass was used",
    "A record that you answer for was opened by break-glass.",
    urgent=True,
    still_true=_opened,
)
register_event(
    "correction",
    ACCESS,
    "A correction",
    "Something that was shared with you has been corrected.",
    still_true=_corrected,
)
register_event(
    "agreement_ends",
    "agreements",
    "An agreement is about to end",
    "A sharing agreement that you look after ends soon.",
    one="1 agreement is about to end",
    many="{} agreements are about to end",
    still_true=_ends,
)
register_event(
    "record_shared",
    "shares",
    "A record was shared with you",
    "A record was shared with you, your team or your agency.",
    one="1 record was shared with you",
    many="{} records were shared with you",
    still_true=_shared,
    news=News(lambda reader: visibility.visible_to(reader, Record), _lines_of_shares),
)
