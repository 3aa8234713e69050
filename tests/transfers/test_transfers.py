"""Transfers: proposed, accepted, declined, withdrawn; what another agency gets, and what it never gets."""

from copy import copy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.services import create_team
from pam.actions.services import tracker
from pam.audit.models import LogEntry
from pam.chronology.models import Event
from pam.disclosure.models import Receipt
from pam.notifications.services import send_due
from pam.records.models import Document, Entry, Record, Subject
from pam.records.services import add_note
from pam.reference.models import ReferenceValue
from pam.subjects.models import SafeContact, WarningMarker
from pam.transfers import packing, selectors, services
from pam.transfers.models import CarriedOver, Transfer, TransferPackage
from pam.transfers.offering import offer_of
from pvp.models import CaseFile
from tests.records.test_queries import count
from tests.records.world import page_text, share_with, url
from tests.refusals import refused
from tests.standing import standing
from tests.world.transfers import answer, case_to_give, give, let_accept, take


@standing
def case(people):
    """A case of the owner's, and somewhere for it to go."""
    let_accept(people)
    return case_to_give(people)


@standing
def proposed(people, case):
    """It is proposed to the other force, with all its sections."""
    return give(people, case)


def seen(people, model, persona, **values):
    """The rows of a model that a persona sees behind the second wall."""
    with visibility.reading(people.reader(persona)):
        return list(visibility.visible_to(people.reader(persona), model).filter(**values))


# --- Another agency ---


def test_another_force_gets_a_record_of_its_own_with_the_chosen_parts(people, case, proposed):
    new = take(people, proposed)
    assert new.agency == people.agencies["other"] and new.reference != case.reference
    assert (new.title, new.strand, new.lead) == (case.title, case.strand, people.memberships["other_force"])
    of = {"record_id": new.pk}
    assert {one.name for one in seen(people, Subject, "other_force", **of)} == {"Rosa Lind ", "Ned Lind "}
    (contact,) = seen(people, SafeContact, "other_force", **of)
    assert contact.way == "07700 900123" and contact.subject_id == new.person_id
    assert [one.details for one in seen(people, WarningMarker, "other_force", **of)] == ["Two dogs "]
    assert [one.what for one in seen(people, Event, "other_force", **of)] == ["Police called "]
    (paper,) = seen(people, Document, "other_force", **of)
    assert paper.file.read() == b"A letter "
    assert paper.file.name != Document.objects.get(record=case).file.name


def test_each_row_says_who_wrote_it_and_when(people, case, proposed):
    new = take(people, proposed)
    (came,) = seen(people, CarriedOver, "other_force", record_id=new.pk)
    assert (came.from_reference, came.from_agency) == (case.reference, people.agencies["police"])
    assert {line["wrote"] for line in came.lines} == {"Olive Owner"}
    (note,) = seen(people, Entry, "other_force", record_id=new.pk, title="Visit ")
    assert f"Carried over from {case.reference}: written by Olive Owner, Northshire Police" in note.text
    assert note.author == people.memberships["other_force"]


def test_a_part_for_the_giver_alone_stays_unless_it_is_named(people, case, proposed):
    new = take(people, proposed)
    assert not seen(people, Entry, "other_force", record_id=new.pk, title="Own note ")
    assert ["Notes and decisions", 1] in proposed.left


def test_a_part_for_the_giver_alone_that_is_named_is_for_the_receiver_alone(people, case):
    own = Entry.objects.get(record=case, title="Own note ")
    new = take(people, give(people, case, apart=(f"records.Entry:{own.uuid}",)))
    (note,) = seen(people, Entry, "other_force", record_id=new.pk, title="Own note ")
    assert note.agencies == [people.agencies["other"].pk]


def test_what_a_partner_wrote_never_goes_and_is_counted(people, case):
    share_with(people, case, "probation", Level.CONTRIBUTE)
    partner = people.reader("granted")
    with visibility.reading(partner):
        add_note(actor=partner, record=Record.objects.get(pk=case.pk), title="Theirs", text="Theirs")
    row = give(people, case)
    assert ["Notes and decisions, written by Northshire Probation Service", 1] in row.left
    new = take(people, row)
    assert not seen(people, Entry, "other_force", record_id=new.pk, title="Theirs")


