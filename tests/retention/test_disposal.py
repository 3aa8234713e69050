"""Disposal: two people, what goes, what stays, and who is refused."""

from pathlib import Path
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from meetings.conflicts import services as conflicts
from meetings.live import services as live
from meetings.live.models import ShownOnWall
from meetings.models import Attendance
from pam.access import visibility
from pam.access.models import Membership
from pam.audit.models import LogEntry
from pam.db.checks import is_history
from pam.merging.models import Merge
from pam.records.models import Record
from pam.retention import tasks
from pam.retention.models import Certificate, Disposal, ErasedFile
from pam.retention.selectors import disposal as disposal_selectors
from pam.retention.services import disposal, keeping
from pvp.referrals.services import join_case
from tests.meetings.papers import not_printed
from tests.refusals import refused
from tests.standing import standing
from tests.world import referrals
from tests.world.world import make_ocg

REASON = "Nothing for years, canarydisposal"


def supervisor(people, persona="colleague"):
    """Makes a persona a supervisor of the owner's teams; returns their reader."""
    member = people.memberships[persona]
    member.roles = [*member.roles, "supervisor"]
    member.save()
    member.teams.set([people.teams["unit"], people.teams["pvp"]])
    return people.reader(persona)


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        return make_ocg(people, "owner", "Wharf group", team="unit")


def propose(people, record, persona="owner"):
    actor = people.reader(persona)
    with visibility.reading(actor):
        return disposal.propose(actor=actor, record=record, ground="period", reason=REASON)


def dispose(actor, row, seen=None):
    with visibility.reading(actor):
        row = disposal_selectors.proposal(row.uuid)
        record = Record.objects.get(pk=row.record_id)
        seen = sum(disposal_selectors.counts_of(record).values()) if seen is None else seen
        return disposal.dispose(actor=actor, disposal=row, record=record, seen=seen)


