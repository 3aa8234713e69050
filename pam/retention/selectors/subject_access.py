"""Subject access requests, and who they may mean."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from pam.access.models import Membership
from pam.records.kinds import kind_of
from pam.records.models import Subject
from pam.retention.models import SubjectRequest
from pam.ui.partial_dates import PartialDate


def may(reader):
    """Whether `reader` is a data protection officer of the agency that they act for.

    The database asks again.
    """
    return reader.has_role(Membership.Role.DATA_PROTECTION)


def require(reader):
    """Raises PermissionDenied unless `reader` is a data protection officer."""
    if not may(reader):
        raise PermissionDenied


@dataclass(frozen=True)
class Person:
    """A person in one record of the agency who a request may mean."""

    id: int
    record: int
    reference: str
    kind: str
    name: str
    born: PartialDate | None
    category: str
    role: str
    ended: bool
    exact: bool  # whether the name has each word that was asked for, or is tied to one that has

    def __post_init__(self):
        object.__setattr__(self, "born", PartialDate.of(self.born) if self.born else None)

    @property
    def category_label(self):
        """Suspect, victim …"""
        return str(dict(Subject.Category.choices).get(self.category, self.category))

    @property
    def kind_label(self):
        """What people call this kind of record."""
        return kind_of(self.kind).label


@dataclass(frozen=True)
class Named:
    """A row outside of the people of records that names a person who a request may mean: a referral, a list
    of cases. `record` is the number of the record that it is in, or None.
    """

    source: str
    id: int
    record: int | None
    reference: str
    name: str
    born: str
    exact: bool

    @property
    def value(self):
        """What a form sends for it."""
        return f"{self.source}:{self.id}"

    @property
    def born_words(self):
        """The date of birth in words, as far as it is known."""
        try:
            return str(PartialDate.of(self.born)) if self.born else ""
        except ValueError:  # typed in words
            return self.born


def requests():
    """The requests of the agency, for its data protection officers."""
    return SubjectRequest.objects.select_related("made_by__user", "collected_by__user")


def request_of(uuid):
    """One request visible to the current reader, or None."""
    return requests().filter(uuid=uuid).first()