def test_only_a_partner_that_is_asked_learns_where_the_record_goes(people, case):
    share_with(people, case, "probation", Level.CONTRIBUTE)
    give(people, case)
    assert not seen(people, Entry, "granted", record_id=case.pk, kind="transfer")
    answer(people, Transfer.objects.get(), services.withdraw, "owner", words="Not yet")
    give(people, case, ask=(people.agencies["probation"].uuid,))
    (line,) = seen(people, Entry, "granted", record_id=case.pk, kind="transfer")
    assert line.title == "Asked Northshire Probation Service to send what it wrote to Serious crime, Eastmoor"


def test_a_row_does_not_go_without_the_person_it_hangs_from(people, case):
    row = give(people, case, sections=("warnings", "contact"))
    assert [one["code"] for one in row.contents] == ["people", "contact"]
    assert "No warnings come with it. Ask before a visit." in row.missing


def test_that_safe_contact_or_warnings_do_not_come_is_said_to_both(people, case):
    row = give(people, case, sections=("people", "suspects"))
    said = "How it is safe to contact the person does not come with it. Ask before you call or write."
    assert said in row.missing
    new = take(people, row)
    (came,) = seen(people, CarriedOver, "other_force", record_id=new.pk)
    (line,) = seen(people, Entry, "other_force", record_id=new.pk, kind="transfer")
    assert said in came.missing and said in line.text


def test_neither_side_sees_the_others_record(people, case, proposed):
    assert not seen(people, Record, "other_force", pk=case.pk)
    new = take(people, proposed)
    assert not seen(people, Record, "other_force", pk=case.pk)
    assert not seen(people, Record, "owner", pk=new.pk)


def test_both_ends_are_logged_and_the_giver_has_a_receipt_and_a_line(people, case, proposed):
    new = take(people, proposed)
    (line,) = Entry.objects.filter(record=case, kind="transfer", title__startswith="Transferred to")
    assert line.agencies == [people.agencies["police"].pk] and "Accepted by Otto Other" in line.text
    assert Entry.history.filter(id=line.pk).count() == 1
    receipt = Receipt.objects.get(record_number=case.pk, principal=people.teams["other"].principal)
    assert receipt.lawful_basis == people.basis and "subject" in receipt.kinds
    said = LogEntry.objects.filter(records__contains=[case.pk], operation="transfer accepted")
    assert said.get().recipient_agency_id == people.agencies["other"].pk
    assert LogEntry.objects.filter(records=[new.pk], operation="create").exists()


def test_the_package_is_gone_with_each_answer(people, case, proposed):
    assert TransferPackage.objects.count() == 1
    answer(people, proposed, services.decline, words="Not ours")
    assert not TransferPackage.objects.exists() and CaseFile.objects.count() == 1
    line = Entry.objects.get(record=case, title__startswith="Transfer declined by")
    assert "Not ours" in line.text
    row = give(people, case)
    answer(people, row, services.withdraw, "owner", words="Sent in error")
    assert not TransferPackage.objects.exists()
    take(people, give(people, case))
    assert not TransferPackage.objects.exists()


def test_nothing_is_answered_twice(people, proposed):
    take(people, proposed)
    with refused("answered"):
        answer(people, proposed, services.decline, words="Late")
    with refused("answered"):
        take(people, proposed)


@pytest.mark.parametrize("persona", ["owner", "colleague", "granted", "low_clearance"])
def test_only_who_answers_for_the_receiving_team_accepts(people, proposed, persona):
    with pytest.raises(PermissionDenied):
        take(people, proposed, persona)
    with pytest.raises(PermissionDenied):
        answer(people, proposed, services.decline, persona, words="No")
    assert Transfer.objects.get().waiting


def test_the_receiver_does_not_withdraw_and_a_stranger_does_not_propose(people, case, proposed):
    with pytest.raises(PermissionDenied):
        answer(people, proposed, services.withdraw, words="No")
    answer(people, proposed, services.withdraw, "owner", words="No")
    for persona in ("colleague", "granted"):
        with pytest.raises(PermissionDenied):
            give(people, case, persona=persona)


def test_a_partner_who_manages_does_not_give_away(people, case):
    share_with(people, case, "probation", Level.MANAGE)
    with pytest.raises(PermissionDenied):
        give(people, case, persona="granted")


