"""How the history of a model is reached."""

from functools import cache

from simple_history.manager import HistoryManager as Manager


class HistoryManager(Manager):
    """simple-history's manager, whose class is made once a queryset class and not at each save (1 ms)."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        """The manager class with the methods of `queryset_class`, as in Django."""
        return super().from_queryset(queryset_class, class_name)
