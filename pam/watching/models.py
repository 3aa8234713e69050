"""Searches that people save, and what they watch."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Membership, Principal
from pam.db.declarations import Special
from pam.records.models import Record, Subject


class SavedSearch(models.Model):
    """What stood in the search box (`words`) and how it was narrowed (`query`, as the address says it).

    It is for its `principal`: the membership of the person who saved it, or one of their teams. It names
    words and never a row: who opens it finds what they may see.
    """

    gate = Special(
        "Seen by the person or the team that it is for; changed by who saved it and the team's manager.",
        writes=("INSERT", "UPDATE (name)", "DELETE"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal = models.ForeignKey(Principal, models.CASCADE, related_name="+", editable=False)
    author = models.ForeignKey(Membership, models.CASCADE, related_name="+", editable=False)
    name = models.CharField(max_length=60)
    words = models.CharField(max_length=200)
    query = models.CharField(max_length=400, blank=True, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["principal", "name"], name="search_once_by_name")]
        ordering = ["name__folded", "pk"]
        verbose_name_plural = "saved searches"

    def __str__(self):
        return self.name


class Watch(models.Model):
    """That one person wants to hear of changes of a record or a subject, or of new results of a search.

    Until `looked_at` they were notified about everything. Of a search, `known` are the numbers of the rows
    that it had found by then and `fresh` of those that they were last notified about, {kind: [number]};
    `too_many` says that it finds more than can be told one by one.
    """

    gate = Special(
        "One's own alone: who watches is no one else's business. The job that looks reads all.",
        writes=("INSERT", "DELETE"),
    )
    follows_merge = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+", editable=False)
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="+", editable=False)
    subject = models.ForeignKey(Subject, models.CASCADE, null=True, related_name="+", editable=False)
    search = models.ForeignKey(SavedSearch, models.CASCADE, null=True, related_name="+", editable=False)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    looked_at = models.DateTimeField(default=timezone.now, editable=False)
    known = models.JSONField(default=dict, editable=False)
    fresh = models.JSONField(default=dict, editable=False)
    too_many = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, subject=None, search=None)
                | Q(record=None, subject__isnull=False, search=None)
                | Q(record=None, subject=None, search__isnull=False),
                name="watch_of_one_thing",
            ),
            models.UniqueConstraint(fields=["membership", "record"], name="watch_record_once"),
            models.UniqueConstraint(fields=["membership", "subject"], name="watch_subject_once"),
            models.UniqueConstraint(fields=["membership", "search"], name="watch_search_once"),
        ]
        indexes = [
            models.Index(fields=["looked_at"], name="watch_of_search", condition=Q(search__isnull=False)),
        ]
        verbose_name_plural = "watches"
        ordering = ["-begun_at", "-pk"]

    def __str__(self):
        return f"Watch {self.uuid}"