def test_no_proposal_goes_where_nobody_could_accept(people, case):
    people.teams["other"].manager = None
    people.teams["other"].save(update_fields=["manager"])
    with refused("no_acceptor", field="team"):
        give(people, case)


def test_a_second_proposal_waits_for_the_first(people, case, proposed):
    with refused("waiting"):
        give(people, case)


def test_another_agency_is_given_nothing_without_a_ground(people, case):
    with refused("missing", field="ground"):
        give(people, case, ground=None)


def test_the_lead_is_of_the_receiving_team(people, proposed):
    with refused("no_lead", field="lead"):
        take(people, proposed, lead="owner")


def test_what_was_packed_otherwise_than_it_was_sealed_is_not_taken(people, proposed):
    TransferPackage.objects.update(rows={"schema": 1, "head": {}, "rows": []})
    with refused("broken_seal"):
        take(people, proposed)
    assert Transfer.objects.get().waiting and CaseFile.objects.count() == 1


def test_a_document_that_is_gone_stops_it_and_nothing_is_made(people, case, proposed):
    paper = Document.objects.get(record=case)
    paper.file.storage.delete(paper.file.name)
    with refused("document_gone"):
        take(people, proposed)
    assert Transfer.objects.get().waiting and CaseFile.objects.count() == 1


def test_a_term_that_the_receiver_does_not_have_becomes_a_line(people, case):
    own = ReferenceValue.objects.create(
        agency=people.agencies["police"], listing="subjects.warning", code="bees", label="Bees"
    )
    warning = WarningMarker.objects.get(record=case)
    warning.kind = own
    warning.save()
    new = take(people, give(people, case))
    assert not seen(people, WarningMarker, "other_force", record_id=new.pk)
    (line,) = seen(people, Entry, "other_force", record_id=new.pk, title="Bees")
    assert "Warning: Bees" in line.text and "Two dogs" in line.text


def test_a_kind_of_case_that_the_receiver_does_not_have_is_refused_in_words(people, case):
    own = ReferenceValue.objects.create(
        agency=people.agencies["police"], listing="pvp.strand", code="quay", label="Quayside"
    )
    row = CaseFile.objects.get(pk=case.pk)
    row.strand = own
    row.save()
    with refused("no_term") as caught:
        take(people, give(people, row))
    assert "Quayside" in caught.value.message


def test_a_person_for_the_giver_alone_goes_with_their_safe_contact(people, case):
    """The person that the record is about goes in any case; who may know of them knows how to reach them."""
    own = [people.agencies["police"].pk]
    SafeContact.objects.filter(record=case).delete()
    person = Subject.objects.get(pk=case.person_id)
    person.agencies = own
    person.save()
    contact = SafeContact(record=case, subject=person, way="07700 900456", source="Rosa", agencies=own)
    contact.author, contact.author_agency = people.memberships["owner"], people.agencies["police"]
    contact.save()
    row = give(people, case, apart=(f"subjects.SafeContact:{contact.uuid}",))
    new = take(people, row)
    assert [one.way for one in seen(people, SafeContact, "other_force", record_id=new.pk)] == ["07700 900456"]


# --- Within the agency ---


@standing
def inside(people, case):
    """It is proposed to another team of the force, whose supervisor the colleague is."""
    colleague = people.memberships["colleague"]
    colleague.roles = ["officer", "supervisor"]
    colleague.save()
    team = people.teams["second"] = create_team(agency=people.agencies["police"], name="Second unit")
    colleague.teams.add(team)
    return give(people, case, team="second")


def add_action(people, case):
    """An open action of the owner's."""
    due, owner = timezone.localdate() + timedelta(days=9), people.memberships["owner"]
    actor = people.reader("owner")
    tracker.add(actor=actor, record=case, title="Ring the school", owner=owner, due=due)


def test_a_team_of_the_same_agency_gets_the_record_itself_and_nothing_before(people, case, inside):
    assert not seen(people, Record, "colleague", pk=case.pk) and not TransferPackage.objects.exists()
    record = take(people, inside, "colleague")
    assert record.pk == case.pk and record.team == people.teams["second"]
    assert record.lead == people.memberships["colleague"]
    assert seen(people, Record, "colleague", pk=case.pk) and not seen(people, Record, "owner", pk=case.pk)
    latest = CaseFile.history.filter(id=case.pk).latest("history_id")
    assert latest.team_id == people.teams["second"].pk
    assert not Receipt.objects.filter(record_number=case.pk).exists()


