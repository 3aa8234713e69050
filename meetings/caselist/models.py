"""Cases on the list of a meeting, the people they are about, and to which agencies the list is open."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pam.access.models import Agency, Membership, Principal
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part
from pam.retention.naming import NamedIn

# One kind for all of it, so that a share of the list reaches it and nothing else of the meeting.
KIND = PartKind("caselist", "Case list and research")
NO_ROW = {"null": True, "editable": False, "related_name": "+"}

KEPT = "r.agency_id = pam_agency()"
TO_US = "{{for_us_x}}"
# A list that the agency keeps is collected as far as it is addressed to the agency; of another agency's list
# the agency's own research.
NAMED_IN = NamedIn(
    name="name",
    born="born",
    joins="JOIN records_record r ON r.id = t.record_id",
    reference="'list of cases ' || r.reference",
    record="r.id",
    # By numbers, so that only these are read.
    ours="r.marking <= pam_clearance() AND (t.record_id = ANY (ARRAY(SELECT l.id FROM records_record l "
    "WHERE l.kind = 'meeting' AND l.agency_id = pam_agency())) AND {{for_us_t}} "
    "OR t.entry_id = ANY (ARRAY(SELECT y.entry_id FROM meetings_research y "
    "WHERE y.agency_id = pam_agency())))",
    rows=(
        ("meetings.CaseEntry", "x.id = t.entry_id", f"{KEPT} AND {TO_US}"),
        ("meetings.CasePerson", "x.entry_id = t.entry_id", f"{KEPT} AND {TO_US}"),
        ("meetings.Research", "x.entry_id = t.entry_id", f"x.agency_id = pam_agency() OR {KEPT} AND {TO_US}"),
        (
            "meetings.ResearchLine",
            "x.entry_id = t.entry_id",
            f"x.author_agency_id = pam_agency() OR {KEPT} AND {TO_US}",
        ),
    ),
)


class OfItem(models.Model):
    """What is closed to a person with the item that a case is heard at: for a conflict of interest, or
    because it is confidential to others. Both columns are those of the item (pam_case_as_item).
    """

    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)

    class Meta:
        abstract = True


class CaseEntry(OfItem, Part):
    """A case on the list of a meeting: who it is about (`people`), which criteria are met, why. Never the
    case file: `provider` and `referral` name the referral that it came by, which the gate is asked for.

    Until it is accepted it is for the owning agency and the one that sent it, then for everyone the list
    is open to. It becomes an item of the agenda.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        ACCEPTED = "accepted", "On the list"
        RETURNED = "returned", "Returned"
        TRANSFERRED = "transferred", "Sent to another MARAC"
        HEARD = "heard", "Heard"
        DEFERRED = "deferred", "Deferred"

    part_kind = KIND
    gate = Gated("part", added_with="VIEW", withheld="withheld_from", named="for_principals")

    code = models.CharField(max_length=10, editable=False, db_default="")
    item = models.ForeignKey("meetings.AgendaItem", models.SET_NULL, **NO_ROW)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    provider = models.CharField(max_length=40, blank=True, editable=False)
    referral = models.UUIDField(null=True, editable=False)
    state = models.CharField(max_length=11, choices=State, default=State.RECEIVED, editable=False)
    state_reason = models.CharField("why", max_length=500, blank=True, editable=False)
    other_list = models.CharField("which other MARAC", max_length=120, blank=True, editable=False)
    criteria = models.TextField("criteria that are met", max_length=4000)
    reason = models.TextField("why it is referred", max_length=5000)
    safe_contact = models.CharField("safe way to make contact", max_length=300, blank=True)
    referred_on = models.DateField(default=timezone.localdate, editable=False)
    repeat_of = models.DateField("last referral", null=True, blank=True)
    emergency = models.BooleanField("emergency, to be heard within hours", default=False)
    told_on = models.DateField("victim told on", null=True, blank=True, editable=False)
    told_words = models.CharField("how, by which person, or why not", max_length=500, blank=True)

    class Meta(Part.Meta):
        verbose_name_plural = "case entries"
        ordering = ["-emergency", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["author_agency", "code"], name="case_entry_code_once_an_agency"),
            models.UniqueConstraint(
                fields=["record", "provider", "referral"],
                condition=models.Q(referral__isnull=False),
                name="referral_once_a_list",
            ),
        ]


