"""What several kinds of rows here have in common."""

from django.db import models

from pam.access.models import Agency


class InOrganisation(models.Model):
    """A row about an agency of pam, or about another organisation by its name: one of both."""

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.CharField("organisation", max_length=120, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def one_of(name: str) -> models.CheckConstraint:
        """The constraint, called `name`, that it is one of both."""
        neither = models.Q(agency=None, organisation="")
        both = models.Q(agency__isnull=False) & ~models.Q(organisation="")
        return models.CheckConstraint(condition=~neither & ~both, name=name)

    @property
    def organisation_name(self) -> str:
        """The name of the agency (fetched with it) or the organisation."""
        return self.agency.name if self.agency_id else self.organisation


class Withdrawable(models.Model):
    """A row that was entered by mistake is withdrawn: it stays in the history and counts nowhere."""

    withdrawn = models.BooleanField("entered by mistake", default=False)

    class Meta:
        abstract = True
