"""Agencies, teams, people, agreements and grants."""

import uuid

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase
from guardian.models.models import BaseObjectPermission
from simple_history.models import HistoricalRecords

from pam.access.in_force import AGREEMENT, GRANT, MEMBERSHIP
from pam.access.levels import Level, Marking
from pam.access.password_field import HashField
from pam.access.passwords import PasswordOutOfReach
from pam.access.roles import PlatformRole, role_choices
from pam.audit.histories import HistoryManager
from pam.db.declarations import Open, Special
from pam.db.scanned import ScannedFile


class Principal(Group):
    """The person who a grant can name: an agency, a team, or one person's membership of an agency.

    All three share one number space, so that a record's readers are one integer array.
    """

    # An administrator makes and renames teams; people and agencies come from the owner's functions.
    gate = Open(
        "Numbers of agencies, teams and memberships; no case text.",
        writes=("INSERT", "UPDATE (label)"),
        written_by="kind = 'team' AND pam_administers(agency_id)",
    )

    class Kind(models.TextChoices):
        AGENCY = "agency", "Agency"
        TEAM = "team", "Team"
        PERSON = "person", "Person"

    kind = models.CharField(max_length=6, choices=Kind)
    # Empty only while the agency itself is being made.
    agency = models.ForeignKey("Agency", models.CASCADE, null=True, related_name="principals")
    label = models.CharField(max_length=200)

    class Meta:
        verbose_name = "principal"

    def __str__(self):
        return self.label


class UserManager(BaseUserManager):
    """Makes people who sign in with an e-mail address."""

    def create_user(self, email, name, password=None, **extra):
        """A new person. `email` is made lower case; without `password` they can't sign in by one."""
        user = self.model(email=email.lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(PasswordOutOfReach, AbstractUser):
    """A person who signs in. What they may see comes from their memberships, never from this row.

    `is_superuser` opens nothing: there is no superuser clause anywhere in pam.
    """

    gate = Open(
        "Names of professionals; needed to sign in and to show who wrote what.",
        writes=(),
        hidden=("password",),
    )
    password = HashField("password", max_length=128)
    # What sessions and links for a forgotten password hang on: another one with each password.
    password_mark = models.GeneratedField(
        expression=MD5("password"), output_field=models.CharField(max_length=32), db_persist=True
    )
    username = first_name = last_name = None
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Whether keys without Ctrl or Alt do something on a page: who speaks to their computer turns it off.
    single_keys = models.BooleanField(default=True, db_default=True)
    # A system of an agency, which comes by a token of its own and never signs in (pam/api).
    service = models.BooleanField(default=False, db_default=False, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    get_short_name = get_full_name


class Agency(models.Model):
    """An organisation that works with others: a force, a probation service, a council, a trust, a charity."""

    gate = Open("The names of partner organisations are public.", writes=())

    class Kind(models.TextChoices):
        POLICE = "police", "Police force"
        PROBATION = "probation", "Probation service"
        COUNCIL = "council", "Council"
        HEALTH = "health", "Health trust"
        HOUSING = "housing", "Housing provider"
        EDUCATION = "education", "School or college"
        CHARITY = "charity", "Charity"

    principal = models.OneToOneField(Principal, models.PROTECT, related_name="as_agency")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    contact = models.EmailField(blank=True)
    # Nothing of it is real (one_side.py). It follows the setting `training.agency`.
    training = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        ordering = ["name__folded"]
        verbose_name_plural = "agencies"

    def __str__(self):
        return self.name


class Team(models.Model):
    """A unit of an agency that owns records."""

    gate = Open(
        "The names of units; who is in them is asked of Membership.",
        writes=("INSERT", "UPDATE (name, contact, manager_id)"),
        written_by="pam_administers(agency_id)",
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal = models.OneToOneField(Principal, models.PROTECT, related_name="as_team")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    contact = models.EmailField(blank=True)
    manager = models.ForeignKey("Membership", models.SET_NULL, null=True, blank=True, related_name="manages")

    class Meta:
        ordering = ["agency__name__folded", "name__folded"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_name_once_an_agency")]

    def __str__(self):
        return f"{self.name}, {self.agency.short_name}"


class MembershipQuerySet(models.QuerySet):
    """Questions about memberships."""

    def live(self, at=None):
        """Those in force at `at` (now, if not given): started, not ended, not suspended, person active."""
        return self.filter(MEMBERSHIP.q(at or timezone.now()))


class Membership(models.Model):
    """One person acting for one agency: what they are cleared for, their teams and roles."""

    # Whose it is and of which agency never changes, and nobody changes their own: another administrator does.
    gate = Open(
        "A directory of professionals; the pickers narrow it to who may be named.",
        writes=("UPDATE (post, roles, clearance, ends_at, suspended, version)",),
        written_by="pam_administers(agency_id) AND user_id <> pam_user()",
    )

    Role = PlatformRole

    principal = models.OneToOneField(Principal, models.PROTECT, related_name="as_membership")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    post = models.CharField(max_length=120, blank=True, help_text="Rank or job, as others know it.")
    roles = ArrayField(models.CharField(max_length=16, choices=role_choices), default=list)
    clearance = models.PositiveSmallIntegerField(choices=Marking, default=Marking.OFFICIAL)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    suspended = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "agency"], name="one_membership_an_agency")]

    def __str__(self):
        return f"{self.user.name}, {self.post or self.agency.short_name}"

    @property
    def role_names(self):
        """What people call their roles."""
        labels = dict(role_choices())
        return [labels[role] for role in self.roles]

    @property
    def ended(self):
        """Whether it ended before now."""
        return MEMBERSHIP.is_over(self, timezone.now())

    @property
    def state(self):
        """Its state: Active, Suspended, Ended, Not started, or Cannot sign in."""
        now = timezone.now()
        if MEMBERSHIP.holds(self, now):
            return "Active"
        if self.ended:
            return "Ended"
        if self.suspended:
            return "Suspended"
        return "Not started" if self.starts_at > now else "Cannot sign in"


class LawfulBasis(models.Model):
    """A lawful basis that a disclosure can rest on. Data: forces and agencies word theirs differently.

    `nature` says whether it obliges to share, allows it, or is a condition that processing must meet besides.
    `agency_kinds` are the kinds of agency that can disclose on it (DPA 2018 Part 3, for example, is for
    competent authorities); none: any.
    """

    gate = Open("Names of laws.", writes=())

    class Nature(models.TextChoices):
        DUTY = "duty", "Duty"
        POWER = "power", "Power"
        CONDITION = "condition", "Condition"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    nature = models.CharField(max_length=9, choices=Nature, blank=True, default="", db_default="")
    agency_kinds = ArrayField(
        models.CharField(max_length=10, choices=Agency.Kind), default=list, blank=True, db_default=[]
    )
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "name__folded"]
        verbose_name_plural = "lawful bases"

    def __str__(self):
        return self.name

    def suits(self, agency):
        """Whether the kind of `agency` (an Agency) can disclose on it. The agency may have decided otherwise:
        see `pam/disclosure/selectors/bases.py`.
        """
        return not self.agency_kinds or agency.kind in self.agency_kinds

    def kinds_in_words(self):
        """The kinds of agency that can disclose on it, as people call them."""
        return [Agency.Kind(kind).label for kind in self.agency_kinds] or ["Any agency"]


