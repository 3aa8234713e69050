"""Sharing and ending a share: every rule of the services, and of the database behind them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Agreement, Grant, LawfulBasis
from pam.audit.models import LogEntry
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors import bases, sharing
from pam.disclosure.selectors.signposts import signposts
from pam.disclosure.services import shares
from pam.disclosure.services.sharing import end_share, preview, share_record
from pam.records import services as records
from pam.records.models import Entry
from tests.refusals import refused
from tests.standing import standing
from tests.world.world import make_ocg


@standing
def ocg(people):
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = make_ocg(people, "owner", "Harbour group", team="unit")
        records.add_note(actor=actor, record=record, title="For all", text="Seen")
        records.add_note(
            actor=actor, record=record, title="For police", text="Source", agencies=[actor.agency_id]
        )
    return record


def share(people, ocg, persona="owner", to="probation", **changes):
    """Shares as `persona` with an agency (by key) or a principal; returns the grant."""
    principal = people.agencies[to].principal if isinstance(to, str) else to
    values = {
        "level": Level.VIEW,
        "basis": people.basis,
        "reason": "Joint plan",
        "agreement": people.agreement,
        "until": timezone.now() + timedelta(days=30),
    }
    actor = people.reader(persona)
    with visibility.reading(actor):
        record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
        return share_record(
            actor=actor, record=record, proposal=ShareProposal(principal=principal, **(values | changes))
        )


def level_of(people, ocg, persona):
    reader = people.reader(persona)
    with visibility.reading(reader):
        return visibility.level(reader, ocg)


def sees(people, ocg, persona):
    reader = people.reader(persona)
    with visibility.reading(reader):
        return visibility.visible_to(reader, Ocg).filter(pk=ocg.pk).exists()


@pytest.mark.parametrize("level", Level)
def test_a_share_reaches_as_far_as_its_level_and_no_further(people, ocg, level):
    share(people, ocg, level=level)
    assert level_of(people, ocg, "granted") == level
    assert sees(people, ocg, "granted") is (level >= Level.VIEW)
    assert not sees(people, ocg, "signposted")


def test_a_share_with_a_team_or_a_person_reaches_them_alone(people, ocg):
    share(people, ocg, to=people.memberships["signposted"].principal)
    share(people, ocg, to=people.teams["health"].principal)
    assert sees(people, ocg, "signposted") and sees(people, ocg, "expired_grant")
    assert not sees(people, ocg, "granted")


def test_a_second_share_takes_the_place_of_the_first(people, ocg):
    share(people, ocg, level=Level.MANAGE)
    share(people, ocg, level=Level.SIGNPOST)
    assert Grant.objects.filter(content_object_id=ocg.pk).count() == 1
    assert not sees(people, ocg, "granted")


def test_a_share_ends_by_the_clock_with_no_job_run(people, ocg):
    grant = share(people, ocg)
    Grant.objects.filter(pk=grant.pk).update(until=timezone.now() - timedelta(seconds=1))
    assert not sees(people, ocg, "granted")


def test_a_share_ends_with_the_agreement_that_it_rests_on(people, ocg):
    share(people, ocg)
    assert sees(people, ocg, "granted")
    Agreement.objects.filter(pk=people.agreement.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert not sees(people, ocg, "granted")


def test_an_ended_share_is_gone_at_the_next_look_and_stands_among_the_ended(people, ocg):
    grant = share(people, ocg)
    actor = people.reader("owner")
    with visibility.reading(actor):
        end_share(actor=actor, record=ocg, grant=grant, receiver_name="Probation", reason="Plan finished")
    assert not sees(people, ocg, "granted")
    with visibility.reading(actor):
        live, ended = sharing.shares_of(ocg, people.reader("owner"))
    assert live == []
    assert [(s.agency, s.reason, s.why_ended) for s in ended] == [
        ("Northshire Probation Service", "Joint plan", "Plan finished")
    ]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"basis": None}, "basis_missing", "lawful_basis"),
        ({"reason": "  "}, "missing", "reason"),
        ({"until": timezone.now() - timedelta(days=1)}, "not_future", "until"),
    ],
)
def test_another_agency_needs_a_basis_a_reason_and_an_end_to_come(people, ocg, changes, code, field):
    with refused(code, field=field):
        share(people, ocg, **changes)
    assert not Grant.objects.filter(content_object_id=ocg.pk).exists()


def test_an_agreement_must_be_in_force_name_both_and_cover_the_basis(people, ocg):
    other = LawfulBasis.objects.exclude(pk=people.basis.pk).first()
    Agreement.objects.exclude(pk=people.agreement.pk).delete()
    people.agreement.bases.set([people.basis])
    with refused("no_agreement"):
        share(people, ocg, basis=other)
    people.agreement.parties.remove(people.agencies["probation"])
    with refused("no_agreement"):
        share(people, ocg, agreement=None)
    people.agreement.parties.add(people.agencies["probation"])
    Agreement.objects.filter(pk=people.agreement.pk).update(starts_at=timezone.now() + timedelta(days=1))
    with refused("no_agreement"):
        share(people, ocg, agreement=None)


def test_a_share_within_the_agency_needs_no_basis_and_rests_on_no_agreement(people, ocg):
    grant = share(people, ocg, to=people.memberships["colleague"].principal, basis=None)
    assert grant.agreement is None
    assert sees(people, ocg, "colleague")


@pytest.mark.parametrize("level", [Level.VIEW, Level.CONTRIBUTE])
def test_who_may_not_manage_can_neither_share_nor_end_a_share(people, ocg, level):
    grant = share(people, ocg, level=level)
    with pytest.raises(PermissionDenied):
        share(people, ocg, "granted", to="council")
    actor = people.reader("granted")
    with visibility.reading(actor), pytest.raises(PermissionDenied):
        shares.revoke(actor=actor, grant=grant, reason="Mine")


def test_a_partner_who_manages_can_share_but_not_change_their_own_reach(people, ocg):
    grant = share(people, ocg, level=Level.MANAGE)
    share(people, ocg, "granted", to="council")
    assert sees(people, ocg, "signposted")
    with refused("own_access"):
        share(people, ocg, "granted", to="probation", level=Level.MANAGE)
    actor = people.reader("granted")
    with visibility.reading(actor), refused("own_access"):
        end_share(actor=actor, record=ocg, grant=grant, receiver_name="us", reason="Done")


def test_ending_a_share_needs_a_reason(people, ocg):
    grant = share(people, ocg)
    actor = people.reader("owner")
    with visibility.reading(actor), refused("missing", field="reason"):
        end_share(actor=actor, record=ocg, grant=grant, receiver_name="Probation", reason=" ")
    assert sees(people, ocg, "granted")


def test_a_share_that_leaves_the_agency_is_logged_as_a_disclosure(people, ocg):
    share(people, ocg)
    share(people, ocg, to=people.memberships["colleague"].principal)
    rows = (
        LogEntry.objects.filter(operation="share (view)")
        .order_by("pk")
        .values_list("verb", "recipient", "reason")
    )
    assert list(rows) == [
        ("disclosure", "Northshire Probation Service", "Joint plan"),
        ("alteration", "Colin Colleague, Northshire", "Joint plan"),
    ]


def test_both_sides_read_of_a_share_in_the_chronology_and_other_partners_do_not(people, ocg):
    share(people, ocg, to="council")
    share(people, ocg)
    titles = {}
    for persona in ("owner", "granted", "signposted"):
        reader = people.reader(persona)
        with visibility.reading(reader):
            lines = visibility.visible_to(reader, Entry).filter(record_id=ocg.pk, kind=Entry.Kind.SHARE)
            titles[persona] = set(lines.values_list("title", flat=True))
    probation, council = "Shared with Northshire Probation Service", "Shared with Harbourne City Council"
    assert titles == {"owner": {probation, council}, "granted": {probation}, "signposted": {council}}


def test_a_preview_shows_what_the_receiver_will_see_and_keeps_nothing(people, ocg):
    actor = people.reader("owner")
    before = LogEntry.objects.count()
    with visibility.reading(actor):
        shown = preview(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=Level.VIEW,
                basis=people.basis,
                reason="Joint plan",
                until=None,
            ),
        )
    [lines] = [row for row in shown.parts if row.name == "Chronology"]
    assert "For all" in lines.titles
    assert "For police" not in lines.titles
    assert lines.hidden == 1
    assert not Grant.objects.filter(content_object_id=ocg.pk).exists()
    assert LogEntry.objects.count() == before
    assert not sees(people, ocg, "granted")


def test_a_preview_says_that_somebody_is_not_cleared(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        shown = preview(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=people.memberships["low_clearance"].principal,
                level=Level.VIEW,
                basis=None,
                reason="Cover",
                until=None,
            ),
        )
    assert not shown.opens
    assert "not cleared for OFFICIAL-SENSITIVE" in shown.why_not


def test_a_signpost_tells_of_reference_and_contact_and_nothing_else(people, ocg):
    share(people, ocg, to="council", level=Level.SIGNPOST)
    with visibility.reading(people.reader("signposted")):
        [row] = signposts()
    assert (row.reference, row.team, row.agency) == (ocg.reference, "OCG unit", "Northshire Police")
    assert row.contact == "contact@police.example"
    assert not hasattr(row, "title")
    with visibility.reading(people.reader("granted")):
        assert signposts() == []


def test_receivers_are_partners_under_agreement_and_ones_own_people_who_still_work_there(people, ocg):
    Agreement.objects.exclude(pk=people.agreement.pk).delete()
    people.agreement.parties.set([people.agencies["police"], people.agencies["probation"]])
    labels = set(sharing.possible_receivers(ocg).values_list("label", flat=True))
    assert labels >= {
        "Northshire Probation Service",
        "Public protection, Probation",
        "Gita Granted, Probation",
    }
    assert labels >= {"PVP unit, Northshire", "Colin Colleague, Northshire"}
    assert not labels & {
        "OCG unit, Northshire",
        "Northshire Police",
        "Lars Left, Northshire",
        "Harbourne City Council",
    }


# --- The second wall -------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["granted", "colleague", "other_force", "low_clearance", "superuser"])
def test_the_database_refuses_a_grant_that_its_reader_may_not_give(people, ocg, persona):
    grant = share(people, ocg, level=Level.CONTRIBUTE)
    reader = people.reader(persona)
    copy = Grant(
        content_object_id=ocg.pk,
        group_id=people.memberships[persona].principal_id,
        level=Level.MANAGE,
        permission_id=grant.permission_id,
        given_by_id=reader.membership_id,
        reason="Myself",
    )
    with (
        visibility.reading(reader),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        copy.save_base(raw=True)


def test_the_database_refuses_to_widen_or_end_a_grant_without_manage(people, ocg):
    grant = share(people, ocg, level=Level.CONTRIBUTE)
    with visibility.reading(people.reader("granted")):
        assert Grant.objects.filter(pk=grant.pk).update(level=Level.MANAGE) == 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM access_grant WHERE id = %s", [grant.pk])
            assert cursor.rowcount == 0
    grant.refresh_from_db()
    assert grant.level == Level.CONTRIBUTE


@pytest.mark.parametrize("persona", ["owner", "granted"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_logentry SET actor_name = 'Nobody'",
        "DELETE FROM audit_logentry",
        "TRUNCATE audit_logentry",
        "INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_name, records, what, "
        "recipient, reason)"
        " VALUES (now(), 'consultation', 'open', -1, 'Somebody else', '', '{}', '', '', '')",
    ],
)
def test_the_database_refuses_to_change_the_log_or_to_write_it_for_others(people, ocg, persona, statement):
    with visibility.reading(people.reader(persona)), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(statement)


def test_the_owner_of_the_database_cannot_change_the_log_either(people, ocg):
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE audit_logentry SET actor_name = 'Nobody'")


def test_a_basis_is_offered_to_the_kinds_of_agency_that_can_disclose_on_it_and_refused_to_others(people, ocg):
    common_law = LawfulBasis.objects.get(code="common-law")
    health = people.agencies["health"]
    assert common_law in bases.usable_bases(people.agencies["police"])
    offered = set(bases.usable_bases(health.pk).values_list("code", flat=True))
    assert "care-act-45" in offered and not offered & {"common-law", "dpa-law-enforcement"}
    share(people, ocg, basis=common_law)
    LawfulBasis.objects.filter(pk=common_law.pk).update(agency_kinds=["health"])
    assert common_law not in sharing.bases_for(ocg)
    with refused("basis_of_other_agencies", field="lawful_basis"):
        share(people, ocg, basis=LawfulBasis.objects.get(pk=common_law.pk))
