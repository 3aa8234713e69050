"""Agencies, teams, people, agreements and grants."""

from django.db import models

from pam.db.declarations import Open


class SharingTerm(models.Model):
    """A figure that forces set differently: how long a share lasts unless somebody says otherwise, and the
    like.
    """

    gate = Open("Figures of the method; no case text.", writes=())
    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=120)
    meaning = models.CharField(max_length=300, blank=True)
    value = models.PositiveIntegerField()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.label


class ReferenceValue(models.Model):
    """One word of a list that people choose from: stages and tiers of an OCG, strands and grades of a PVP
    case.

    `listing` names the list, for example `ocg.stage`. `meaning` is the help that stands beside the choice.
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
