"""Why something was done, in its doer's own words: closed to auditors until they say for which purpose."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible
from pam.access.levels import Level
from pam.access.models import Grant, Membership
from pam.audit.models import LogEntry
from pam.audit.services import Verb, log
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.oversight import selectors as log_selectors
from pam.oversight.services import open_reason
from pam.records.models import Record
from pam.ui.cursors import seal_number
from tests.records.world import page_text
from tests.refusals import refused
from tests.standing import standing

WHY = "Kim is hidden at her aunt’s in Quay Street"
PURPOSE = "Complaint 14 of 2026"


@standing
def line(world):
    """The line of the log of a share with probation, whose reason describes the case."""
    people, actor = world.people, world.people.reader("owner")
    with visibility.reading(actor):
        share(
            actor=actor,
            record=world.pvp,
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=Level.VIEW,
                reason=WHY,
                purpose="adult",
                until=timezone.now() + timezone.timedelta(days=9),
                basis=people.basis,
                agreement=people.agreement,
            ),
        )
    return LogEntry.objects.filter(reason=WHY).get()


def address(line):
    return reverse("oversight:reason", args=[seal_number(line.pk)])


def pages_of(world):
    """The audit's pages on which the line is."""
    return [
        reverse("oversight:person", args=[world.people.memberships["owner"].uuid]),
        f"{reverse('oversight:record')}?reference={world.pvp.reference}",
        reverse("oversight:agency"),
    ]


def test_an_auditor_reads_the_purpose_and_the_basis_and_opens_the_words_by_a_link(world, line, sign_in):
    client = sign_in("auditor")
    for page in pages_of(world):
        answer = client.get(page)
        assert WHY not in answer.content.decode()
        told = page_text(answer)
        assert "Safeguarding an adult at risk" in told and str(world.people.basis) in told
        assert address(line) in answer.content.decode()


def test_the_words_are_shown_after_a_purpose_and_that_is_logged_with_it(world, line, sign_in):
    client = sign_in("auditor")
    before = LogEntry.objects.count()
    assert WHY not in page_text(client.get(address(line)))
    unsaid = page_text(client.post(address(line), {"purpose": "  "}))
    assert "Say why you need to read it" in unsaid and WHY not in unsaid
    assert LogEntry.objects.count() == before
    assert WHY in page_text(client.post(address(line), {"purpose": PURPOSE}))
    written = LogEntry.objects.latest("pk")
    auditor = world.people.reader("auditor")
    assert (written.verb, written.operation, written.reason) == ("consultation", "open reason", PURPOSE)
    assert (written.actor_id, written.actor_name) == (auditor.user_id, auditor.name)
    assert (written.agency_id, written.agency_name) == (auditor.agency_id, auditor.agency_name)
    assert written.records == [world.pvp.pk] and written.detail == f"Line {line.pk} of the log"
    assert WHY not in str(vars(written))
    assert WHY not in page_text(client.get(address(line))), "each look asks for a purpose"


def test_those_who_manage_the_record_read_that_a_reason_was_opened_and_why(world, line, sign_in):
    sign_in("auditor").post(address(line), {"purpose": PURPOSE})
    told = page_text(sign_in("owner").get(reverse("oversight:access_log", args=[world.pvp.uuid])))
    assert "Audrey Auditor" in told and PURPOSE in told and WHY in told


@pytest.mark.parametrize("persona", ["owner", "granted", "colleague", "other_force", "administrator"])
def test_nobody_but_an_auditor_opens_a_reason(world, line, sign_in, persona):
    for answer in (
        sign_in(persona).get(address(line)),
        sign_in(persona).post(address(line), {"purpose": PURPOSE}),
    ):
        assert answer.status_code == 403 and WHY not in answer.content.decode()
    reader = world.people.reader(persona)
    with visibility.reading(reader), pytest.raises(NoLongerVisible):
        open_reason(actor=reader, line=line, purpose=PURPOSE)


