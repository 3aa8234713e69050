"""The database holds it whatever the web process asks: a person is made a lead by their own answer."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ocg.models import LeadOffer, Ocg
from pam.access import visibility
from pam.access.levels import Level
from tests.ocg.test_lead import answer, ask
from tests.records.world import group, share_with
from tests.standing import standing

REFUSED = (ProgrammingError, IntegrityError)


@standing
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


def raw(people, persona, sql, *values):
    """How many rows a statement of the web process changes, as `persona`."""
    with visibility.reading(people.reader(persona)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def offered(people, ocg, to, **values):
    """An offer written past the services, as the owner."""
    member = people.memberships["owner"]
    with visibility.reading(people.reader("owner")), transaction.atomic():
        return LeadOffer.objects.create(
            record_id=ocg.pk,
            author=member,
            author_agency_id=member.agency_id,
            offered_to=people.memberships[to],
            **values,
        )


def test_who_is_named_past_the_services_has_not_accepted_and_a_partner_is_not_made_the_lead(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    change = "UPDATE records_record SET lead_id = %s WHERE id = %s"
    with pytest.raises(REFUSED):
        raw(people, "owner", change, people.memberships["granted"].pk, ocg.pk)
    answer(people, ask(people, ocg))
    assert raw(people, "owner", change, people.memberships["low_clearance"].pk, ocg.pk) == 1
    row = Ocg.objects.get(pk=ocg.pk)
    assert row.lead_accepted_at is None and row.lead_asked_id == people.memberships["low_clearance"].pk


def test_only_who_was_asked_accepts(people, ocg):
    row = ask(people, ocg)
    accept = "UPDATE ocg_leadoffer SET state = 'accepted', answered_at = now() WHERE id = %s"
    with pytest.raises(REFUSED):
        raw(people, "owner", accept, row.pk)
    assert raw(people, "colleague", accept, row.pk) == 1
    for sql in (
        "state = 'declined', answer = 'No'",
        "note = 'Other'",
        "state = 'offered', answered_at = NULL",
    ):
        for persona in ("owner", "colleague"):
            with pytest.raises(REFUSED):
                raw(people, persona, f"UPDATE ocg_leadoffer SET {sql} WHERE id = %s", row.pk)


def test_who_was_asked_changes_nothing_but_the_answer(people, ocg):
    row = ask(people, ocg)
    with pytest.raises(REFUSED):
        raw(people, "colleague", "UPDATE ocg_leadoffer SET offered_to_id = author_id WHERE id = %s", row.pk)


def test_an_offer_begins_open_and_goes_to_who_may_lead(people, ocg):
    share_with(people, ocg)
    for to, values in (("granted", {}), ("other_force", {}), ("colleague", {"state": "accepted"})):
        with pytest.raises(REFUSED):
            offered(people, ocg, to, **values)
    share_with(people, ocg, level=Level.CONTRIBUTE)
    assert offered(people, ocg, "granted").pk


def test_who_contributes_asks_no_one(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    member = people.memberships["granted"]
    with pytest.raises(REFUSED), visibility.reading(people.reader("granted")), transaction.atomic():
        LeadOffer.objects.create(
            record_id=ocg.pk, author=member, author_agency_id=member.agency_id, offered_to=member
        )


def test_that_the_lead_accepted_is_kept_by_the_answers_alone(people, ocg):
    raw(people, "owner", "UPDATE ocg_ocg SET lead_accepted_at = NULL, lead_asked_id = %s"
        " WHERE record_ptr_id = %s",
        people.memberships["granted"].pk, ocg.pk)  # fmt: skip
    row = Ocg.objects.get(pk=ocg.pk)
    assert row.lead_accepted_at and row.lead_asked_id is None


def test_training_is_written_by_the_persons_own_supervisors(people):
    sql = (
        'INSERT INTO ocg_leadtraining (uuid, membership_id, kind_id, "on", recorded_by_id, recorded_at)'
        " SELECT gen_random_uuid(), %s, v.id, now(), %s, now() FROM reference_referencevalue v"
        " WHERE v.listing = 'ocg.lro-training' LIMIT 1"
    )
    own, other = people.memberships["colleague"].pk, people.memberships["granted"].pk
    for persona, person in (("colleague", own), ("owner", other), ("granted", other)):
        with pytest.raises(REFUSED):
            raw(people, persona, sql, person, person)
    assert raw(people, "owner", sql, own, own) == 1
