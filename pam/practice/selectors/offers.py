"""What may be read of offers. The row policies ask the same again."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from pam.access import visibility
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.disclosure.selectors.grounds import partners_of
from pam.frameworks.models import AUTHOR, Framework, FrameworkVersion
from pam.practice.declared_settings import PERMITS
from pam.practice.models import Copy, Offer, OfferedText, Preparation
from pam.records.models import Record
from pam.reference.selectors.settings import setting

State = Offer.State


def may_ask(reader: Reader) -> bool:
    """Whether the reader prepares offers of their agency and asks for permission."""
    return reader.has_role(AUTHOR)


def may_permit(reader: Reader) -> bool:
    """Whether the reader permits what their agency offers."""
    return reader.has_role(setting(PERMITS, reader.agency_id))


def may_prepare(reader: Reader) -> bool:
    """Whether the reader sees what their agency prepares."""
    return may_ask(reader) or may_permit(reader)


def for_readers_agency(reader: Reader) -> Q:
    """The condition on offers of other agencies that are offered to the reader's."""
    same_side = Agency.objects.filter(training=reader.training).values("pk")
    partners = partners_of(reader.agency_id).order_by().values("pk")
    offered_to = Q(audience=Offer.Audience.ALL, agency__in=same_side)
    offered_to |= Q(audience=Offer.Audience.PARTNERS, agency__in=partners)
    return Q(state=State.OFFERED) & offered_to & ~Q(agency_id=reader.agency_id)


def visible_offers(reader: Reader) -> QuerySet[Offer]:
    """The offers that the reader may read: those offered to their agency, and their agency's own."""
    own = Q(agency_id=reader.agency_id)
    if not may_prepare(reader):
        own &= ~Q(state=State.DRAFT)
    return Offer.objects.filter(own | for_readers_agency(reader)).select_related("agency")


def offers(
    reader: Reader,
    *,
    words: str = "",
    kind: str = "",
    for_kind: str = "",
    tags: Iterable[str] = (),
    agency: str = "",
) -> QuerySet[Offer]:
    """What is offered now, the reader's own agency's too, by name; `words` must all be in it."""
    rows = visible_offers(reader).filter(state=State.OFFERED).defer("words")
    if kind:
        rows = rows.filter(kind=kind)
    if agency:
        rows = rows.filter(agency__uuid=agency)
    if for_kind:
        rows = rows.filter(Q(for_kinds=[]) | Q(for_kinds__contains=[for_kind]))
    for tag in tags:
        rows = rows.filter(tags__contains=[tag])
    for word in fold(words).split()[:10]:
        rows = rows.filter(words__contains=word)
    return rows


def own_offers(reader: Reader) -> QuerySet[Offer]:
    """The offers of the reader's agency, for those who prepare them: first those that have no name yet."""
    if not may_prepare(reader):
        return Offer.objects.none()
    return Offer.objects.filter(agency_id=reader.agency_id).defer("words")


def offer(reader: Reader, uuid: UUID) -> Offer:
    """One offer. Raises Http404 if it is hidden, revoked for the reader or absent."""
    row = visible_offers(reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def text_of(reader: Reader, offer: Offer, number: int | None = None) -> OfferedText | None:
    """The newest offered text of an offer, or that of a number; None before the first permission."""
    rows = OfferedText.objects.filter(offer__in=visible_offers(reader), offer_id=offer.pk)
    return rows.filter(number=number or offer.number).first()


def texts_of_offer(reader: Reader, offer: Offer) -> QuerySet[OfferedText]:
    """The offered versions of an offer, the newest first; no bodies."""
    rows = OfferedText.objects.filter(offer__in=visible_offers(reader), offer_id=offer.pk)
    return rows.defer("body")


def _preparations(reader):
    rows = Preparation.objects.filter(agency_id=reader.agency_id)
    if not may_prepare(reader):
        return rows.none()
    seen = visibility.visible_to(reader, Record).values("pk")
    rows = rows.filter(Q(record=None) | Q(record__in=seen))
    return rows.select_related("offer", "asked_by__user", "answered_by__user", "changed_by__user")


def preparation(reader: Reader, uuid: UUID) -> Preparation:
    """One preparation of the reader's agency. Raises Http404 if it is hidden or absent."""
    row = _preparations(reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def preparations_of(reader: Reader, offers) -> QuerySet[Preparation]:
    """The preparations of these offers that the reader sees, the latest first; no bodies but their names."""
    return _preparations(reader).filter(offer__in=offers)


def offer_of(reader: Reader, framework: Framework) -> Offer | None:
    """The offer that was made of a framework of the reader's agency, for those who prepare offers."""
    found = _preparations(reader).filter(source__framework=framework).first()
    return found.offer if found else None


def may_be_offered(reader: Reader) -> QuerySet[FrameworkVersion]:
    """The published versions in use of the reader's agency's own frameworks, by name."""
    rows = Framework.objects.filter(agency_id=reader.agency_id, published=True, retired=False)
    found = FrameworkVersion.objects.filter(pk__in=rows.exclude(current=None).values("current"))
    return found.select_related("framework").order_by("framework__name__folded", "pk")


def published_since(reader: Reader, prepared: list[Preparation]) -> FrameworkVersion | None:
    """The version in use of the framework that an offer is of, if none of `prepared` (its preparations) was
    made of it: it goes out only the same way.
    """
    sources = {one.source_id for one in prepared if one.source_id and one.state != Preparation.State.DECLINED}
    if not sources:
        return None
    frameworks = FrameworkVersion.objects.filter(pk__in=sources).values("framework")
    return may_be_offered(reader).filter(framework__in=frameworks).exclude(pk__in=sources).first()


def copies_of(reader: Reader, offer: Offer) -> QuerySet[Copy]:
    """The copies of an offer that the reader's agency made."""
    rows = Copy.objects.filter(agency_id=reader.agency_id, offer=offer)
    return rows.select_related("framework")


def framework_of(reader: Reader, uuid: UUID) -> Copy:
    """The copy that a framework of the reader's agency is. Raises Http404 if it is none, or absent."""
    rows = Copy.objects.filter(agency_id=reader.agency_id, framework__uuid=uuid)
    row = rows.select_related("from_agency", "framework").first()
    if row is None:
        raise Http404
    return row


def newer_than(reader: Reader, copy: Copy) -> OfferedText | None:
    """What is offered now that the copy's people have not looked at; None if nothing is, or once it is
    revoked: a copy hears nothing more of it.
    """
    rows = OfferedText.objects.filter(offer__in=visible_offers(reader).filter(state=State.OFFERED))
    return rows.filter(offer_id=copy.offer_id, number__gt=copy.number).order_by("-number").first()


def copied(reader: Reader) -> QuerySet[Copy]:
    """What the reader's agency copied, the latest first, with `newest`, the number offered now: none once it
    is revoked.
    """
    rows = Copy.objects.filter(agency_id=reader.agency_id).select_related("from_agency", "framework")
    seen = visible_offers(reader).filter(state=State.OFFERED, pk=OuterRef("offer")).order_by()
    return rows.annotate(newest=Subquery(seen.values("number")))
