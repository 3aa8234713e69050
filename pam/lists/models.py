"""How people keep a list."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pam.access.models import Membership, Principal
from pam.db.declarations import Special


class SavedView(models.Model):
    """What a list shows and how: its filters and order (`query`, as the address says them), the columns that
    are left out (`without`) and whether its rows stand further apart (`roomy`).

    It is for its `principal`: the membership of the person who saved it, or one of their teams. The one
    without a `name` is what a person has set for the list as such; `opens` is then the uuid of the view that
    the list opens with, and one that is gone counts for nothing. It names filters and never a row: who
    opens it sees what they may see.
    """

    gate = Special(
        "Seen by the person or the team that it is for; changed by who saved it and the team's manager.",
        writes=("INSERT", "UPDATE (name, query, without, roomy, opens, saved_at)", "DELETE"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal = models.ForeignKey(Principal, models.CASCADE, related_name="+", editable=False)
    author = models.ForeignKey(Membership, models.CASCADE, related_name="+", editable=False)
    listed = models.CharField(max_length=20, editable=False)
    name = models.CharField(max_length=60, blank=True)
    query = models.TextField(blank=True, editable=False)
    without = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    roomy = models.BooleanField(default=False)
    opens = models.UUIDField(null=True, blank=True, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["principal", "listed", "name"], name="view_once_by_name"),
        ]
        ordering = ["name__folded", "pk"]

    def __str__(self):
        return self.name
