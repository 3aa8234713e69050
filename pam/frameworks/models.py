"""Methods as data: what forces and agencies do differently is a row with a shipped default."""

from django.db import models

from pam.rules import Open


class Term(models.Model):
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


class PlanTemplate(models.Model):
    """A plan that makes its actions in one go: 4P tactics for an OCG, a safety plan for a person at risk.

    `steps` is a list of {"title", "four_p", "days"}: days from today until the action is due.
    """

    gate = Open("Published methods; no case text.", writes=())

    kind = models.CharField(max_length=16, help_text="The kind of record it is for.")
    name = models.CharField(max_length=120)
    plan = models.CharField(max_length=60)
    purpose = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    steps = models.JSONField(default=list)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "version"], name="plan_template_version")
        ]

    def __str__(self):
        return self.name
