"""How the history of a model is kept and reached."""

from functools import cache

from django.db import models
from simple_history.manager import HistoryManager as Manager


class HistoryRow(models.Model):
    """What each history row adds: the agency that the change was made for."""

    history_agency = models.CharField(max_length=120, blank=True)
    history_batch = models.BigIntegerField(null=True, editable=False)  # the records.Batch it was part of

    class Meta:
        abstract = True


class TrackedQuerySet(models.QuerySet):
    """Rows with a history: refuses what would change them behind its back."""

    def update(self, **kwargs):
        """Raises TypeError: `update()` skips the history. Save each row in a service."""
        raise TypeError(f"{self.model.__name__} is tracked: update() would skip its history")

    def bulk_create(self, *args, **kwargs):
        """Raises TypeError: `bulk_create()` skips the history."""
        raise TypeError(f"{self.model.__name__} is tracked: bulk_create() would skip its history")

    def bulk_update(self, *args, **kwargs):
        """Raises TypeError: `bulk_update()` skips the history."""
        raise TypeError(f"{self.model.__name__} is tracked: bulk_update() would skip its history")


class HistoryManager(Manager):
    """simple-history's manager, whose class is made once a queryset class and not at each save (1 ms)."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        """The manager class with the methods of `queryset_class`, as in Django."""
        return super().from_queryset(queryset_class, class_name)
