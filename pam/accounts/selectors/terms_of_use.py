"""Which version of the terms is current, and who accepted it."""

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from pam.accounts.models import Acceptance, TermsOfUse
from pam.accounts.selectors.people import people_of

Kind = TermsOfUse.Kind
OF_PEOPLE = (Kind.USE, Kind.CONFIDENTIALITY)


def current(kind, at=None):
    """The version of a kind that is current, or None if nothing was published."""
    return (
        TermsOfUse.objects.filter(kind=kind, published_at__lte=at or timezone.now())
        .order_by("-version")
        .first()
    )


def outstanding(reader, kinds):
    """Of these kinds, the standing version that `reader` has not accepted; None if there is nothing to
    accept. One query.
    """
    rows = (
        TermsOfUse.objects.filter(kind__in=kinds, published_at__lte=timezone.now())
        .order_by("kind", "-version")
        .distinct("kind")
    )
    accepted = Exists(Acceptance.objects.filter(user_id=reader.user_id, terms=OuterRef("pk")))
    rows = [row for row in rows.defer("text").annotate(accepted=accepted) if not row.accepted]
    return min(rows, key=lambda row: list(kinds).index(row.kind), default=None)


def accepted_before(reader, kind):
    """Whether `reader` accepted any version of `kind`: they may be in the middle of something."""
    return Acceptance.objects.filter(user_id=reader.user_id, terms__kind=kind).exists()


def accepted_at(reader, terms):
    """When `reader` accepted this version, or None."""
    return Acceptance.objects.filter(user_id=reader.user_id, terms=terms).values_list("at", flat=True).first()


def acceptances_of(actor):
    """The live people of `actor`'s agency by name, each with `use` and `confidentiality`: the version
    accepted last.

    Raises PermissionDenied if the actor is not an administrator.
    """
    rows = people_of(actor, state="live").filter(user__service=False).prefetch_related(None)
    for kind in (one.value for one in OF_PEOPLE):
        mine = Acceptance.objects.filter(user=OuterRef("user"), terms__kind=kind).order_by("-terms__version")
        rows = rows.annotate(
            **{
                kind: Subquery(mine.values("terms__version")[:1]),
                f"{kind}_at": Subquery(mine.values("at")[:1]),
            }
        )
    return rows.order_by("user__name__folded", "pk")
