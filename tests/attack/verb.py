"""A verb of the table of verbs, and the kinds of what is typed."""

from dataclasses import dataclass

from django.utils import timezone

TEXT, CODE, NUMBER = "text", "code", "number"
TODAY = timezone.localdate


@dataclass(frozen=True)
class Verb:
    """A service, who calls it, what it takes (a function of the world), and {argument: what is typed}.

    "record.title" is the title of the row `record`; `beside` is {argument: the field that a refusal names}.
    """

    service: object
    values: object
    typed: dict
    persona: str = "owner"
    beside: dict | None = None
    before: object = None  # a function of the world, called as the owner of the database

    @property
    def name(self):
        """The service's whole name."""
        return f"{self.service.__module__}.{self.service.__name__}"