def told(record):
    """Every row of every table that names the record or holds a canary of it, as [table]."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed or table in {"audit_logentry", "retention_certificate"}:
                continue
            cursor.execute(
                (
                    f"SELECT count(*) FROM {table} t WHERE t::text ~ 'canary(hidden|disposal)' "
                    "OR t::text LIKE %s"
                ),
                [f"%{record.reference}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def tell_more(world):
    """Of the hidden case: the referral that joined it, and at its item of the meeting a conflict of interest,
    a private note and what the wall may show.
    """
    people, actor, meeting = world.people, world.people.reader("owner"), world.meeting
    sent = referrals.send(people, world.parts["referral"]["desk"], canary="canaryhidden")
    with visibility.reading(actor):
        triage = referrals.triage_of(sent)
        join_case(actor=actor, triage=triage, record=world.pvp, words="Joined canaryhidden")
        item, partner = world.parts["meeting unseen"]["item"], people.memberships["granted"]
        words = {"words": "Knows them canaryhidden", "ruling": "stays"}
        conflicts.declare(actor=actor, meeting=meeting, item=item, person=partner, **words)
        live.note_privately(actor=actor, meeting=meeting, item=item, text="Ask canaryhidden")
        present = Attendance.objects.get(record=meeting, person=partner)
        present.state = Attendance.State.PRESENT
        present.save()
        live.show_on_wall(actor=actor, meeting=meeting, item=item, people=[partner.pk])
    return {"pvp_referral", "pvp_triagenote", "meetings_conflict", "meetings_privatenote"}


@pytest.mark.slow
def test_nothing_of_an_erased_record_is_left_in_any_table_but_its_certificate_and_the_log(world):
    """The hidden case: parts of each kind, a link from another record, an item and a decision of an approved
    meeting.
    """
    from tests.world.meetings import approve

    people, case, actor = world.people, world.pvp, supervisor(world.people)
    dispose(actor, propose(people, world.twin))  # the other record with these words, and its merge that waits
    assert not Merge.objects.exists() and not Merge.history.exists()
    twins = LogEntry.objects.filter(verb="erasure").get()
    tasks.remove_files()
    more = tell_more(world)
    with not_printed():
        approve(world, files=True)
    row = propose(people, case)
    files = [world.parts["hidden"]["document"].file.path]
    names = {m._meta.db_table for m in apps.get_models() if is_history(m)}
    assert names & set(told(case)) and more <= set(told(case)) and Path(files[0]).exists()
    assert ShownOnWall.objects.filter(about=case).exists()
    paper = dispose(actor, row)
    assert set(told(case)) <= {"meetings_minutescopy"}  # agreed minutes stay
    assert not Record.objects.filter(pk=case.pk).exists() and not ShownOnWall.objects.exists()
    assert (paper.reference, paper.ground[:13], paper.counts["documents"]) == (
        case.reference,
        "The retention",
        1,
    )
    assert {paper.proposed_by_id, paper.approved_by_id} == {
        people.memberships["owner"].pk,
        actor.membership_id,
    }
    assert "canary" not in str(vars(paper))
    line = LogEntry.objects.filter(verb="erasure").exclude(pk=twins.pk).get()
    assert (line.records, line.detail, line.reason) == ([case.pk], case.reference, "")
    assert Path(files[0]).exists() and paper.counts["files"] == 2  # once it is committed, they go
    with patch.object(default_storage, "delete", side_effect=OSError):
        assert tasks.remove_files() == 0 and not Certificate.objects.get(pk=paper.pk).files_gone_at
    assert [tasks.remove_files(), tasks.remove_files()] == [2, 0]
    assert not Path(files[0]).exists() and not ErasedFile.objects.exists()
    assert Certificate.objects.get(pk=paper.pk).files_gone_at


@pytest.mark.slow
def test_minutes_stay_with_those_who_could_read_them_and_nobody_gets_back_what_they_had_lost(world, sign_in):
    from meetings.models import AgendaItem, MinutesCopy
    from tests.world.meetings import approve

    people, actor = world.people, supervisor(world.people)
    approve(world)
    copy = world.parts["meeting unseen"]["copy"]
    kept = people.memberships["owner"].principal_id
    assert kept in copy.for_principals and world.pvp.pk in copy.about_records
    stranger = people.memberships["auditor"].principal_id  # had the copy, lost the record since
    MinutesCopy.objects.filter(pk=copy.pk).update(for_principals=[*copy.for_principals, stranger])
    dispose(actor, propose(people, world.pvp))
    copy.refresh_from_db()
    assert world.pvp.pk not in copy.about_records
    assert kept in copy.for_principals and stranger not in copy.for_principals
    page = reverse("meetings:detail", args=[world.meeting.uuid])
    assert AgendaItem.objects.filter(title="A record that has been disposed of").count() == 1
    assert "A record that has been disposed of" in sign_in("owner").get(page).content.decode()
    assert "disposed of" not in sign_in("granted").get(page).content.decode()


def test_a_record_on_the_agenda_of_a_meeting_without_approved_minutes_stays(world):
    actor = supervisor(world.people)
    with refused("not_ready"):
        dispose(actor, propose(world.people, world.pvp))
    assert Record.objects.filter(pk=world.pvp.pk).exists() and not Certificate.objects.exists()


def direct(row):
    """Whether the database itself refuses to dispose, whatever the code forgets."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                (
                    "SELECT pam_dispose(%s, (SELECT sum(value::bigint) "
                    "FROM jsonb_each_text(pam_erasable(%s)))::bigint)"
                ),
                [row.pk, row.record_id],
            )
    except ProgrammingError as error:
        return "changed" not in str(error)
    return False


def test_nobody_decides_what_they_proposed_or_lead_or_without_the_role_and_the_database_asks_too(people, ocg):
    supervisor(people)
    row = propose(people, ocg, "colleague")
    for persona, code in (("colleague", "proposer"), ("owner", "lead")):
        with refused(code):
            dispose(people.reader(persona), row)
    Membership.objects.filter(pk=people.memberships["low_clearance"].pk).update(clearance=2)
    for persona in ("colleague", "owner", "low_clearance", "auditor", "administrator", "other_force"):
        with visibility.reading(people.reader(persona)):
            assert direct(row), persona
    assert Record.objects.filter(pk=ocg.pk).exists()


def test_an_auditor_who_leads_the_record_does_not_decide_either(people, ocg):
    member = people.memberships["owner"]
    member.roles = ["officer", "auditor", "supervisor"]
    member.save()
    supervisor(people)
    row = propose(people, ocg, "colleague")
    with refused("lead"):
        dispose(people.reader("owner"), row)


