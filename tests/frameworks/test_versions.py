"""Frameworks have versions: a draft for the agency's authors, published ones that never change."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.audit.models import LogEntry
from pam.frameworks import selectors, services, shipped
from pam.frameworks.bodies import write_file
from pam.frameworks.declared_settings import SECOND_PERSON
from pam.frameworks.models import Framework, FrameworkVersion
from pam.reference.services.settings import set_general

STEP = {"code": "visit", "step": "Visit the address", "days": 7}
BODY = {"name": "Opening plan", "plan": "4P plan", "steps": [STEP]}


def as_(people, persona, do, **values):
    """Calls a verb as a persona, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return do(actor=actor, **values)


def create(people, persona="owner", code="opening", body=BODY):
    return as_(people, persona, services.create_draft, kind="plan", code=code, name=body["name"], body=body)


def publish(people, draft, persona="owner"):
    return as_(people, persona, services.publish, draft=draft, version=draft.version, note="First")


def seen(people, persona, select, *args, **values):
    """What a selector gives a persona, behind the second wall."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        found = select(reader, *args, **values)
        return list(found) if hasattr(found, "filter") else found


def names(people, persona):
    return {row.name for row in seen(people, persona, selectors.frameworks)}


def sql(text, params):
    """How many rows a statement changed; raises what the database answers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.rowcount


def test_a_draft_is_seen_by_authors_of_its_agency_alone_and_a_published_one_by_all_of_the_agency(people):
    draft = create(people)
    assert "Opening plan" in names(people, "owner")
    for persona in ("colleague", "granted", "other_force", "administrator"):
        assert "Opening plan" not in names(people, persona)
        with pytest.raises(Http404):
            seen(people, persona, selectors.version, draft.uuid)
        with visibility.reading(people.reader(persona)):
            assert not FrameworkVersion.objects.filter(pk=draft.pk).exists()
            assert not Framework.objects.filter(pk=draft.framework_id).exists()
    published = publish(people, draft)
    assert published.number == 1
    assert "Opening plan" in names(people, "colleague")
    assert seen(people, "colleague", selectors.version, draft.uuid).state == "Published"
    assert "Opening plan" not in names(people, "other_force")
    with visibility.reading(people.reader("other_force")):
        assert not FrameworkVersion.objects.filter(pk=draft.pk).exists()
    assert LogEntry.objects.filter(operation="publish framework").count() == 1


def test_only_an_author_of_the_agency_writes(people):
    for persona in ("colleague", "administrator", "granted"):
        with pytest.raises(PermissionDenied):
            create(people, persona)
    draft = create(people)
    for do, values in [
        (services.change_draft, {"draft": draft, "version": 1, "body": BODY}),
        (services.publish, {"draft": draft, "version": 1}),
        (services.discard_draft, {"draft": draft, "version": 1}),
        (services.start_draft, {"framework": draft.framework}),
        (services.retire, {"framework": draft.framework, "version": 1}),
    ]:
        for persona in ("other_force", "colleague"):
            with pytest.raises(PermissionDenied):
                as_(people, persona, do, **values)


@pytest.mark.parametrize("role", ["owner of the database", "owner", "colleague", "other_force"])
def test_what_is_published_never_changes_whoever_writes(people, role):
    version = publish(people, create(people))
    statements = [
        ("UPDATE frameworks_frameworkversion SET body = '{}' WHERE id = %s", version.pk),
        (
            "UPDATE frameworks_frameworkversion SET number = NULL, published_at = NULL WHERE id = %s",
            version.pk,
        ),
        ("UPDATE frameworks_frameworkversion SET number = 7 WHERE id = %s", version.pk),
        ("UPDATE frameworks_frameworkversion SET published_by_id = NULL WHERE id = %s", version.pk),
        ("DELETE FROM frameworks_frameworkversion WHERE id = %s", version.pk),
        ("UPDATE frameworks_framework SET code = 'other' WHERE id = %s", version.framework_id),
        ("UPDATE frameworks_framework SET published = false WHERE id = %s", version.framework_id),
        ("DELETE FROM frameworks_framework WHERE id = %s", version.framework_id),
    ]
    before = FrameworkVersion.objects.values().get(pk=version.pk)
    for text, number in statements:
        with visibility.reading(people.reader(role) if role in people.memberships else None):
            try:
                assert sql(text, [number]) == 0
            except DatabaseError:
                pass
    assert FrameworkVersion.objects.values().get(pk=version.pk) == before


def test_a_published_version_is_followed_by_a_draft_and_a_retired_one_by_the_one_before(people):
    first = publish(people, create(people))
    draft = as_(people, "owner", services.start_draft, framework=first.framework)
    assert draft.body == first.body and draft.number is None
    with pytest.raises(Refused, match="has a draft"):
        as_(people, "owner", services.start_draft, framework=first.framework)
    body = {**BODY, "name": "Opening plan, better"}
    draft = as_(people, "owner", services.change_draft, draft=draft, version=1, body=body)
    with pytest.raises(Stale):
        as_(people, "owner", services.change_draft, draft=draft, version=1, body=BODY)
    assert [v.number for v in seen(people, "owner", selectors.in_force, "plan") if v.code == "opening"] == [1]
    second = publish(people, draft)
    assert [
        v.number for v in seen(people, "colleague", selectors.in_force, "plan") if v.code == "opening"
    ] == [2]
    assert "Opening plan, better" in names(people, "colleague")
    with pytest.raises(Refused, match="published"):
        as_(people, "owner", services.change_draft, draft=second, version=second.version, body=BODY)
    as_(people, "owner", services.retire_version, version=second)
    assert seen(people, "owner", selectors.version_in_force, "plan", "opening").number == 1
    framework = Framework.objects.get(pk=first.framework_id)
    as_(people, "owner", services.retire, framework=framework, version=framework.version)
    assert seen(people, "owner", selectors.version_in_force, "plan", "opening") is None
    assert seen(people, "owner", selectors.version, first.uuid)  # what was made with it keeps it
    assert framework.history.count() >= 3


