"""Two groups that prove to be one, for the tests of this room."""

from django.db import connection

from pam.access import visibility
from pam.access.models import Membership
from pam.merging import selectors, services
from pam.merging.models import Merge
from pam.merging.sql_of_models import parts, pointers
from pam.stages import selectors as stages
from pam.stages import services as stage_services
from tests.stages.made import second_supervisor


def propose(people, kept, gone, persona="owner", choices=None, reason="The same people meet there"):
    """A persona proposes that `gone` goes into `kept`, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.propose(
            actor=actor,
            record=selectors.own_row(actor, kept.pk),
            gone=selectors.own_row(actor, gone.pk),
            choices=choices or {},
            reason=reason,
        )


def seal(people, row, persona="colleague"):
    """What the page of decision shows that persona, in short."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return selectors.seal_of(
            selectors.own_row(actor, row.record_id), selectors.own_row(actor, row.gone_id)
        )


def approve(people, row, persona="colleague", seen=None):
    """A persona approves it: the colleague is a supervisor of the owner's team."""
    if persona == "colleague":
        second_supervisor(people)
    seen = seen or seal(people, row, persona)
    actor = people.reader(persona)
    with visibility.reading(actor):
        merge = selectors.merge(actor, row.uuid)
        return services.approve(actor=actor, merge=merge, seen=seen, decision="Yes")


def merged(people, kept, gone, **values):
    """`gone` went into `kept`."""
    row = propose(people, kept, gone, **values)
    approve(people, row)
    return Merge.objects.get(pk=row.pk)


def undo(people, row, persona="colleague"):
    """A persona undoes it."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.undo(actor=actor, merge=selectors.merge(actor, row.uuid), reason="They are two")


def no_move_waits(people, record):
    """What waits for approval on a record's stages is withdrawn."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        asked = stages.asked_move(actor, record)
        if asked:
            stage_services.withdraw_move(actor=actor, move=asked, version=asked.version)


def tables():
    """Every table that a merge may change rows of, with the records themselves."""
    models = [*parts(), *(model for model, _ in pointers())]
    return sorted(
        {model._meta.db_table for model in models}
        | {"records_record", "ocg_ocg", "access_grant", "stages_move"}
    )


# An index of grants by the clock, worked out anew at each change.
WORKED_OUT = "'{readers,lapses_at,narrowed}'::text[]"


def rows_of(names):
    """{table: {number: the row}} of each whole table, but for what the database works out."""
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            key = "record_ptr_id" if name == "ocg_ocg" else "id"
            cursor.execute(f"SELECT {key}, (to_jsonb(t) - {WORKED_OUT})::text FROM {name} t")
            found[name] = dict(cursor.fetchall())
    return found


def seen_by(people):
    """{persona: the rows of records and parts that they see}, asked of the gate behind the second wall."""
    from pam.records.models import Record

    found = {}
    for persona in people.memberships:
        reader = people.reader(persona)
        if reader is None:
            continue
        with visibility.reading(reader):
            found[persona] = {
                (model._meta.label, number)
                for model in [Record, *parts()]
                for number in visibility.visible_to(reader, model).values_list("pk", flat=True)
            }
    return found


def make_supervisor(people, persona):
    """Gives a persona the role."""
    Membership.objects.filter(pk=people.memberships[persona].pk).update(roles=["officer", "supervisor"])