def test_an_auditor_opens_no_reason_of_another_agency_and_none_above_their_clearance(world, line):
    other = log(
        world.people.reader("other_force"), Verb.DISCLOSURE, "share", [world.other_ocg.pk], reason="Theirs"
    )
    both = log(
        world.people.reader("other_force"),
        Verb.COMBINATION,
        "link",
        [world.other_ocg.pk, world.pvp.pk],
        reason="Theirs and ours",
    )
    auditor = world.people.reader("auditor")
    with visibility.reading(auditor):
        assert log_selectors.openable_reasons([other, both])[0].to_open == "" == both.to_open
        for row in (other, both):
            assert log_selectors.line_to_open(seal_number(row.pk)) is None
            with pytest.raises(NoLongerVisible):
                open_reason(actor=auditor, line=row, purpose=PURPOSE)
    Membership.objects.filter(pk=auditor.membership_id).update(clearance=1)
    low = world.people.reader("auditor")
    with visibility.reading(low), pytest.raises(NoLongerVisible):
        open_reason(actor=low, line=line, purpose=PURPOSE)


def test_past_the_service_the_database_gives_no_reason_without_a_purpose_and_none_without_a_line(world, line):
    auditor = world.people.reader("auditor")
    with visibility.reading(auditor), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT pam_open_reason(%s, ' ', NULL, '')", [line.pk])
        cursor.execute("SELECT reason FROM audit_logentry WHERE id = %s", [line.pk])
        assert cursor.fetchone() is None, "others' lines are read through the functions alone"
        cursor.execute(
            "SELECT count(*) FROM pam_log_of_person(%s, '', NULL, NULL, NULL, 500) WHERE reason <> ''",
            [world.people.memberships["owner"].uuid],
        )
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT pam_open_reason(%s, 'Looking', NULL, '')", [line.pk])
        assert cursor.fetchone()[0] == WHY
    assert LogEntry.objects.latest("pk").reason == "Looking"


def test_an_address_that_pam_did_not_give_out_is_as_absent_as_any(sign_in, world):
    client = sign_in("auditor")
    for made_up in ("1", "nonsense", seal_number(2**40)):
        assert client.get(reverse("oversight:reason", args=[made_up])).status_code == 404


def test_an_exported_log_holds_no_words_of_reasons(world, line, sign_in):
    typed = {"purpose": "Subject access request", "recipient": "Pat Example", "reason": "SAR 12/2026"}
    for name, row in (("export_person", world.people.memberships["owner"]), ("export_record", world.pvp)):
        answer = sign_in("auditor").post(reverse(f"oversight:{name}", args=[row.uuid]), typed)
        file = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "Safeguarding an adult at risk" in file and WHY not in file


# --- The purpose itself -------------------------------------------------------------------------------


def test_a_purpose_that_is_not_on_the_list_is_refused(world):
    people, actor = world.people, world.people.reader("owner")
    with visibility.reading(actor), refused("invalid_choice", field="purpose"):
        share(
            actor=actor,
            record=Record.objects.get(pk=world.pvp.pk),
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=Level.VIEW,
                reason=WHY,
                purpose="curiosity",
                until=timezone.now() + timezone.timedelta(days=9),
                basis=people.basis,
                agreement=people.agreement,
            ),
        )


@pytest.mark.slow
def test_the_share_form_asks_for_a_purpose_shows_it_on_the_check_and_keeps_it(world, sign_in):
    client, page = sign_in("owner"), reverse("disclosure:share", args=[world.pvp.uuid])
    typed = {
        "principal": world.people.agencies["probation"].principal_id,
        "reason": "Joint plan",
        "level": Level.VIEW.value,
        "purpose": "child",
        "basis": world.people.basis.pk,
    }
    assert "Safeguarding a child" in page_text(client.post(page, typed))
    client.post(page, typed | {"confirm": "yes"})
    grant = Grant.objects.get(
        content_object_id=world.pvp.pk, group=world.people.agencies["probation"].principal
    )
    assert grant.purpose == "child"
    told = page_text(client.get(reverse("disclosure:shares", args=[world.pvp.uuid])))
    assert "Safeguarding a child “Joint plan”" in told