def test_a_hold_put_after_the_proposal_stops_it_and_one_before_stops_the_proposal(people, ocg):
    actor, row = supervisor(people), propose(people, ocg)
    owner = people.reader("owner")
    with visibility.reading(owner):
        hold = keeping.put_hold(actor=owner, record=ocg, ground="court", reason="Trial")
    with refused("hold"):
        dispose(actor, row)
    with visibility.reading(actor):
        assert direct(row)
    with visibility.reading(owner):
        disposal.end_proposal(
            actor=owner,
            disposal=disposal_selectors.proposal(row.uuid),
            record=ocg,
            state=Disposal.State.WITHDRAWN,
            words="On hold",
        )
        with refused("on_hold"):
            disposal.propose(actor=owner, record=ocg, ground="period", reason=REASON)
        keeping.lift_hold(actor=owner, record=ocg, hold=hold, reason="Over")
    dispose(actor, propose(people, ocg))
    assert not Record.objects.filter(pk=ocg.pk).exists()


def test_what_was_added_since_the_page_was_opened_stops_it(people, ocg):
    from tests.records.world import add_note

    actor, row = supervisor(people), propose(people, ocg)
    with visibility.reading(actor):
        seen = sum(disposal_selectors.counts_of(ocg).values())
    add_note(people, ocg, title="New intelligence")
    with refused("changed"):
        dispose(actor, row, seen)
    assert Record.objects.filter(pk=ocg.pk).exists()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT pam_erase_record({record}, 1)",
        "SELECT pam_erasable_rows({record})",
        "SELECT pam_before_disposal_of_meetings({record})",
        "SELECT pam_principal_opens(1, {record})",
        "INSERT INTO retention_certificate (reference) VALUES ('X')",
        "UPDATE retention_disposal SET reason = 'Mine'",
        "DELETE FROM retention_disposal",
        "DELETE FROM retention_hold",
    ],
)
def test_the_web_role_can_neither_erase_nor_rewrite_a_decision(people, ocg, sql):
    propose(people, ocg)
    with visibility.reading(people.reader("owner")), pytest.raises(ProgrammingError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql.format(record=ocg.pk))


def test_from_proposal_to_certificate_on_the_pages(people, ocg, sign_in):
    supervisor(people)
    owner, second = sign_in("owner"), sign_in("colleague")
    owner.post(reverse("retention:propose", args=[ocg.uuid]), {"ground": "period", "reason": REASON})
    page = reverse("retention:proposal", args=[Disposal.objects.get().uuid])
    assert "Another supervisor must decide" in owner.get(page).content.decode()
    assert (
        page in second.get("/").content.decode()
        and page in second.get(reverse("retention:proposals")).content.decode()
    )
    shown = second.get(page)
    assert (
        "Lines of the chronology" in shown.content.decode()
        and "You cannot undo this" in shown.content.decode()
    )
    seen = shown.context["form"].initial["seen"]
    assert "Tick that you have read" in second.post(page, {"seen": seen}).content.decode()
    done = second.post(page, {"seen": seen, "understood": "on"}, follow=True).content.decode()
    assert f"Certificate of disposal: {ocg.reference}" in done and "Wharf group" not in done
    assert owner.get(ocg.get_absolute_url()).status_code == owner.get(page).status_code == 404
    assert ocg.reference in owner.get(reverse("retention:certificates")).content.decode()
    assert ocg.reference in sign_in("auditor").get(reverse("retention:certificates")).content.decode()
    assert ocg.reference not in sign_in("other_force").get(reverse("retention:certificates")).content.decode()


def test_a_declined_proposal_says_why_and_the_record_stays(people, ocg, sign_in):
    supervisor(people)
    row = propose(people, ocg)
    done = sign_in("colleague").post(
        reverse("retention:decline", args=[row.uuid]), {"reason": "Still active"}, follow=True
    )
    assert "Still active" in done.content.decode() and "Declined" in done.content.decode()
    assert Record.objects.filter(pk=ocg.pk).exists()
    assert (
        sign_in("owner")
        .get(reverse("retention:record", args=[ocg.uuid]))
        .content.decode()
        .count("Propose disposal")
        == 1
    )
