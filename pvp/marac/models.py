"""Referrals of cases to a MARAC."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pam.db.declarations import Gated, PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.models import ListedPart, Subject
from pam.ui.dates import long_date, today


class MaracReferral(ListedPart):
    """One referral of a case to a MARAC. `criteria` keeps what it was judged by: [{"code", "label", "rule",
    "test", "fired"}], of the version `framework_version`. `others` are further people (uuids of subjects of
    the case), children above all.

    What was referred stays as it was (pam_marac_stays). Afterwards come: that a list took it (`taken`),
    that it was heard, whether the person was told (`tell_by` until then), and until when files are flagged
    (`flag_until`, the last day included). One that was made by mistake is withdrawn with a reason, counts for
    no repeat, and stays.
    """

    class Consent(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_ASKED = "not_asked", "Not asked, it was not safe"

    class Told(models.TextChoices):
        YES = "told", "Told"
        NO = "not_told", "Not told, with a reason"

    part_kind = PartKind("marac", "Referrals to a MARAC")
    # The people who keep a list are often of another agency than the one that referred: pam_marac_listed says
    # what of it they change.
    gate = Gated("anchor", changer="pam_level(record_id) >= {{CONTRIBUTE}}")
    refers_as = "pvp.marac"  # the provider of lists that it goes to: see pam/caselists

    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, editable=False, related_name="+", verbose_name="criteria"
    )
    victim = models.ForeignKey(Subject, models.CASCADE, related_name="+", editable=False)
    perpetrator = models.ForeignKey(Subject, models.CASCADE, related_name="+", editable=False)
    others = ArrayField(models.UUIDField(), default=list, editable=False)
    criteria = models.JSONField(default=list, editable=False)
    judgement = models.TextField("reasons of the professional judgement", blank=True, max_length=5000)
    reason = models.TextField("reason for the referral", max_length=5000)
    wants = models.TextField("what the person wants", blank=True, max_length=2000)
    safe_to_tell = models.TextField("who is safe to talk to, and who is not", blank=True, max_length=2000)
    consent = models.CharField(max_length=9, choices=Consent)
    ground = models.TextField("lawful ground without consent", blank=True, max_length=2000)
    referred_on = models.DateField("day of the referral", default=timezone.localdate, editable=False)
    repeat_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="repeated_by"
    )
    last_on = models.DateField("day of the last referral", null=True, blank=True)

    taken = models.CharField("list", max_length=200, blank=True, editable=False)
    heard_on = models.DateField(null=True, editable=False)
    tell_by = models.DateField(null=True, editable=False)
    told = models.CharField("person told", max_length=8, choices=Told, blank=True, editable=False)
    told_on = models.DateField(null=True, editable=False)
    told_by = models.CharField(max_length=120, blank=True, editable=False)
    told_how = models.CharField(max_length=300, blank=True, editable=False)
    flag_until = models.DateField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta(ListedPart.Meta):
        verbose_name = "MARAC referral"
        ordering = ["-referred_on", "-pk"]
        indexes = [
            models.Index(fields=["record", "-referred_on", "-id"], name="marac_of_record"),
            models.Index(
                fields=["referred_on", "id"],
                name="marac_not_taken",
                condition=models.Q(taken="", withdrawn_at=None),
            ),
            models.Index(
                fields=["record", "tell_by"],
                name="marac_to_tell",
                condition=models.Q(told="", withdrawn_at=None, tell_by__isnull=False),
            ),
            GinIndex(fields=["readers"], name="marac_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(consent="yes") | ~models.Q(ground=""), name="marac_on_a_ground"
            ),
            models.CheckConstraint(
                condition=models.Q(told="", told_on=None)
                | models.Q(told="told", told_on__isnull=False)
                | models.Q(told="not_told") & ~models.Q(told_how=""),
                name="marac_told_whole",
            ),
        ]

    def __str__(self):
        return f"MARAC referral of {long_date(self.referred_on)}"

    def clean(self):
        """Raises ValidationError for no consent and no ground, and for a judgement without reasons."""
        if self.consent and self.consent != self.Consent.YES and not self.ground.strip():
            words = "Say on which lawful ground it is shared without consent, and why it is proportionate."
            raise ValidationError({"ground": ValidationError(words, code="missing")})
        judged = any(one["test"] == "judgement" for one in self.criteria)
        if judged and not self.judgement.strip():
            words = "Give the reasons of the professional judgement."
            raise ValidationError({"judgement": ValidationError(words, code="missing")})

    @property
    def counts(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None

    @property
    def is_flagged(self) -> bool:
        """Whether files are flagged today; the last day is included."""
        return self.counts and self.flag_until is not None and today() <= self.flag_until

    @property
    def has_lapsed(self) -> bool:
        """Whether the flag has run out."""
        return self.counts and self.flag_until is not None and today() > self.flag_until

    @property
    def to_tell(self) -> bool:
        """Whether the person is to be told, and nothing was recorded yet."""
        return self.counts and self.tell_by is not None and not self.told

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which the person was to be told has passed."""
        return self.to_tell and self.tell_by < today()

    @property
    def state_words(self) -> str:
        """Where it is: "Waiting for a list", "Heard on 3 May 2026"."""
        if not self.counts:
            return "Withdrawn"
        if self.heard_on:
            return f"Heard on {long_date(self.heard_on)}"
        return self.taken or "Waiting for a list"
