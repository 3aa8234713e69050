"""Agencies, teams and personas of the tests."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from pam.access import services
from pam.access.levels import Level, Marking
from pam.access.models import Agreement, LawfulBasis, Membership, User
from pam.access.reader import reader_of_membership
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors.grounds import Ground
from pam.disclosure.services import shares
from pam.records.models import RetentionGroup
from pam.reference.models import ReferenceValue
from pam.reference.services.settings import set_general

# Who looks, and why they see or don't. The matrix, the canary crawl and the twin worlds use each of them.
PERSONAS = (
    "owner",  # in the owner team
    "colleague",  # same force, no need to know
    "granted",  # partner with a live grant (view)
    "signposted",  # partner who may know that it exists
    "expired_grant",  # partner whose grant ended
    "expired_agreement",  # partner whose agreement ended
    "other_force",  # another police force
    "low_clearance",  # in the owner team, cleared for OFFICIAL only
    "left_yesterday",  # membership ended
    "no_second_factor",  # signed in with a password alone
    "glass_before",  # same force, may break the glass and has not
    "glass_during",  # broke it over the shared OCG a moment ago
    "glass_after",  # broke it over the shared OCG, and the hour is over
    "superuser",  # is_superuser, no membership in the owner team
    "administrator",  # of the owning agency; no need to know
    "auditor",  # of the owner's force: sees who looked, never a case
    # of the owner's force: collects what is held on a person, for a request with its reason
    "data_protection",
    # of another agency: was given a sanitised action of the shared OCG, and may not know of the OCG
    "sanitised",
    "narrowed",  # partner with documents and notes alone, not to be printed; their agency's own grant ended
    "co_located",  # in the owner team too, and acting for the other agency, which has nothing of the owner's
    "anonymous",
)


@dataclass
class People:
    """Everyone of the small world. `memberships` is by persona (those who have one), `users` likewise."""

    agencies: dict = field(default_factory=dict)
    teams: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    memberships: dict = field(default_factory=dict)
    agreement: Agreement = None
    ended_agreement: Agreement = None
    basis: LawfulBasis = None
    group: RetentionGroup = None  # of the police alone
    value: ReferenceValue = None  # of the police alone

    def grounds(self):
        """{number of an agency: the ground on which its people are invited}, for all of them."""
        ground = Ground(self.agreement, self.basis)
        return {agency.pk: ground for agency in self.agencies.values()}

    def reader(self, persona):
        """The `Reader` of a persona, or None for those who never become one."""
        if persona not in self.memberships or persona == "no_second_factor":
            return None
        return reader_of_membership(self.memberships[persona].pk)


def make_people():
    """Makes the agencies, teams and personas. Runs as the owner role."""
    people = People()
    for key, name, short, kind in [
        ("police", "Northshire Police", "Northshire", "police"),
        ("probation", "Northshire Probation Service", "Probation", "probation"),
        ("council", "Harbourne City Council", "Council", "council"),
        ("health", "Harbourne Health Trust", "Health", "health"),
        ("charity", "Lantern House", "Lantern", "charity"),
        ("other", "Eastmoor Police", "Eastmoor", "police"),
        ("homes", "Harbourne Homes", "Homes", "housing"),
    ]:
        people.agencies[key] = services.create_agency(
            name=name, short_name=short, kind=kind, contact=f"contact@{key}.example"
        )
    for key, agency, name in [
        ("unit", "police", "OCG unit"),
        ("pvp", "police", "PVP unit"),
        ("probation", "probation", "Public protection"),
        ("council", "council", "Community safety"),
        ("health", "health", "Safeguarding"),
        ("charity", "charity", "Advice"),
        ("other", "other", "Serious crime"),
        ("homes", "homes", "Tenancies"),
    ]:
        people.teams[key] = services.create_team(agency=people.agencies[agency], name=name)
    people.basis = LawfulBasis.objects.get(code="cda-115")
    now = timezone.now()
    people.agreement = _agreement(
        people, "Northshire partnership agreement", now - timedelta(90), now + timedelta(200)
    )
    people.ended_agreement = _agreement(people, "Old agreement", now - timedelta(900), now + timedelta(1))
    people.group = RetentionGroup.objects.create(
        agency=people.agencies["police"], code="county", label="County files", first_years=7, next_years=3
    )
    people.value = ReferenceValue.objects.create(
        agency=people.agencies["police"], listing="ocg.tier", code="local", label="Local tier", order=9
    )
    set_general("meetings.access_days", 91, agency=people.agencies["police"])
    _personas(people)
    accept_for_everybody()
    return people


def _agreement(people, name, starts, ends):
    agreement = Agreement.objects.create(
        name=name,
        purpose="Crime and disorder",
        starts_at=starts,
        ends_at=ends,
        agency=people.agencies["police"],
    )
    agreement.parties.set(people.agencies.values())
    agreement.bases.set(LawfulBasis.objects.all())
    return agreement


def _personas(people):
    sensitive, official = Marking.OFFICIAL_SENSITIVE, Marking.OFFICIAL
    breaks = ["officer", "break_glass"]
    officer, chair = ["officer"], ["officer", "chair", "supervisor", "framework_author"]
    author = ["officer", "framework_author"]
    yesterday = timezone.now() - timedelta(days=1)
    for persona, name, agency, teams, roles, clearance, extra in [
        ("owner", "Olive Owner", "police", ["unit", "pvp"], chair, sensitive, {}),
        ("colleague", "Colin Colleague", "police", [], officer, sensitive, {}),
        ("granted", "Gita Granted", "probation", ["probation"], officer, sensitive, {}),
        ("signposted", "Simon Signpost", "council", ["council"], officer, sensitive, {}),
        ("expired_grant", "Eva Expired", "health", ["health"], officer, sensitive, {}),
        ("expired_agreement", "Adam Agreement", "charity", ["charity"], officer, sensitive, {}),
        ("narrowed", "Nadia Narrow", "charity", ["charity"], officer, sensitive, {}),
        ("other_force", "Otto Other", "other", ["other"], author, sensitive, {}),
        ("low_clearance", "Lena Low", "police", ["unit", "pvp"], officer, official, {}),
        (
            "left_yesterday",
            "Lars Left",
            "police",
            ["unit", "pvp"],
            officer,
            sensitive,
            {"ends_at": yesterday},
        ),
        ("no_second_factor", "Nora Nofactor", "police", ["unit", "pvp"], officer, sensitive, {}),
        ("glass_before", "Bea Before", "police", [], breaks, sensitive, {}),
        ("glass_during", "Dan During", "police", [], breaks, sensitive, {}),
        ("glass_after", "Ada After", "police", [], breaks, sensitive, {}),
        ("superuser", "Sue Super", "police", [], officer, sensitive, {}),
        ("administrator", "Ada Admin", "police", [], ["administrator"], sensitive, {}),
        ("auditor", "Audrey Auditor", "police", [], ["auditor"], sensitive, {}),
        ("data_protection", "Dora Protect", "police", [], ["data_protection"], sensitive, {}),
        ("sanitised", "Sita Sanitised", "homes", ["homes"], officer, sensitive, {}),
        ("co_located", "Cora Colocated", "charity", ["charity"], officer, sensitive, {}),
    ]:
        user = User.objects.create_user(
            f"{persona}@pam.example", name, "correct horse battery", is_superuser=persona == "superuser"
        )
        people.users[persona] = user
        people.memberships[persona] = services.create_membership(
            user=user,
            agency=people.agencies[agency],
            teams=[people.teams[t] for t in teams],
            roles=roles,
            clearance=clearance,
            **extra,
        )
    # Made second, so that a browser that was never told acts for the charity.
    services.create_membership(
        user=people.users["co_located"],
        agency=people.agencies["police"],
        teams=[people.teams["unit"], people.teams["pvp"]],
        roles=officer,
        clearance=sensitive,
    )
    assert Membership.objects.count() == len(PERSONAS)


def share_with_personas(people, record):
    """Gives the personas the grants that their names promise, on one record of the owner's."""
    actor, now = people.reader("owner"), timezone.now()
    for agency, level, agreement, until in [
        ("probation", Level.VIEW, people.agreement, now + timedelta(30)),
        ("council", Level.SIGNPOST, people.agreement, now + timedelta(30)),
        ("health", Level.VIEW, people.agreement, now + timedelta(30)),
        ("charity", Level.VIEW, people.ended_agreement, None),
    ]:
        shares.share(
            actor=actor,
            record=record,
            proposal=ShareProposal(
                principal=people.agencies[agency].principal,
                level=level,
                basis=people.basis,
                reason="Joint plan canaryreason",
                until=until,
                agreement=agreement,
            ),
        )
    share_narrowly(people, record)