def test_a_draft_that_has_faults_is_kept_but_not_published_and_one_that_fits_no_schema_is_refused(people):
    circle = [{**STEP, "after": ["visit"]}]
    draft = create(people, body={**BODY, "steps": circle})
    with pytest.raises(Refused, match="in a circle"):
        publish(people, draft)
    with pytest.raises(Refused, match="not known here"):
        as_(people, "owner", services.change_draft, draft=draft, version=1, body={**BODY, "colour": "red"})


def test_the_agencys_own_takes_the_place_of_the_one_of_every_agency(people):
    general = seen(people, "owner", selectors.version_in_force, "plan", "drug-supply-group-opening-plan")
    assert general.agency_id is None
    copy = as_(people, "owner", services.copy_version, version=general, name="Our drug plan")
    assert copy.framework.copied_from_id == general.pk
    assert seen(people, "owner", selectors.version_in_force, "plan", general.code) == general
    own = publish(people, copy)
    assert seen(people, "owner", selectors.version_in_force, "plan", general.code) == own
    assert general not in seen(people, "owner", selectors.in_force, "plan", "ocg")
    assert seen(people, "other_force", selectors.version_in_force, "plan", general.code) == general
    with pytest.raises(Http404):
        as_(people, "other_force", services.copy_version, version=own)


def test_a_second_person_publishes_where_the_agency_wants_it(people):
    draft = create(people)
    set_general(SECOND_PERSON, True, agency=people.agencies["police"])
    with pytest.raises(Refused, match="Another framework author"):
        publish(people, draft)
    text = (
        "UPDATE frameworks_frameworkversion SET number = 1, published_at = now(),"
        " published_by_id = changed_by_id WHERE id = %s"
    )
    with pytest.raises(DatabaseError, match="in one's own name"), visibility.reading(people.reader("owner")):
        sql(text, [draft.pk])
    second = people.memberships["colleague"]
    second.roles = ["officer", "framework_author"]
    second.save()
    assert publish(people, draft, "colleague").number == 1


def test_a_draft_thrown_away_takes_a_framework_that_was_never_published_with_it(people):
    draft = create(people)
    as_(people, "owner", services.discard_draft, draft=draft, version=1)
    assert not Framework.objects.filter(code="opening").exists()
    first = publish(people, create(people))
    draft = as_(people, "owner", services.start_draft, framework=first.framework)
    as_(people, "owner", services.discard_draft, draft=draft, version=1)
    assert seen(people, "owner", selectors.version_in_force, "plan", "opening") == first


def test_a_file_becomes_a_draft_and_says_each_fault_with_its_line(people):
    text = write_file("plan", "visits", BODY, 4)
    draft = as_(people, "owner", services.import_file, source=text.encode())
    assert (draft.code, draft.number, draft.body) == ("visits", None, BODY)
    first = publish(people, draft)
    draft = as_(people, "owner", services.import_file, source=text.replace("Visit", "Call at").encode())
    assert draft.framework == first.framework and draft.body["steps"][0]["step"] == "Call at the address"
    with pytest.raises(Refused, match="Line 10: steps 1 › days: This must be a whole number"):
        wrong = text.replace("days: 7", "days: soon")
        as_(people, "owner", services.import_file, source=wrong.encode())


def test_loading_what_is_shipped_again_publishes_nothing_and_a_changed_file_a_new_version(people):
    assert shipped.load() == 0
    row = Framework.objects.get(agency=None, code="drug-supply-group-opening-plan")
    found = shipped.read_file(
        write_file("plan", row.code, {**row.current.body, "purpose": "Another purpose."})
    )
    version = shipped.publish_for_all(found, row)
    assert version.number == 2 and Framework.objects.get(pk=row.pk).current == version
    assert shipped.load() == 1  # the file is in force again, as version 3


def test_what_was_imported_for_every_agency_stays_until_the_shipped_file_is_imported_again(people, tmp_path):
    row = Framework.objects.get(agency=None, code="drug-supply-group-opening-plan")
    shipped_body, own = row.current.body, tmp_path / "own.yaml"
    for body, left in [({**row.current.body, "purpose": "Our purpose."}, 0), (shipped_body, 1)]:
        own.write_text(write_file("plan", row.code, body))
        call_command("framework", "import", str(own))
        call_command("load_shipped")
        row.refresh_from_db()
        assert row.current.body == body
        assert shipped.is_shipped(shipped.read_file(own.read_bytes())) == bool(left)
    history = FrameworkVersion.history.filter(id=row.current_id)
    assert not history.filter(history_change_reason=shipped.IMPORTED).exists()
