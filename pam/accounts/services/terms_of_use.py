"""What people accept before they go on: which version stands, who accepted it, and publishing a new one."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from pam.access.errors import Refused
from pam.accounts.models import Acceptance, TermsOfUse
from pam.accounts.services.administration import people_of
from pam.audit.services import Verb, log

Kind = TermsOfUse.Kind


def asks(*kinds):
    """Decorates a view that asks for more than the terms of use,
    for example the confidentiality statement.
    """

    def mark(view):
        def marked(request, *args, **kwargs):
            return view(request, *args, **kwargs)

        marked.__name__, marked.__doc__, marked.__module__ = view.__name__, view.__doc__, view.__module__
        marked.pam_terms = (Kind.USE, *kinds)
        return marked

    return mark


def asks_nothing(view):
    """Decorates a view that answers before the terms are accepted."""
    view.pam_terms = ()
    return view


def current(kind, at=None):
    """The version of a kind that stands, or None if nothing was published."""
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


@transaction.atomic
def accept(*, actor, kind, version):
    """Keeps that `actor` accepts `version`. Raises Refused if another version was published since they read
    it.
    """
    terms = current(kind)
    if terms is None or terms.version != version:
        raise Refused("A new version was published while you were reading. This is the new one.")
    row = Acceptance(user_id=actor.user_id, terms=terms, agency_id=actor.agency_id)
    Acceptance.objects.bulk_create([row], ignore_conflicts=True)
    log(actor, Verb.COLLECTION, "accept terms", what=str(terms))
    return terms


@transaction.atomic
def publish(*, kind, text):
    """Adds the next version of a kind, as the owner role: everybody is asked to accept it at their next
    click.

    Raises Refused for an empty text, or the one that stands already.
    """
    last = TermsOfUse.objects.filter(kind=kind).order_by("-version").first()
    if not text.strip():
        raise Refused("The text is empty.")
    if last and last.text == text.strip():
        raise Refused(f"{last} says exactly this already.")
    terms = TermsOfUse.objects.create(kind=kind, version=last.version + 1 if last else 1, text=text.strip())
    log(None, Verb.ALTERATION, "publish terms", what=str(terms))
    return terms


def accept_for_everybody():
    """Writes down, as the owner role, that everybody there is accepted what stands.

    For invented people only.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_acceptance (user_id, terms_id, at) SELECT u.id, t.id, now() "
            "FROM access_user u, accounts_termsofuse t"
            " ON CONFLICT DO NOTHING"
        )


def acceptances_of(actor):
    """The live people of `actor`'s agency by name, each with `use` and `confidentiality`: the version
    accepted last.

    Raises PermissionDenied for who is no administrator.
    """
    rows = people_of(actor, state="live").prefetch_related(None)
    for kind in Kind.values:
        mine = Acceptance.objects.filter(user=OuterRef("user"), terms__kind=kind).order_by("-terms__version")
        rows = rows.annotate(
            **{
                kind: Subquery(mine.values("terms__version")[:1]),
                f"{kind}_at": Subquery(mine.values("at")[:1]),
            }
        )
    return rows.order_by("user__name", "pk")