def share_narrowly(people, record):
    """Gives the persona `narrowed` documents and notes of `record` alone, on condition that they aren't
    printed.
    """
    shares.share(
        actor=people.reader("owner"),
        record=record,
        proposal=ShareProposal(
            principal=people.memberships["narrowed"].principal,
            level=Level.VIEW,
            basis=people.basis,
            reason="Advice canaryreason",
            until=timezone.now() + timedelta(30),
            agreement=people.agreement,
            kinds=["document", "note"],
            conditions=["no-print"],
        ),
    )


def end_what_has_ended(people):
    """Lets the clock run out, with the database's own job not having run: no trigger hears of it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE access_grant DISABLE TRIGGER pam_grants_updated")
        cursor.execute(
            "UPDATE access_grant SET until = now() - interval '1 minute' WHERE group_id IN (%s, %s)",
            [people.agencies["health"].principal_id, people.memberships["glass_after"].principal_id],
        )
        cursor.execute("ALTER TABLE access_grant ENABLE TRIGGER pam_grants_updated")
        cursor.execute("ALTER TABLE access_agreement DISABLE TRIGGER pam_agreement_changed")
        cursor.execute(
            "UPDATE access_agreement SET ends_at = now() - interval '1 minute' WHERE id = %s",
            [people.ended_agreement.pk],
        )
        cursor.execute("ALTER TABLE access_agreement ENABLE TRIGGER pam_agreement_changed")
        # As the clock would have left it: the index still names them, the lapse has passed.
        cursor.execute("ALTER TABLE records_record DISABLE TRIGGER pam_record_readers")
        cursor.execute(
            "UPDATE records_record SET lapses_at = now() - interval '1 minute' WHERE lapses_at IS NOT NULL"
        )
        cursor.execute("ALTER TABLE records_record ENABLE TRIGGER pam_record_readers")
