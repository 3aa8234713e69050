"""Copies hear of newer versions while these are offered, and of nothing once the offer is revoked; counts of
few are withheld.
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.actions.services import many
from pam.frameworks import services as frameworks
from pam.notifications.models import Delivery
from pam.practice import events
from pam.practice.declared_settings import FEW
from pam.practice.models import Copy, Offer, OfferedText
from pam.practice.selectors import offers as selectors
from pam.practice.services import copying, jobs, preparing
from pam.reference.services.settings import set_general
from tests.frameworks.test_versions import as_, seen, sql
from tests.practice.made import CARD, asked, next_version, offered, published, revoke
from tests.standing import standing

NEWER = {**CARD, "how": ["Ring first.", "Go in pairs.", "Ring again."]}
PLAN = {
    "name": "Visits",
    "plan": "Visits",
    "steps": [{"code": "go", "step": "Go in pairs", "strand": "pursue", "days": 3}],
}


@standing
def copied(people):
    """(the police's offer, the other force's copy of it) with a newer version of what is offered."""
    version = published(people)
    offer = offered(people, version)
    draft = as_(people, "other_force", copying.copy_offer, offer=offer, name="Ours")
    row = asked(people, next_version(people, version, NEWER))
    as_(people, "colleague", preparing.permit, preparation=row, version=row.version, words="Good")
    return offer, Copy.objects.get(framework=draft.framework)


def test_the_authors_of_a_copy_are_told_of_a_newer_version_once_and_see_what_is_different(
    people, copied, sign_in
):
    assert jobs.enqueue_notices() == 1 and jobs.enqueue_notices() == 0
    row = Delivery.objects.get(event="offer_newer")
    assert row.recipient == people.memberships["other_force"]
    client = sign_in("other_force")
    assert "A newer version of what you copied" in client.get(reverse("notifications:news")).text
    page = client.get(reverse("practice:own")).text
    assert "Version 2: see the differences" in page
    address = reverse("practice:changes", args=[copied[1].framework.uuid])
    page = client.get(address).text
    assert "Ring again." in page and "Northshire Police" in page
    assert client.post(address, {"number": 2, "how": "seen"}).status_code == 302
    assert Copy.objects.get().number == 2 and client.get(address).status_code == 302


def test_a_copy_that_was_never_published_goes_with_its_draft(people, copied, sign_in):
    copy = copied[1]
    draft = seen(people, "other_force", lambda reader: copy.framework.versions.get(number=None))
    address = reverse("frameworks:discard", args=[draft.uuid])
    assert sign_in("other_force").post(address, {"version": draft.version}).status_code == 302
    assert not Copy.objects.exists()


def test_a_newer_text_becomes_the_copiers_draft_under_their_own_name(people, copied):
    copy = copied[1]
    draft = seen(people, "other_force", lambda reader: copy.framework.versions.get(number=None))
    as_(people, "other_force", frameworks.publish, draft=draft, version=draft.version)
    made = as_(people, "other_force", copying.take_over, copy=copy, number=2, how="draft")
    assert made.body == {**NEWER, "name": "Ours"} and made.number is None
    with pytest.raises(Http404):  # nothing is newer any longer
        as_(people, "other_force", copying.take_over, copy=copy, number=2, how="draft")


def test_a_draft_that_is_there_is_not_written_over(people, copied):
    with pytest.raises(Refused) as refusal:
        as_(people, "other_force", copying.take_over, copy=copied[1], number=2, how="draft")
    assert refusal.value.code == "draft_there" and Copy.objects.get().number == 1


def test_a_copy_hears_nothing_once_the_offer_is_revoked(people, copied, sign_in):
    offer, copy = copied
    jobs.enqueue_notices()
    revoke(people, offer)
    client = sign_in("other_force")
    assert (
        "Ring again."
        not in client.get(reverse("practice:changes", args=[copy.framework.uuid]), follow=True).text
    )
    page = client.get(reverse("practice:own")).text
    assert "No longer offered" in page and "see the differences" not in page
    assert "newer version of what you copied" not in client.get(reverse("notifications:news")).text
    reader = people.reader("other_force")
    with visibility.reading(reader):
        assert events._newer(Delivery.objects.get(event="offer_newer"), reader) is None
        assert not OfferedText.objects.exists() and Copy.objects.count() == 1
        with pytest.raises(DatabaseError):
            sql("UPDATE practice_copy SET text_id = text_id, number = number", [])
    with pytest.raises(Http404):
        as_(people, "other_force", copying.take_over, copy=copy, number=2, how="seen")


def test_no_other_agency_sees_that_one_has_copied(people, copied):
    for persona in ("owner", "granted"):
        with visibility.reading(people.reader(persona)):
            assert not Copy.objects.exists()
    assert not seen(people, "owner", selectors.copies_of, copied[0])


# --- Counts ---


def use(world, offer, times):
    """Actions of the shared record made with what is offered."""
    version = offer.preparations.get().source
    for _ in range(times):
        as_(
            world.people,
            "owner",
            many.apply_plan,
            record=world.ocg,
            template=version,
            owner=world.people.memberships["owner"],
        )


def counted(offer):
    """(records, agencies) as they are kept, counted anew."""
    Offer.objects.filter(pk=offer.pk).update(counted_at=None)
    jobs.count_uses()
    offer.refresh_from_db()
    return offer.records_shown, offer.agencies_shown


def test_a_count_of_few_is_withheld_and_others_are_rounded_down(world, sign_in, monkeypatch):
    offer = offered(world.people, published(world.people, body=PLAN, kind="plan"))
    use(world, offer, 1)
    assert counted(offer) == (None, None)
    page = sign_in("other_force").get(reverse("practice:offer", args=[offer.uuid])).text
    assert "Few" in page and "On 1" not in page
    set_general(FEW, 3)
    assert counted(offer) == (None, None)  # one agency
    monkeypatch.setattr(jobs, "setting", lambda key, agency: 1)
    assert counted(offer) == (1, 1)  # so the count itself is right


@pytest.mark.parametrize(
    ("records", "agencies", "shown"),
    [(25, 6, (25, 5)), (29, 5, (25, 5)), (4, 9, (None, 5)), (40, 4, (None, None)), (0, 0, (None, None))],
)
def test_what_is_shown_is_a_multiple_of_the_threshold_and_no_records_of_few_agencies(
    people, records, agencies, shown, monkeypatch
):
    offer = offered(people)
    counts = f"SELECT o.id, {records} AS records, {agencies} AS agencies FROM practice_offer o"
    text = jobs._COUNT
    start, end = text.index("  SELECT o.id, (SELECT"), text.index("   WHERE o.state = 'offered'")
    monkeypatch.setattr(jobs, "_COUNT", text[:start] + counts + "\n" + text[end:])
    assert counted(offer) == shown


def test_a_use_is_not_told_the_same_day(world, monkeypatch):
    offer = offered(world.people, published(world.people, body=PLAN, kind="plan"))
    monkeypatch.setattr(jobs, "setting", lambda key, agency: 1)
    jobs.count_uses()
    use(world, offer, 1)
    assert jobs.count_uses() == 0
    offer.refresh_from_db()
    assert offer.records_shown is None
    Offer.objects.filter(pk=offer.pk).update(counted_at=timezone.now() - timedelta(hours=23))
    assert jobs.count_uses() == 1


def test_no_reader_counts_or_writes_counts(people):
    offer = offered(people)
    for persona in ("owner", "other_force"):
        with visibility.reading(people.reader(persona)), pytest.raises(DatabaseError):
            sql("UPDATE practice_offer SET records_shown = 1, agencies_shown = 1 WHERE id = %s", [offer.pk])
