"""An agency offers a method to others with a second person's permission; others see, copy, and see no more of
it once it is revoked.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.access.models import Agency
from pam.audit.models import LogEntry
from pam.frameworks.models import Framework, FrameworkVersion
from pam.notifications.events import event_of
from pam.notifications.models import Delivery
from pam.practice.declared_settings import PERMITS
from pam.practice.models import Copy, Offer, OfferedText, Preparation
from pam.practice.selectors import offers as selectors
from pam.practice.services import copying, preparing
from pam.reference.services.settings import set_general
from tests.frameworks.test_versions import as_, seen, sql
from tests.practice.made import CARD, asked, next_version, offered, published, revoke, second_person
from tests.world.practice import add_offer


def reads(people, persona, offer):
    """Whether a persona reads an offer and its text: {by the gate, by the policies alone}."""
    try:
        found = bool(
            seen(people, persona, selectors.text_of, seen(people, persona, selectors.offer, offer.uuid))
        )
    except Http404:
        found = False
    with visibility.reading(people.reader(persona)):
        row = Offer.objects.filter(pk=offer.pk).exists()
        text = OfferedText.objects.filter(offer_id=offer.pk).exists()
    return {found, row, text}


def test_a_method_is_offered_with_a_second_persons_permission_and_copied_by_another_agency(people, sign_in):
    version = published(people)
    row = asked(people, version)
    assert reads(people, "other_force", row.offer) == {False}
    second_person(people)
    client = sign_in("colleague")
    assert "Visits in pairs" in client.get(reverse("home")).text  # waits for who permits
    answer = client.get(reverse("practice:answer", args=[row.uuid]))
    assert "It saves time" in answer.text and "Two go together." in answer.text
    sent = {"version": row.version, "answer": "permit", "words": "Good work"}
    assert client.post(reverse("practice:answer", args=[row.uuid]), sent).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer) == ("permitted", "Good work")
    assert row.answered_by == people.memberships["colleague"]
    line = LogEntry.objects.get(operation="offer to other agencies")
    assert line.verb == "disclosure" and line.reason == "Good work"
    other = sign_in("other_force")
    assert "Visits in pairs" in other.get(reverse("practice:library")).text
    page = other.get(reverse("practice:offer", args=[row.offer.uuid])).text
    assert "Two go together." in page and "Northshire Police" in page
    assert "It saves time" not in page and "Good work" not in page  # the permission is the agency's own
    made = other.post(reverse("practice:copy", args=[row.offer.uuid]), {"name": "Ours", "code": ""})
    draft = Framework.objects.get(name="Ours")
    assert made.status_code == 302 and draft.agency == people.agencies["other"]
    copy = Copy.objects.get(framework=draft)
    assert (copy.from_agency, copy.number) == (people.agencies["police"], 1)


def test_what_is_revoked_is_gone_at_once_and_its_copies_stay(people, sign_in):
    offer = offered(people)
    copied = as_(people, "other_force", copying.copy_offer, offer=offer, name="Ours")
    client = sign_in("other_force")
    address = reverse("practice:offer", args=[offer.uuid])
    assert client.get(address).status_code == 200
    revoke(people, offer)
    gone, absent = client.get(address), client.get(reverse("practice:offer", args=[copied.uuid]))
    assert gone.status_code == absent.status_code == 404 and gone.content == absent.content
    assert reads(people, "other_force", offer) == {False}
    assert "Visits in pairs" not in client.get(reverse("practice:library")).text
    assert "Two go together." in client.get(reverse("frameworks:version", args=[copied.uuid])).text
    with pytest.raises(Http404):
        as_(people, "other_force", copying.copy_offer, offer=offer)
    assert reads(people, "owner", offer) == {True}  # its own agency still knows what it had offered


@pytest.mark.parametrize("audience", ["partners", "all"])
def test_an_agreement_in_force_ties_partners_and_its_end_closes_what_was_for_them(people, audience):
    offer = offered(people, audience=audience)
    assert reads(people, "other_force", offer) == {True}
    people.agreement.ends_at = timezone.now() - timedelta(seconds=1)
    people.agreement.save()
    people.ended_agreement.ends_at = timezone.now() - timedelta(seconds=1)
    people.ended_agreement.save()
    assert reads(people, "other_force", offer) == {audience == "all"}
    assert reads(people, "owner", offer) == {True}


def test_real_agencies_and_those_for_training_see_nothing_of_each_other(people):
    offer = offered(people, audience="all")
    Agency.objects.filter(pk=people.agencies["other"].pk).update(training=True)
    assert reads(people, "other_force", offer) == {False}


def test_what_is_prepared_is_seen_by_its_authors_and_who_permits_and_by_no_other(people):
    row = asked(people, published(people))
    second_person(people)
    for persona in ("owner", "colleague"):
        assert seen(people, persona, selectors.preparation, row.uuid) == row
    for persona in ("other_force", "low_clearance", "administrator"):
        with pytest.raises(Http404):
            seen(people, persona, selectors.preparation, row.uuid)
        with visibility.reading(people.reader(persona)):
            assert not Preparation.objects.exists() and not Offer.objects.filter(pk=row.offer_id).exists()


def test_who_asked_does_not_permit_nor_who_has_not_the_role(people):
    row = asked(people, published(people))
    values = {"preparation": row, "version": row.version, "words": "Good"}
    with pytest.raises(Refused) as refusal:
        as_(people, "owner", preparing.permit, **values)
    assert refusal.value.code == "second_person"
    with pytest.raises(PermissionDenied):
        as_(people, "colleague", preparing.permit, **values)
    set_general(PERMITS, "data_protection", agency=people.agencies["police"])
    second_person(people)
    with pytest.raises(PermissionDenied):
        as_(people, "colleague", preparing.permit, **values)
    assert as_(people, "data_protection", preparing.permit, **values).state == "offered"


def test_what_is_permitted_is_what_was_shown(people):
    row = asked(people, published(people))
    second_person(people)
    back = as_(people, "owner", preparing.take_back, preparation=row, version=row.version)
    again = as_(people, "owner", preparing.ask, preparation=back, version=back.version, words="Better")
    with pytest.raises(Stale):
        as_(people, "colleague", preparing.permit, preparation=again, version=row.version, words="Good")
    done = as_(people, "colleague", preparing.decline, preparation=again, version=again.version, words="No")
    assert done.state == "declined" and Offer.objects.get(pk=row.offer_id).state == "draft"
    with pytest.raises(Refused):
        as_(people, "colleague", preparing.permit, preparation=done, version=done.version, words="Yes")


def test_the_database_lets_no_one_offer_without_permission_whatever_a_statement_says(people):
    row, offer = asked(people, published(people)), offered(people, published(people, code="two"))
    tries = [
        "UPDATE practice_offer SET state = 'offered' WHERE id = %(offer)s",
        "UPDATE practice_offer SET audience = 'all' WHERE id = %(offer)s",
        "UPDATE practice_preparation SET state = 'permitted' WHERE id = %(row)s",
        "UPDATE practice_preparation SET body = '{}' WHERE id = %(row)s",
        "UPDATE practice_offeredtext SET body = '{}'",
        "INSERT INTO practice_offeredtext (uuid, offer_id, number, body, note, offered_at)"
        " VALUES (gen_random_uuid(), %(offer)s, 9, '{}', '', now())",
        "SELECT pam_permit_offer(%(row)s, %(version)s, 'mine')",
    ]
    for persona in ("owner", "other_force"):
        for text in tries:
            with visibility.reading(people.reader(persona)):
                try:
                    changed = sql(text, {"row": row.pk, "offer": offer.pk, "version": row.version})
                except DatabaseError:
                    changed = 0
            assert not changed, f"{persona}: {text}"
    with visibility.reading(people.reader("other_force")):
        revoked = "UPDATE practice_offer SET state = 'revoked', revoked_by_id = %s WHERE id = %s"
        assert sql(revoked, [people.memberships["other_force"].pk, offer.pk]) == 0


def test_the_library_asks_as_often_for_many_offers_as_for_few_and_pages_them(people, sign_in):
    client, asked_each = sign_in("other_force"), []
    for several in (3, 30):
        for n in range(several):
            add_offer(people, "police", f"Visits {several} {n}")
        client.get(reverse("practice:library"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("practice:library")).status_code == 200
        asked_each.append(len(queries))
    assert asked_each[0] == asked_each[1]


def test_offers_are_found_by_words_tags_kind_and_agency(people, sign_in):
    offered(people, published(people, body={**CARD, "crime-types": ["fraud"], "communities": ["rural"]}))
    client = sign_in("other_force")
    for query, found in (
        ({"q": "pairs ring"}, True),
        ({"q": "nothing of that name"}, False),
        ({"crime_type": "fraud"}, True),
        ({"crime_type": "firearms"}, False),
        ({"kind": "tactic"}, True),
        ({"kind": "plan"}, False),
        ({"agency": str(people.agencies["police"].uuid)}, True),
    ):
        page = client.get(reverse("practice:library"), query).text
        assert ("Visits in pairs" in page) == found, query


def test_a_version_published_since_is_offered_the_same_way_and_is_not_forgotten(people, sign_in):
    version = published(people)
    offer = offered(people, version)
    client, address = sign_in("owner"), reverse("practice:offer", args=[offer.uuid])
    assert "Prepare version 2" not in client.get(address).text
    newer = next_version(people, version, {**CARD, "how": ["Ring first."]})
    page = client.get(address).text
    assert "Prepare version 2" in page and f"?version={newer.uuid}" in page
    assert client.post(reverse("practice:begin"), {"version": str(newer.uuid)}).status_code == 302
    assert "Prepare version 2" not in client.get(address).text
    assert "Prepare version" not in sign_in("other_force").get(address).text


def test_a_preparation_that_never_went_out_is_thrown_away_with_its_offer(people):
    row = as_(people, "owner", preparing.offer_framework, version=published(people))
    as_(people, "owner", preparing.discard, preparation=row, version=row.version)
    assert not Offer.objects.exists() and not Preparation.objects.exists()


def test_two_people_cannot_prepare_the_same_framework_at_once(people):
    version = published(people)
    as_(people, "owner", preparing.offer_framework, version=version)
    with pytest.raises(Refused) as refusal:
        as_(people, "owner", preparing.offer_framework, version=version)
    assert refusal.value.code == "open_already" and Offer.objects.count() == 1


def test_only_frameworks_of_ones_own_agency_that_are_published_are_offered(people):
    theirs = published(people, "other_force")
    for version in (theirs, FrameworkVersion.objects.filter(agency=None).exclude(number=None).first()):
        with pytest.raises(PermissionDenied):
            as_(people, "owner", preparing.offer_framework, version=version)
    with pytest.raises(PermissionDenied):
        as_(people, "colleague", preparing.offer_framework, version=theirs)


def test_a_tag_that_no_list_has_is_not_offered(people):
    body = {**CARD, "communities": ["operation-falcon"], "crime-types": ["county-lines"]}
    row = as_(people, "owner", preparing.offer_framework, version=published(people, body=body))
    assert row.tags == ["crime-type:county-lines"]
    with pytest.raises(Refused):
        as_(
            people,
            "owner",
            preparing.describe,
            preparation=row,
            version=row.version,
            audience="all",
            tags=["community:operation-falcon"],
        )


def test_who_asked_is_told_of_the_answer_and_no_other(people):
    row = asked(people, published(people))
    second_person(people)
    as_(people, "colleague", preparing.decline, preparation=row, version=row.version, words="Too soon")
    delivery = Delivery.objects.get(event="offer_answered")
    assert delivery.recipient == people.memberships["owner"]
    for persona, told in (("owner", True), ("colleague", False), ("other_force", False)):
        reader = people.reader(persona)
        with visibility.reading(reader):
            assert bool(event_of("offer_answered").still_true(delivery, reader)) == told


def test_a_frameworks_page_says_where_it_came_from_and_that_it_is_offered(people, sign_in):
    version = published(people)
    offer = offered(people, version)
    copied = as_(people, "other_force", copying.copy_offer, offer=offer, name="Ours")
    address = reverse("frameworks:framework", args=[version.framework.uuid])
    assert "Offered to other agencies" in sign_in("owner").get(address).text
    client, address = sign_in("other_force"), reverse("frameworks:framework", args=[copied.framework.uuid])
    assert "Copied from “" in client.get(address).text and "Northshire Police" in client.get(address).text
    revoke(people, offer)
    assert "no longer offered" in client.get(address).text