def test_a_record_that_changed_teams_meanwhile_is_not_taken(people, case, inside):
    row = CaseFile.objects.get(pk=case.pk)
    row.team = people.teams["unit"]
    row.save()
    with refused("changed"):
        take(people, inside, "colleague")
    assert Transfer.objects.get().waiting


def test_who_took_it_over_is_shown_the_open_actions_of_the_team_before(people, case, inside, sign_in):
    with visibility.reading(people.reader("owner")):
        add_action(people, case)
    take(people, inside, "colleague")
    page = sign_in("colleague").get(reverse("transfers:transfer", args=[inside.uuid])).content.decode()
    assert "Ring the school" in page and "Open actions of the team before" in page


# --- Raw SQL ---


def raw(people, persona, sql, *values):
    """How many rows a statement of a persona changes or gives behind the second wall; 0 if it is refused."""
    with visibility.reading(people.reader(persona)), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(sql, values)
                return cursor.rowcount
        except DatabaseError:
            return 0


@pytest.mark.parametrize("persona", ["owner", "other_force", "colleague", "granted", "auditor"])
def test_raw_sql_reads_no_package_before_it_is_accepted(people, proposed, persona):
    assert raw(people, persona, "SELECT rows FROM transfers_transferpackage") == 0


def test_raw_sql_of_a_stranger_sees_no_transfer_and_answers_none(people, proposed):
    said = "UPDATE transfers_transfer SET state = 'accepted', answered_at = now(), answered_by_id = %s"
    for persona in ("colleague", "granted", "expired_grant", "auditor", "low_clearance"):
        assert raw(people, persona, "SELECT 1 FROM transfers_transfer") == 0
        assert raw(people, persona, said, people.memberships[persona].pk) == 0
    assert raw(people, "owner", said, people.memberships["owner"].pk) == 0


def test_raw_sql_of_who_may_answer_sees_the_proposal_alone(people, case, proposed):
    assert raw(people, "other_force", "SELECT 1 FROM transfers_transfer") == 1
    assert raw(people, "other_force", "SELECT 1 FROM records_record WHERE id = %s", case.pk) == 0
    assert raw(people, "other_force", "SELECT 1 FROM records_entry WHERE record_id = %s", case.pk) == 0


def test_raw_sql_of_the_receiver_changes_nothing_of_what_was_proposed(people, proposed):
    for column, value in (("words", "x"), ("marking", 1), ("moved_at", timezone.now())):
        assert raw(people, "other_force", f"UPDATE transfers_transfer SET {column} = %s", value) == 0


def test_raw_sql_takes_no_record_of_the_own_agency_over(people, case, inside):
    for persona in ("colleague", "owner", "other_force"):
        assert raw(people, persona, "SELECT 1 WHERE pam_take_over(%s)", inside.pk) == 0
    assert Record.objects.get(pk=case.pk).team == people.teams["pvp"]


def test_raw_sql_takes_no_record_over_twice(people, case, inside):
    take(people, inside, "colleague")
    row = CaseFile.objects.get(pk=case.pk)
    row.team = people.teams["pvp"]
    row.save()
    assert raw(people, "colleague", "SELECT 1 WHERE pam_take_over(%s)", inside.pk) == 0


# --- Pages ---


@pytest.mark.slow
def test_what_goes_is_shown_before_it_is_proposed_and_typed_text_stays(people, case, sign_in):
    client, page = sign_in("owner"), reverse("transfers:propose", args=[case.uuid])
    shown = client.get(page).content.decode()
    assert "Safe contact (1)" in shown and "Own note" in shown
    day = timezone.localdate()
    values = {"team": people.teams["other"].pk, "words": "Typed by the quay", "on_day": day.day}
    values |= {"on_month": day.month, "on_year": day.year, "sections": ["people"]}
    assert "Typed by the quay" in client.post(page, values).content.decode()
    values["reason"] = ReferenceValue.objects.get(listing="transfers.reason", code="moved").pk
    check = client.post(page, values).content.decode()
    assert "How it is safe to contact the person does not come with it" in check
    assert "Choose the legal basis" in check and not Transfer.objects.exists()
    ground = next(one for one in packing_grounds(people, case) if one.basis == people.basis)
    answer = client.post(page, {**values, "ground": ground.value, "confirm": "yes"})
    row = Transfer.objects.get()
    assert answer.url == reverse("transfers:transfer", args=[row.uuid]) and row.basis == people.basis
    assert client.get(page).url == answer.url


