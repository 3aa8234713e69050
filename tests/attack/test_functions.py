"""What functions of the database that read past the policies tell the web role: of a hidden record what they
tell of none. Asked in raw SQL, by a reader who is told honestly.
"""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from meetings.conflicts import services as conflicts
from meetings.models import AgendaItem
from pam.access import visibility
from pam.records.models import Record
from tests.meetings import room as rooms

ABSENT = 2**40
# How functions call the number of a record; `number` is another table's in each of them.
RECORDS = {"record", "of_record", "records", "meeting", "kept", "gone", "target", "from_record", "to_record"}
FUNCTIONS = """
SELECT p.proname, p.proargnames, (SELECT array_agg(format_type(t, NULL) ORDER BY n)
         FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a(t, n))
  FROM pg_proc p JOIN pg_namespace s ON s.oid = p.pronamespace
 WHERE s.nspname = 'public' AND p.proname LIKE 'pam%' AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
   AND has_function_privilege('pam_web', p.oid, 'EXECUTE') ORDER BY 1
"""


def asked():
    """[(name, [(argument, type)])] of the functions that are asked about a record by its number."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        rows = cursor.fetchall()
    found = [(name, list(zip(names or [], types or [], strict=False))) for name, names, types in rows]
    return [one for one in found if {argument for argument, _ in one[1]} & RECORDS]


def values(arguments, number, reader):
    """What is given for each argument: `number` for a record, the reader's own for all else."""
    own = {
        "membership": reader.membership_id,
        "by_author": reader.membership_id,
        "mine": list(reader.principals),
    }
    own |= {"of_agency": reader.agency_id, "of_kind": "document", "kind": "document", "min_level": 2}
    own |= {"max_rows": 10, "most": 10, "codes": '["supervisor"]', "codename": ""}
    plain = {"uuid": uuid.UUID(int=0), "text": "", "text[]": [], "boolean": False}
    for argument, kind in arguments:
        if argument in RECORDS and kind.startswith("bigint"):
            yield [number] if kind.endswith("[]") else number
        elif argument in own:
            yield own[argument]
        else:
            yield plain.get(kind)


def told(name, arguments, number, reader):
    """What a function answers, or with which error."""
    given = list(values(arguments, number, reader))
    holes = ", ".join(f"%s::{kind}" for _, kind in arguments)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {name}({holes})", given)
            return str(cursor.fetchall()).replace(str(number), "N")
    except DatabaseError as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


@pytest.mark.parametrize("persona", ["colleague", "granted", "other_force"])
def test_a_hidden_record_is_told_of_as_none(world, persona):
    functions, reader = asked(), world.people.reader(persona)
    assert {"pam_sees", "pam_level", "pam_may_lead", "pam_agenda_numbers"} <= {name for name, _ in functions}
    hidden = [
        number
        for number in Record.objects.values_list("pk", flat=True)
        if number not in set(visibility.visible_to(reader, Record).values_list("pk", flat=True))
    ]
    assert hidden
    with visibility.reading(reader):
        wrong = {
            f"{name} of {number}: {here}"
            for name, arguments in functions
            for nothing in [told(name, arguments, ABSENT, reader)]
            for number in hidden
            if (here := told(name, arguments, number, reader)) != nothing
        }
    assert not wrong


def test_numbers_of_an_agenda_tell_nothing_of_items_that_one_does_not_see(world):
    room = rooms.held(world)
    numbers, reader = [item.pk for item in room.items.values()], room.people.reader("granted")
    with room.reading():
        conflicts.declare(
            actor=room.chair,
            meeting=room.now(),
            item=AgendaItem.objects.get(pk=room.items["ocg"].pk),
            person=room.people.memberships["granted"],
            words="His brother",
            ruling="out",
        )
    ask = "SELECT item, number, others FROM pam_agenda_numbers(%s, %s)"
    for said in (True, False):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO reference_setting (key, agency_id, value, version)"
                " VALUES ('meetings.say_withheld', %s, to_jsonb(%s::boolean), 1)"
                " ON CONFLICT (key, agency_id) DO UPDATE SET value = EXCLUDED.value",
                [room.meeting.agency_id, said],
            )
        with visibility.reading(reader), connection.cursor() as cursor:
            cursor.execute(ask, [room.meeting.pk, numbers])
            rows = cursor.fetchall()
        assert {item for item, _, _ in rows} == {room.items["plain"].pk}
        assert [(number is not None, others) for _, number, others in rows] == [(said, False)]
        with visibility.reading(reader), connection.cursor() as cursor:
            cursor.execute(ask, [room.meeting.pk, [room.items["plain"].pk]])
            assert [others for _, _, others in cursor.fetchall()] == [said]
