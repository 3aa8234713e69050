"""The agencies that a part is for: kept as an array, NULL for all who can open the record."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.actions.models import Action
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services import shares
from pam.records import services
from pam.records.models import Entry, Record, UntrackedPart
from tests.actions.world import add_action
from tests.records.world import add_note, group, page_text, share_with, url
from tests.standing import standing


@standing
def ocg(people):
    """A group of the owner's."""
    return group(people)


def titles(people, persona, model, record):
    """The titles of the parts of `record` that a persona sees, through the gate and behind the policies."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        gate = set(
            visibility.visible_to(reader, model).filter(record_id=record.pk).values_list("title", flat=True)
        )
        wall = set(model._default_manager.filter(record_id=record.pk).values_list("title", flat=True))
    assert gate == wall
    return gate


def test_what_was_for_one_agency_alone_stays_with_it_when_the_record_goes_to_another_force(people, ocg):
    police = people.agencies["police"]
    add_note(people, ocg, title="Police source", agencies=[police.pk])
    add_note(people, ocg, title="For all")
    add_action(people, ocg, title="Police work", agencies=["police"])
    add_action(people, ocg, title="Work for all")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_record SET team_id = %s WHERE id = %s", [people.teams["other"].pk, ocg.pk]
        )
    actor, record = people.reader("other_force"), Record.objects.get(pk=ocg.pk)
    assert record.agency == people.agencies["other"]
    with visibility.reading(actor):
        shares.share(
            actor=actor,
            record=record,
            proposal=ShareProposal(
                principal=people.teams["unit"].principal,
                level=Level.VIEW,
                basis=people.basis,
                reason="They had it before",
                until=timezone.now() + timedelta(days=9),
                agreement=people.agreement,
            ),
        )
    written = {"Action added: Police work", "Police source"}
    assert titles(people, "other_force", Entry, ocg) & {*written, "For all"} == {"For all"}
    assert titles(people, "other_force", Action, ocg) == {"Work for all"}
    assert titles(people, "owner", Entry, ocg) >= {*written, "For all"}
    assert titles(people, "owner", Action, ocg) == {"Police work", "Work for all"}


def test_no_table_keeps_a_part_that_is_for_no_agency(people, ocg):
    add_note(people, ocg)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_entry SET agencies = '{}'")
    parts = {m._meta.db_table for m in apps.get_models() if issubclass(m, UntrackedPart)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%(cardinality(agencies) > 0)%'"
        )
        assert parts <= {table for (table,) in cursor.fetchall()}


def test_the_history_says_in_words_who_could_see_a_part(people, ocg, sign_in):
    note = add_note(people, ocg, title="Seen at night", agencies=[people.agencies["police"].pk])
    with visibility.reading(people.reader("owner")):
        note.agencies = None
        services.save_part(actor=people.reader("owner"), part=note, version=note.version)
    told = page_text(sign_in("owner").get(url("records:changes", ocg)))
    assert "Who can see it Northshire Police Everyone who can open the record" in told


def test_a_partner_cannot_keep_a_part_from_the_agency_that_owns_the_record(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    actor = people.reader("granted")
    with visibility.reading(actor), pytest.raises(Refused, match="owning agency"):
        services.add_note(actor=actor, record=ocg, title="Ours", text="", agencies=[actor.agency_id])
    with visibility.reading(actor), pytest.raises(Refused, match="Choose the agencies"):
        services.add_note(actor=actor, record=ocg, title="Nobody's", text="", agencies=[])
    assert not Entry.objects.filter(kind="note").exists()