def packing_grounds(people, case):
    """On what it can rest."""
    return selectors.grounds_of(case, people.teams["other"])


def test_a_proposal_waits_at_both_ends_and_says_no_name(people, case, proposed, sign_in):
    for persona, words in (("other_force", "waits for your answer"), ("owner", "is not answered")):
        home = sign_in(persona).get(reverse("home")).content.decode()
        assert words in home and case.reference in home
    page = sign_in("other_force").get(reverse("transfers:transfer", args=[proposed.uuid])).content.decode()
    assert "Domestic" in page and "Rosa" not in page and "Ned" not in page and "quay" not in page


def test_who_it_is_about_is_said_where_the_giver_chose_to(people, case, sign_in):
    row = give(people, case, say_who=True)
    page = sign_in("other_force").get(reverse("transfers:transfer", args=[row.uuid])).content.decode()
    assert "Rosa Lind" in page


def test_both_are_told_by_mails_that_say_nothing(people, case, proposed):
    send_due()
    take(people, proposed)
    send_due()
    to = {address for letter in mail.outbox for address in letter.to}
    assert {"other_force@pam.example", "owner@pam.example"} <= to
    assert not any("Rosa" in one.body + one.subject or "Eastmoor" in one.body for one in mail.outbox)


def test_a_person_at_the_receiver_can_be_named_and_is_then_offered_as_the_lead(people, case, sign_in):
    meant = people.memberships["other_force"].user.name
    row = give(people, case, attention=meant.upper())
    client = sign_in("other_force")
    assert f"For {meant.upper()}" in page_text(client.get(url("transfers:transfer", row)))
    form = client.get(url("transfers:accept", row)).context["form"]
    assert form.initial["lead"] == people.memberships["other_force"].pk


def test_the_form_offers_by_counting_what_the_package_would_find(people, case):
    owner = people.reader("owner")
    share_with(people, case, level=Level.CONTRIBUTE)
    police = [people.agencies["police"].pk]
    with visibility.reading(owner):
        add_note(actor=owner, record=case, title="For us alone", text="Seen", agencies=police)
        add_note(actor=owner, record=case, title="For everyone", text="Seen")
    partner = people.reader("granted")
    with visibility.reading(partner):
        add_note(actor=partner, record=case, title="Theirs", text="Seen")
    with visibility.reading(owner):
        offer, whole = offer_of(owner, case), packing.contents_of(owner, case)
        assert {one.code: offer.counts[one.code] for one in offer.sections} == {
            one.code: whole.count(one.code) for one in whole.sections
        }
        assert {one.value for one in offer.apart} == {one.value for one in whole.apart}
        assert "For us alone" in [one.title for one in offer.apart]
        assert [one.name for one in offer.partners] == [agency.name for agency, _, _ in whole.of_others]


def test_the_list_takes_the_same_queries_for_five_transfers_as_for_fifty(people, case, sign_in):
    answer(people, give(people, case), services.withdraw, "owner", words="Not yet")
    one, counts = Transfer.objects.get(), []
    for many in (4, 45):
        more = [copy(one) for _ in range(many)]
        for row in more:
            row.pk, row.uuid = None, uuid4()
        Transfer.objects.bulk_create(more)
        counts.append(count(sign_in("owner"), reverse("transfers:transfers") + "?state=any"))
    assert counts == [8, 8]


def test_what_can_go_is_found_in_as_many_queries_for_five_notes_as_for_fifty(people, case):
    owner, counts = people.reader("owner"), []
    for many in (5, 45):
        with visibility.reading(owner):
            for number in range(many):
                add_note(actor=owner, record=case, title=f"Note {number}", text="Seen")
            with CaptureQueriesContext(connection) as queries:
                found = packing.contents_of(owner, case)
                packing.choose(found, case.person.uuid, {"notes"}, ())
            counts.append(len(queries))
    assert counts[0] == counts[1]