class CasePerson(OfItem, Part):
    """A person that a case on a list is about: what they are in it, birth date as far as known."""

    part_kind = KIND
    gate = Gated("part", added_with="VIEW", withheld="withheld_from", named="for_principals")

    named_in = NAMED_IN

    entry = models.ForeignKey(CaseEntry, models.CASCADE, related_name="people", editable=False)
    name = models.CharField(max_length=160)
    part = models.CharField("part in the case", max_length=60)
    born = models.CharField("date of birth", max_length=40, blank=True)

    class Meta(Part.Meta):
        verbose_name_plural = "people of cases"
        ordering = ["pk"]


class ListOpening(Part):
    """That the list of a meeting is open to an agency, or a team of one, until it is closed."""

    part_kind = KIND
    gate = Gated("part", added_with="MANAGE")

    principal = models.ForeignKey(Principal, models.PROTECT, related_name="+", editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "principal"], name="list_opened_once")]


class Research(OfItem, Part):
    """What one agency is asked of one case on a list, and its answer: nothing known, or known. For that
    agency and the one that keeps the list. `phone_words` is what was said by telephone, in an emergency.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        NOTHING = "nothing", "Nothing known"
        KNOWN = "known", "Known"

    part_kind = KIND
    gate = Gated(
        "part",
        own=("author_agency", "agency"),
        changer="agency_id = pam_agency()",
        withheld="withheld_from",
        named="for_principals",
    )

    entry = models.ForeignKey(CaseEntry, models.CASCADE, related_name="research", editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    due_at = models.DateTimeField(editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(Membership, models.PROTECT, **NO_ROW)
    phone_with = models.CharField("person you spoke to", max_length=160, blank=True)
    phone_words = models.TextField("what was said and agreed", blank=True, max_length=4000)

    class Meta(Part.Meta):
        verbose_name_plural = "research"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "agency"], name="research_once_an_agency"),
            models.CheckConstraint(
                condition=models.Q(state="asked") | models.Q(answered_at__isnull=False),
                name="research_answered_at",
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether it was due, or answered after it was due."""
        return (self.answered_at or timezone.now()) > self.due_at


class ResearchLine(OfItem, Part):
    """One line of an agency's research: of which kind, about which person. It is for the people of that
    agency alone until the agency releases it to the meeting; a line that is kept back keeps its reason. The
    agency that keeps the list changes none (pam_research_line_holds).
    """

    class Kind(models.TextChoices):
        SERVICE = "service", "Service and worker"
        FACT = "fact", "Fact"
        OPINION = "opinion", "Professional opinion"
        RISK = "risk", "Risk"
        PROTECTIVE = "protective", "Protective factor"
        TAKEN = "taken", "Action already taken"
        OFFERED = "offered", "Action offered"

    class State(models.TextChoices):
        OWN = "own", "Our paper"
        RELEASED = "released", "Released to the meeting"
        KEPT = "kept", "Kept back"

    part_kind = KIND
    gate = Gated(
        "part",
        added_with="VIEW",
        changer="author_agency_id = pam_agency()",
        withheld="withheld_from",
        named="for_principals",
    )

    research = models.ForeignKey(Research, models.CASCADE, related_name="lines", editable=False)
    entry = models.ForeignKey(CaseEntry, models.CASCADE, related_name="lines", editable=False)
    person = models.ForeignKey(CasePerson, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(max_length=4000)
    state = models.CharField(max_length=8, choices=State, default=State.OWN, editable=False)
    reason = models.CharField("why it is kept back", max_length=500, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.ForeignKey(Membership, models.PROTECT, **NO_ROW)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="kept") | ~models.Q(reason=""), name="kept_back_for_a_reason"
            )
        ]
