"""What forces do differently, as data: settings, and the lists that people choose from."""

from django.db import models
from simple_history.models import HistoricalRecords

from pam.access.models import Agency
from pam.audit.histories import HistoryManager, HistoryRow, TrackedQuerySet
from pam.db.declarations import Open


class Setting(models.Model):
    """A changed value of a declared setting (pam/reference/declarations.py), for one agency or, without one,
    for all.

    There is no row for what nobody changed: the default is in the declaration. `value` is JSON (a number,
    true or false, a text), empty where a setting was emptied. The database checks it by the declaration.
    """

    gate = Open(
        "Figures of how an agency works; no case text.",
        writes=("INSERT", "UPDATE (value, version)", "DELETE"),
        written_by="pam_administers(agency_id)",
    )

    key = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords(history_manager=HistoryManager, bases=[HistoryRow])
    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["key", "agency_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "agency"], name="one_value_a_setting", nulls_distinct=False
            )
        ]

    def __str__(self):
        return self.key


class ReferenceValue(models.Model):
    """One word of a list that people choose from: stages and tiers of an OCG, strands and grades of a PVP
    case.

    `listing` names the list, for example `ocg.stage`. `meaning` is the help that is beside the choice.
    `score` is a number that a method gives the term, where it does.
    """

    gate = Open("The shared vocabulary; no case text.", writes=())

    listing = models.CharField(max_length=40)
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    meaning = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    score = models.SmallIntegerField(null=True, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["listing", "order", "label"]
        constraints = [models.UniqueConstraint(fields=["listing", "code"], name="term_once_a_list")]

    def __str__(self):
        return self.label
