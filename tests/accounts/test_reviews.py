"""The access review: managers confirm who is in their
team and what it shares; what nobody confirms lapses.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Grant, Membership, Team
from pam.accounts.models import TeamReview
from pam.accounts.selectors import team_reviews as review_selectors
from pam.accounts.services import lapsing, team_reviews
from pam.audit.models import LogEntry
from tests.actions.world import make_ocg, share_with_probation
from tests.mail import send_due_mail

NOW = timezone.now


@pytest.fixture
def unit(people):
    """The owner's team, which the owner manages, with one shared OCG; its review is open."""
    Team.objects.filter(pk=people.teams["unit"].pk).update(manager=people.memberships["owner"])
    people.grant = share_with_probation(people, make_ocg(people))
    lapsing.open_due()
    return TeamReview.objects.get(team=people.teams["unit"])


def in_team(people, persona):
    return people.memberships[persona].teams.filter(pk=people.teams["unit"].pk).exists()


def test_a_manager_takes_out_and_ends_what_should_not_be_and_confirms_the_rest(people, unit, sign_in):
    client = sign_in("owner")
    page = reverse("accounts:review", args=[unit.uuid])
    assert page in client.get("/").content.decode()
    words = client.get(page).content.decode()
    assert (
        "Lena Low" in words
        and "Harbour group" in words
        and "Everyone at Northshire Probation Service" in words
    )
    lena = people.memberships["low_clearance"]
    out = client.post(
        reverse("accounts:take_out", args=[unit.uuid, lena.uuid]), {"reason": "Moved"}, follow=True
    )
    assert "Lena Low is out of OCG unit" in out.content.decode() and not in_team(people, "low_clearance")
    client.post(
        reverse("accounts:end_reviewed_share", args=[unit.uuid, people.grant.uuid]), {"reason": "Over"}
    )
    assert not Grant.objects.filter(pk=people.grant.pk).exists()
    stale = client.post(page, {"seen": "x"}, follow=True).content.decode()
    assert "since you opened this page" in stale
    answer = client.get(page).context["form"].initial["seen"]
    assert "OCG unit is confirmed" in client.post(page, {"seen": answer}, follow=True).content.decode()
    unit.refresh_from_db()
    assert unit.answered_by == people.memberships["owner"] and unit.shares == 0 and unit.people >= 2
    assert page not in client.get("/").content.decode()
    assert LogEntry.objects.get(operation="take out of team").detail == "Lena Low: OCG unit"
    assert "Confirmed" in sign_in("administrator").get(reverse("accounts:reviews")).content.decode()


def test_nobody_but_its_manager_answers_for_a_team_and_never_takes_themselves_out(people, unit, sign_in):
    for persona in ("low_clearance", "granted", "administrator", "other_force"):
        assert sign_in(persona).get(reverse("accounts:review", args=[unit.uuid])).status_code == 404
        with visibility.reading(people.reader(persona)):
            assert TeamReview.objects.exists() is (persona == "administrator")
            assert TeamReview.objects.filter(team__agency=people.agencies["police"]).update(people=9) == 0
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pam_take_out(%s, %s)", [unit.team_id, people.memberships["no_second_factor"].pk]
                )
    me = people.memberships["owner"]
    page = sign_in("owner").post(reverse("accounts:take_out", args=[unit.uuid, me.uuid]), {"reason": "Me"})
    assert "You manage this team" in page.content.decode() and in_team(people, "owner")


def test_an_unanswered_review_warns_once_and_lapses_after_the_days_of_grace(people, unit):
    lapsing.open_due()
    send_due_mail()
    assert TeamReview.objects.filter(team=unit.team).count() == 1
    assert lapsing.warn() == 0 and lapsing.lapse(NOW() + timedelta(days=29)) == 0
    assert lapsing.warn(NOW() + timedelta(days=15)) >= 1 and lapsing.warn(NOW() + timedelta(days=15)) == 0
    send_due_mail()
    assert lapsing.lapse(NOW() + timedelta(days=27)) == 0 and in_team(people, "low_clearance")
    assert lapsing.lapse(NOW() + timedelta(days=29)) == 1
    assert not in_team(people, "low_clearance") and in_team(people, "owner")
    assert not Grant.objects.filter(pk=people.grant.pk).exists()
    assert Membership.objects.get(pk=people.memberships["low_clearance"].pk).version == 2
    send_due_mail()
    subjects = {m.subject[:-8] for m in mail.outbox if m.to == ["owner@pam.example"]}
    assert subjects >= {
        "Review who is in your team",
        "A team review is late",
        "A team review has lapsed",
    }
    assert not any("Harbour" in m.body for m in mail.outbox)


def test_a_team_without_a_manager_stands_on_the_administrators_list_and_does_not_lapse(people, unit, sign_in):
    Team.objects.filter(pk=unit.team_id).update(manager=None)
    lapsing.warn(NOW() + timedelta(days=15))
    assert lapsing.lapse(NOW() + timedelta(days=29)) == 0 and in_team(people, "low_clearance")
    page = sign_in("administrator").get(reverse("accounts:reviews")).content.decode()
    assert "Late" in page and "Not chosen yet" in page


def test_the_next_review_opens_when_its_days_are_over(people, unit):
    reviews_made = lambda: TeamReview.objects.filter(team=unit.team).count()  # noqa: E731
    actor = people.reader("owner")
    with visibility.reading(actor):
        team_reviews.confirm(
            actor=actor, review=unit, fingerprint=review_selectors.review_fingerprint(unit.team)
        )
    lapsing.open_due(NOW() + timedelta(days=89))
    assert reviews_made() == 1
    lapsing.open_due(NOW() + timedelta(days=91))
    assert reviews_made() == 2
