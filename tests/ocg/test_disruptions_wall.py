"""The database holds disruptions whatever the web process asks: nobody assesses their own, nothing that was
assessed changes.
"""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ocg.models import Disruption, DisruptionAssessment, DisruptionOutput
from pam.access import visibility
from pam.access.levels import Level
from pam.records.bulk import rows
from tests.ocg.made import assess, assessor, level, output, submit, typed
from tests.records.world import add_person, group, share_with
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


def said(people, persona, row, outcome="agreed", by=None, **values):
    """An assessment written past the services, as `persona`."""
    member = people.memberships[by or persona]
    made = DisruptionAssessment(
        **{
            "disruption": row,
            "record_id": row.record_id,
            "round": 1,
            "outcome": outcome,
            "level": row.claimed if outcome == "agreed" else None,
            "reason": "Seen",
            "author": member,
            "author_agency_id": member.agency_id,
            **values,
        }
    )
    with visibility.reading(people.reader(persona)), transaction.atomic():
        made.save()
    return made


def test_nobody_assesses_their_own_past_the_services_or_in_anothers_name(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    assessor(people)
    own, partners = submit(people, ocg), submit(people, ocg, "granted")
    for persona, row, by in (
        ("owner", own, None),  # the submitter, who leads the group
        ("owner", partners, None),  # the lead, of what another submitted
        ("granted", partners, None),  # the submitter, of another agency
        ("granted", own, None),  # contributes, and is no assessor
        ("owner", own, "colleague"),  # in the assessor's name
    ):
        with pytest.raises(REFUSED):
            said(people, persona, row, by=by)
    change = "UPDATE ocg_disruption SET state = 'agreed', level_id = claimed_id WHERE id = %s"
    for persona in ("owner", "granted", "colleague"):
        with pytest.raises(REFUSED):
            raw(people, persona, change, partners.pk)
    said(people, "colleague", partners)
    assert raw(people, "colleague", change, partners.pk) == 1


def test_an_assessor_who_only_views_the_record_changes_nothing_but_the_state(people, ocg):
    assessor(people)
    row = submit(people, ocg)
    said(people, "colleague", row, "returned")
    for sql in (
        "UPDATE ocg_disruption SET what = 'Other', state = 'returned' WHERE id = %s",
        "UPDATE ocg_disruption SET state = 'agreed', level_id = claimed_id WHERE id = %s",
        "UPDATE ocg_disruption SET round = 2, state = 'returned' WHERE id = %s",
    ):
        with pytest.raises(REFUSED):
            raw(people, "colleague", sql, row.pk)
    assert raw(people, "colleague", "UPDATE ocg_disruption SET state = 'returned' WHERE id = %s", row.pk) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "what = 'Other'",
        "claim_reason = 'Other'",
        "strand = 'protect'",
        "state = 'submitted', level_id = NULL",
        "state = 'submitted', level_id = NULL, round = 2",
        "level_id = NULL, state = 'returned'",
        "evidence = 'Other'",
        "contributors = '{1}'",
    ],
)
def test_what_was_assessed_stays_also_for_the_owner_of_the_database(people, ocg, sql):
    assessor(people)
    row = submit(people, ocg)
    assess(people, row)
    for persona in ("owner", "colleague"):
        with pytest.raises(REFUSED):
            raw(people, persona, f"UPDATE ocg_disruption SET {sql} WHERE id = %s", row.pk)
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE ocg_disruption SET {sql} WHERE id = %s", [row.pk])


def test_outputs_stay_once_it_is_assessed_and_are_of_the_agency_that_submitted_it(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    assessor(people)
    row = submit(people, ocg, "granted", outputs=[output("arrests", 2)])
    change = "UPDATE ocg_disruptionoutput SET amount = 9 WHERE disruption_id = %s"
    with pytest.raises(REFUSED):
        raw(people, "owner", change, row.pk)
    assert raw(people, "granted", change, row.pk) == 1
    assess(people, row)
    for persona in ("granted", "owner"):
        with pytest.raises(REFUSED):
            raw(people, persona, change, row.pk)
    with pytest.raises(REFUSED), transaction.atomic():
        rows(DisruptionOutput).update(amount=1)


def test_a_partners_submission_is_not_amended_by_the_owner_past_the_services(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    row = submit(people, ocg, "granted")
    change = "UPDATE ocg_disruption SET what = 'Other' WHERE id = %s"
    with pytest.raises(REFUSED):
        raw(people, "owner", change, row.pk)
    assert raw(people, "granted", change, row.pk) == 1


def test_what_was_typed_is_said_in_ones_own_name_by_the_agency_that_owns_the_record(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    assessor(people)
    row = submit(people, ocg, "granted")
    values = "typed_on = current_date, typed_reference = 'X', typed_by_id = %s"
    change = f"UPDATE ocg_disruption SET {values} WHERE id = %s"
    owner, granted = people.memberships["owner"].pk, people.memberships["granted"].pk
    with pytest.raises(REFUSED):
        raw(people, "owner", change, owner, row.pk)  # not assessed yet
    assess(people, row)
    for persona, by in (("granted", granted), ("owner", people.memberships["colleague"].pk)):
        with pytest.raises(REFUSED):
            raw(people, persona, change, by, row.pk)
    assert typed(people, row).typed_by_id == owner


def test_a_disruption_begins_as_submitted_and_names_what_is_in_its_record(people, ocg):
    for values in ({"state": "agreed", "level": level("moderate")}, {"round": 2}):
        with pytest.raises(REFUSED), transaction.atomic():
            submit(people, ocg, **values)
    row = submit(people, ocg, outputs=[output("arrests", 1)])
    other, person = group(people, "Elsewhere"), add_person(people, group(people, "Third"))
    foreign = submit(people, other)
    with pytest.raises(REFUSED), transaction.atomic():
        rows(DisruptionOutput).filter(disruption=row).update(disruption=foreign)
    with pytest.raises(REFUSED), transaction.atomic():
        rows(Disruption).filter(pk=row.pk).update(subject=person)
    with pytest.raises(REFUSED), transaction.atomic():
        rows(Disruption).filter(pk=row.pk).update(state="agreed", level_id=row.claimed_id)
