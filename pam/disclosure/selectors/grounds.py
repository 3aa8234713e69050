"""What a share can rest on: agreements in force, lawful bases, and until when it lasts."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Agency, Agreement, Grant, LawfulBasis, Membership
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors.bases import usable_bases
from pam.reference.selectors.settings import setting


def agreements_in_force(record):
    """The agreements in force to which the owning agency is a party."""
    return Agreement.objects.in_force().filter(parties=record.agency_id)


def partners_of(agency_id):
    """The other agencies that are parties to an agreement in force with the agency of this number, by name.

    pam_partners() of the database answers the same for the current reader.
    """
    agreements = Agreement.objects.in_force().filter(parties=agency_id)
    rows = Agency.objects.filter(agreements__in=agreements).exclude(pk=agency_id)
    return rows.distinct().order_by("name__folded")


def agreements_for(record, principal, *, basis=None):
    """The agreements in force that let `record` be shared with `principal`'s agency, by name.

    Both agencies must be parties, and the kind of record must be covered; with `basis` (a LawfulBasis) that
    too.
    """
    rows = Agreement.objects.in_force().filter(parties=record.agency_id)
    rows = rows.filter(parties=principal.agency_id)
    rows = rows.filter(Q(record_kinds=[]) | Q(record_kinds__contains=[record.kind]))
    if basis is not None:
        rows = rows.filter(bases=basis)
    return rows.order_by("name__folded").distinct()


@dataclass(frozen=True)
class Ground:
    """What a disclosure rests on: an agreement in force, and a lawful basis that it covers.

    `why` says why this one is offered.
    """

    agreement: Agreement
    basis: LawfulBasis
    why: str = ""

    @property
    def value(self):
        """How a form names it."""
        return f"{self.agreement.pk}:{self.basis.pk}"

    @property
    def label(self):
        """How a person reads it."""
        return f"{self.basis}, under the {self.agreement}"


def grounds_for(record, principal, *, basis=None):
    """Each `Ground` on which `record` can be shared with `principal`'s agency now; with `basis` those
    alone.
    """
    agreements = agreements_for(record, principal, basis=basis).prefetch_related("bases")
    usable = set(usable_bases(record.agency_id))
    return [
        Ground(agreement, one)
        for agreement in agreements
        for one in agreement.bases.all()
        if one in usable and basis in (None, one)
    ]


def grounds_by_agency(record):
    """{number of another agency: each `Ground` on which `record` can be shared with it now}; agencies with
    none are missing.
    """
    rows = Agreement.objects.in_force().filter(parties=record.agency_id)
    rows = rows.filter(Q(record_kinds=[]) | Q(record_kinds__contains=[record.kind]))
    found: dict[int, list[Ground]] = {}
    usable = set(usable_bases(record.agency_id))
    for agreement in rows.order_by("name__folded", "pk").distinct().prefetch_related("bases", "parties"):
        grounds = [Ground(agreement, basis) for basis in agreement.bases.all() if basis in usable]
        for party in agreement.parties.all():
            if party.pk != record.agency_id and grounds:
                found.setdefault(party.pk, []).extend(grounds)
    return found


def usual_ground(actor, principal, grounds):
    """The one of `grounds` to offer: the only one, the one `actor` last used with that agency, or the usual
    one.

    None where a person has to choose.
    """
    if len(grounds) == 1:
        return replace(grounds[0], why="The only one that fits.")
    rows = Grant.objects.filter(
        given_by_id=actor.membership_id,
        source=Grant.Source.SHARE,
        agreement__isnull=False,
        group__principal__agency_id=principal.agency_id,
    )
    last = rows.order_by("-given_at").values_list("agreement_id", "lawful_basis_id").first()
    for ground in grounds:
        if last == (ground.agreement.pk, ground.basis.pk):
            return replace(ground, why=f"As you last shared with {principal.agency.name}.")
    usual = [ground for ground in grounds if ground.agreement.usual_basis_id == ground.basis.pk]
    return replace(usual[0], why="The usual basis of this agreement.") if len(usual) == 1 else None


@dataclass(frozen=True)
class GroundedProposal:
    """A proposal with what it rests on: the `ground` that was chosen or is usual, of `grounds` that fit.

    `without_agreement` says that none fits and that it may be shared without an agreement.
    """

    proposal: ShareProposal
    grounds: tuple = ()
    ground: Ground | None = None
    without_agreement: bool = False

    @property
    def to_choose(self):
        """Whether a person has to choose the ground."""
        return bool(self.grounds) and self.ground is None

    def trial(self, actor):
        """The proposal for a preview: where the ground is still to be chosen, on the first that fits."""
        return _on(actor, self.proposal, self.grounds[0]) if self.to_choose else self.proposal


def ground_proposal(actor, record, proposal, *, chosen=""):
    """What `proposal` of `actor` can rest on (a `GroundedProposal`), with its end where none was said.

    `chosen` is the `Ground.value` that a person saw: it is kept to, whatever else would fit by now. Raises
    Refused if it is gone, or if nothing fits.
    """
    if not proposal.leaves(record):
        return GroundedProposal(_ending(actor, proposal))
    grounds = tuple(grounds_for(record, proposal.principal, basis=proposal.basis))
    ground = next((one for one in grounds if one.value == chosen), None)
    if chosen and ground is None:
        raise Refused(
            "The agreement for this share is no longer in force. Nothing was shared.",
            code="ground_gone",
        )
    if not grounds and may_share_once(actor):
        return GroundedProposal(_ending(actor, proposal, without_agreement=True), without_agreement=True)
    if not grounds:
        field = "lawful_basis" if proposal.basis else "principal"
        raise Refused(no_agreement(proposal.principal), code="no_agreement", field=field)
    ground = ground or usual_ground(actor, proposal.principal, grounds)
    return GroundedProposal(_on(actor, proposal, ground) if ground else proposal, grounds, ground)


def _on(reader, proposal, ground):
    return _ending(reader, replace(proposal, agreement=ground.agreement, basis=ground.basis))


def _ending(reader, proposal, *, without_agreement=False):
    return replace(
        proposal,
        until=proposal.until
        or end_of_day(default_end(reader, proposal.agreement, without_agreement=without_agreement)),
    )


def default_end(reader, agreement=None, *, without_agreement=False):
    """The day on which a share by `reader` ends unless they say otherwise: as its agreement or their agency
    has it.
    """
    key = "disclosure.one_off_days" if without_agreement else "disclosure.share_days"
    days = (agreement and agreement.share_days) or setting(key, reader.agency_id)
    return timezone.localdate() + timedelta(days=days)


def end_of_day(day):
    """The last minute of a day in London, as an aware datetime: a share "until 3 May" works on 3 May."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def may_share_once(reader):
    """Whether `reader` may share without an agreement: as a supervisor, where their agency lets them."""
    allowed = setting("disclosure.one_off_by_supervisors", reader.agency_id)
    return allowed and reader.has_role(Membership.Role.SUPERVISOR)


def one_off_days(reader):
    """For how many days at most `reader` shares something without an agreement."""
    return setting("disclosure.one_off_days", reader.agency_id)


def no_agreement(principal):
    """The sentence for a share with `principal` that no agreement covers."""
    return (
        f"No information sharing agreement in force with {principal.agency.name} covers this kind "
        f"of record on this "
        "lawful basis."
    )