class HandlingCondition(models.Model):
    """A condition on which something is shared: handling code C of the 3x5x2 scheme. Data; what it enforces
    too.
    """

    gate = Open("The shared vocabulary; no case text.", writes=())
    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=120)
    meaning = models.CharField(max_length=300, blank=True)
    no_print = models.BooleanField(default=False)
    no_onward = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "label__folded"]

    def __str__(self):
        return self.label


class AgreementQuerySet(models.QuerySet):
    """Questions about agreements."""

    def in_force(self, at=None):
        """Those in date at `at` (now, if not given)."""
        return self.filter(AGREEMENT.q(at or timezone.now()))


class Agreement(ScannedFile):
    """An information sharing agreement between agencies. When it ends, the grants that rest on it stop."""

    # Which agency keeps it never changes; its administrators look after it, and so does the agreement's
    # owner.
    gate = Open(
        "Agreements are published between their parties; no case text.",
        writes=(
            "INSERT",
            "UPDATE (name, purpose, usual_basis_id, record_kinds, data_categories, share_days, "
            "starts_at, ends_at, owner_id,"
            " file, file_name, file_type, file_size, scan, scan_note, version)",
        ),
        written_by="pam_maintains_agreement(id, agency_id)",
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, editable=False, related_name="keeps")
    owner = models.ForeignKey("Membership", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    parties = models.ManyToManyField(Agency, related_name="agreements")
    purpose = models.TextField()
    bases = models.ManyToManyField(LawfulBasis, related_name="agreements")
    # Offered first when a record is shared under it; the check shows it before anything is done.
    usual_basis = models.ForeignKey(LawfulBasis, models.PROTECT, null=True, blank=True, related_name="+")
    # Codes of the kinds of record that it covers; empty covers every kind.
    record_kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    # Codes of the terms `agreement.data`: what kinds of personal data it was written for.
    data_categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    share_days = models.PositiveSmallIntegerField("days that a share lasts", null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    file = models.FileField(upload_to="agreements/%Y/%m/", max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    file_size = models.PositiveBigIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(history_manager=HistoryManager)
    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["name__folded"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="agreement_ends_after_start"
            )
        ]

    def __str__(self):
        return self.name

    def in_force(self, at=None):
        """Whether it is in date at `at` (now, if not given)."""
        return AGREEMENT.holds(self, at or timezone.now())

    @property
    def state(self):
        """Its state, in a word or two: In force, Not yet in force, or Ended."""
        now = timezone.now()
        if AGREEMENT.holds(self, now):
            return "In force"
        return "Ended" if AGREEMENT.is_over(self, now) else "Not yet in force"


class GrantQuerySet(models.QuerySet):
    """Questions about grants."""

    def live(self, at=None):
        """Those that work at `at` (now, if not given): not ended, and their agreement, if any, in force."""
        return self.filter(GRANT.q(at or timezone.now()))


class Grant(GroupObjectPermissionBase):
    """One principal's reach to one record, at one level: guardian's direct-foreign-key row, and more.

    The truth that `Record.readers` is an index of. `group` is always a `Principal`;
    `permission` is what `level` says, by a trigger.
    """

    gate = Special(
        "Seen by the people who manage the record and by those it names.",
        writes=("INSERT", "UPDATE", "DELETE"),
    )

    class Source(models.TextChoices):
        SHARE = "share", "Shared"
        ROLE = "role", "Named on the record"
        INVITATION = "meeting", "Invited"
        BREAK_GLASS = "break_glass", "Break-glass"

    content_object = models.ForeignKey(
        "records.Record", models.CASCADE, related_name="grants", db_column="record_id"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    level = models.PositiveSmallIntegerField(choices=Level)
    source = models.CharField(max_length=12, choices=Source, default=Source.SHARE)
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    lawful_basis = models.ForeignKey(LawfulBasis, models.PROTECT, null=True, blank=True, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="grants")
    # A code of the list `disclosure.purpose`; empty for what is no share.
    purpose = models.CharField(max_length=40, blank=True, default="", db_default="")
    reason = models.TextField()
    # Why it was shared without an agreement, by a person who may do that; empty for every other share.
    justification = models.TextField(blank=True, default="", db_default="")
    # Codes of handling conditions, and one in its giver's own words.
    conditions = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    condition_text = models.TextField(blank=True, default="", db_default="")
    # Codes of the kinds of part that it reaches (see PartKind); empty for all of them.
    kinds = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(history_manager=HistoryManager)
    objects = GrantQuerySet.as_manager()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        unique_together = []
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "group"], name="one_grant_a_principal_a_record"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="grant_level_known"),
            # The person who adds to a record must see what they add.
            models.CheckConstraint(
                condition=Q(kinds=None) | Q(level__lte=Level.VIEW), name="chosen_kinds_are_viewed"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "level"], name="grant_by_principal"),
            models.Index(
                fields=["group", "-given_at", "-id"],
                name="grant_shared_last",
                condition=Q(source="share", lawful_basis__isnull=False),
            ),
            models.Index(
                fields=["content_object"],
                name="grant_on_conditions",
                condition=~Q(conditions=[]) | ~Q(condition_text=""),
            ),
        ]

    def __str__(self):
        return f"{self.group_id} may {self.get_level_display().lower()} {self.content_object_id}"

    def save(self, *args, **kwargs):
        """Without guardian's three questions whether the permission is one of records: the database itself
        sees to that (pam_permission_follows_level).
        """
        super(BaseObjectPermission, self).save(*args, **kwargs)


class ContactPoint(models.Model):
    """Which team of an agency answers others' questions. Without one, its supervisors do."""

    gate = Open(
        "The names of teams that others may turn to.",
        writes=("INSERT", "UPDATE (team_id)"),
        written_by="pam_administers(agency_id) AND EXISTS (SELECT 1 FROM access_team t"
        " WHERE t.id = team_id AND t.agency_id = access_contactpoint.agency_id)",
    )

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="contact_point")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.team} answers for {self.agency}"


class WallKey(models.Model):
    """The key by which the database knows the application's tickets: one row, kept by `migrate`."""

    gate = Special("Nobody's to read through the web: pam_ticket_holds() reads it.", reads=False)

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    inner_pad = models.BinaryField()
    outer_pad = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_wall_key")]

    def __str__(self):
        return "The key of the second wall"
