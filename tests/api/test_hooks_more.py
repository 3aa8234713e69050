"""Links and what is removed, as messages of webhooks: told as far as the system could open them."""

import json

from django.db import connection
from django.utils import timezone

from pam.access import services as access
from pam.access import visibility
from pam.access.models import Grant, User
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.api.models import HookEvent
from pam.api.services import sending
from pam.records import services
from pam.records.models import Link, Subject
from pam.subjects.services.identities import merge_subject
from tests.actions.world import make_ocg
from tests.api.test_hooks import hook, receiver  # noqa: F401  (fixtures)
from tests.records.world import group, share_with


def bodies(receiver):  # noqa: F811
    """What was sent, as data."""
    return [json.loads(body) for _, body, _ in receiver.got]


def deliver():
    """Makes messages of what changed, and sends them: what is made in one run is due in the next."""
    sending.send_due()
    sending.send_due()


def tie(people, one, other):
    """A link of the owner's."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.link(actor=actor, record=one, other=other)


def test_a_link_is_told_when_it_is_made_and_when_it_ends(people, hook, receiver):  # noqa: F811
    one, other = make_ocg(people), make_ocg(people)
    deliver()
    receiver.got.clear()
    row = tie(people, one, other)
    deliver()
    (said,) = bodies(receiver)
    assert said["type"] == "link.added" and said["data"]["url"].endswith(f"/records/{one.uuid}/links")
    receiver.got.clear()
    row.ended_at, row.version = timezone.now(), row.version + 1
    row.save()
    deliver()
    assert [one["type"] for one in bodies(receiver)] == ["link.removed"], "once, and as removed"


def test_a_link_to_what_the_system_does_not_open_is_not_told(people, hook, receiver):  # noqa: F811
    one, hidden = make_ocg(people), group(people, "Hidden", "other_force", "other")
    deliver()
    receiver.got.clear()
    member = people.memberships["owner"]
    Link.objects.create(record=one, other=hidden, author=member, author_agency_id=member.agency_id)
    deliver()
    assert not receiver.got


def test_a_person_who_is_merged_into_another_row_is_told_as_removed(people, hook, receiver):  # noqa: F811
    ocg, actor = make_ocg(people), people.reader("owner")
    with visibility.reading(actor):
        kept, twin = (
            services.add_subject(
                actor=actor,
                record=ocg,
                subject=Subject(kind="person", category="other", name=name),
            )
            for name in ("Robin Vale", "Robyn Vale")
        )
    deliver()
    receiver.got.clear()
    with visibility.reading(actor):
        merge_subject(actor=actor, subject=twin, into=kept, version=twin.version, reason="Same")
    deliver()
    assert "subject.removed" in {one["type"] for one in bodies(receiver)}


def erase(record):
    """What pam_erase_record() does first, as the owner of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_note_erasure_for_webhooks(%s)", [record.pk])


def test_a_record_that_is_erased_is_told_to_who_could_open_it_alone(people, hook, receiver):  # noqa: F811
    one, hidden = make_ocg(people), group(people, "Hidden", "other_force", "other")
    deliver()
    receiver.got.clear()
    erase(one)
    erase(hidden)
    deliver()
    (said,) = bodies(receiver)
    assert said["type"] == "record.removed" and said["data"]["url"].endswith(f"/api/v1/records/{one.uuid}")
    secret = make_ocg(people)
    deliver()
    receiver.got.clear()
    erase(secret)
    HookEvent.objects.update(marking=4)
    deliver()
    assert not receiver.got, "marked above the system's clearance"


def test_a_record_that_is_erased_is_not_told_to_whose_share_has_ended_or_forbids_copies(
    people,
    hook,  # noqa: F811
    receiver,  # noqa: F811
):
    probation = people.agencies["probation"]
    user = User.objects.create_user("p@system.invalid", "Their system", service=True)
    accept_for_everybody()
    system = access.create_membership(
        user=user, agency=probation, teams=[people.teams["probation"]], clearance=2, post="System"
    )
    hook.agency, hook.membership = probation, system
    hook.save()
    record = make_ocg(people)
    share_with(people, record)
    share = Grant.objects.filter(content_object_id=record.pk, group_id=probation.principal_id)

    def told():
        deliver()
        receiver.got.clear()
        erase(record)
        deliver()
        return [one["type"] for one in bodies(receiver)]

    assert told() == ["record.removed"]
    share.update(conditions=["no-print"])
    assert told() == [], "what may not be copied is not told of to a program"
    share.update(conditions=[])
    with connection.cursor() as cursor:  # as the clock leaves it: the record still names them as a reader
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for change, table, trigger in (
            ("until = now() - interval '1 minute'", "access_grant", "pam_grants_updated"),
            ("lapses_at = now() - interval '1 minute'", "records_record", "pam_record_readers"),
        ):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
            of = "record_id" if table == "access_grant" else "id"
            more = " AND until IS NOT NULL" if table == "access_grant" else ""
            cursor.execute(f"UPDATE {table} SET {change} WHERE {of} = %s{more}", [record.pk])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    record.refresh_from_db()
    assert probation.principal_id in record.readers
    assert told() == [], "its share had run out"
