"""Methods as data: what forces and agencies do differently is a row with a shipped default."""

from django.db import models

from pam.db.declarations import Open


class PlanTemplate(models.Model):
    """A plan that makes its actions in one go, for one kind of record.

    `steps` is a list of {"title", "strand", "days"}: days from today until the action is due;
    the strand only where the kind has strands (`Kind.strands`).
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
        ordering = ["kind", "name__folded", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "version"], name="plan_template_version")
        ]

    def __str__(self):
        return self.name
