"""A second person scores blind; where two scores are far apart a moderator decides."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from ocg.models import SecondScore
from ocg.scoring import seconds, services
from ocg.scoring.life import life_of
from ocg.scoring.results import results_of
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.assessments.models import Assessment
from pam.assessments.services import discard
from pam.records.models import Entry
from pam.reference.services.settings import set_general
from tests.ocg.scored import (
    draft,
    every_score_is_drawn,
    finish,
    give_role,
    score,
    second,
    sees,
    set_tier,
    take,
)
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing

REFUSED = (ProgrammingError, IntegrityError)


@standing
def ocg(people):
    """A group of the owner's; the colleague scores, the superuser moderates, each score is drawn."""
    give_role(people, "colleague", "scorer")
    give_role(people, "superuser", "score_moderator")
    every_score_is_drawn()
    return group(people)


def decide(people, row, decided, persona="superuser", reason="Seen both"):
    """A persona moderates the second score of an assessment."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = seconds.second_score(actor, second(row).uuid)
        return services.moderate(actor=actor, row=now, version=now.version, decided=decided, reason=reason)


@pytest.mark.slow
def test_a_drawn_score_is_withheld_from_scorers_alone_until_the_second_is_completed(people, ocg, sign_in):
    first = score(people, ocg, place=9)
    assert sees(people, "owner", first) == sees(people, "superuser", first) == (True, True)
    assert sees(people, "colleague", first) == (False, False), "by the gate, and by the wall alone"
    client = sign_in("colleague")
    assert client.get(reverse("assessments:detail", args=[first.uuid])).status_code == 404
    for address in (
        ocg.get_absolute_url(),
        url("ocg:scores", ocg),
        url("assessments:of_record", ocg),
        reverse("ocg:second", args=[second(first).uuid]),
        reverse("home"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Priority 1" not in page_text(answer) and "Log 12" not in page_text(answer), address
    with visibility.reading(people.reader("colleague")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessments_historicalassessment WHERE id = %s", [first.pk])
        assert cursor.fetchone()[0] == 0, "nor its history"
    finish(people, take(people, first), "colleague", place=9)
    assert sees(people, "colleague", first) == (True, True)
    assert "Priority 1" in page_text(sign_in("colleague").get(url("ocg:scores", ocg)))


def test_the_chronology_does_not_tell_a_withheld_score(people, ocg):
    score(people, ocg, place=9)
    (title,) = Entry.objects.filter(record_id=ocg.pk, kind="assessment").values_list("title", flat=True)
    assert title == "OCG score: matrix completed, to be made by a second person too"


def test_without_a_scorer_besides_the_author_nothing_is_withheld(people):
    every_score_is_drawn()
    record = group(people)
    give_role(people, "owner", "scorer", "chair")
    row = score(people, record)
    assert row.withheld_from is None and not SecondScore.objects.exists()


def test_chance_draws_one_in_as_many_as_the_setting_says(people, ocg, monkeypatch):
    asked = []
    monkeypatch.setattr(services.secrets, "randbelow", lambda number: asked.append(number) or 1)
    set_general("ocg.second_every", 10)
    score(people, ocg)
    set_general("ocg.second_every", 0)
    score(people, ocg)
    assert asked == [10] and not SecondScore.objects.exists()


def test_the_author_and_who_opened_the_draft_do_not_make_the_second(people, ocg, sign_in):
    give_role(people, "owner", "scorer", "chair")
    row = draft(people, ocg)
    sign_in("colleague").get(reverse("assessments:detail", args=[row.uuid]))
    first = finish(people, row)
    for persona in ("owner", "colleague"):
        with pytest.raises(Refused) as refused:
            take(people, first, persona)
        assert refused.value.code == "not_yours"
        with pytest.raises(REFUSED):
            _begin_past_the_services(people, first, persona)
    give_role(people, "administrator", "scorer")
    with pytest.raises(Refused):
        take(people, first, "administrator")  # a scorer only since: it was not withheld from them
    text = page_text(sign_in("colleague").get(reverse("ocg:second", args=[second(first).uuid])))
    assert "so another scorer makes the second" in text


def _begin_past_the_services(people, first, persona):
    member = people.memberships[persona]
    with visibility.reading(people.reader(persona)), transaction.atomic():
        Assessment(
            record_id=first.record_id,
            framework_version_id=first.framework_version_id,
            checks_id=first.pk,
            author=member,
            author_agency_id=member.agency_id,
        ).save()


def test_who_looked_at_the_group_before_its_tier_changed_does_not_make_that_second_score(
    people, ocg, sign_in
):
    set_general("ocg.second_every", 0)
    give_role(people, "administrator", "scorer")
    first = score(people, ocg, place=9)
    sign_in("colleague").get(ocg.get_absolute_url())
    set_tier(people, ocg, "1")
    assert second(first).why == "tier"
    assert sees(people, "administrator", first) == (False, False)
    with pytest.raises(Refused):
        take(people, first)
    assert take(people, first, "administrator").checks_id == first.pk


def test_scores_that_agree_are_settled_and_the_first_counts(people, ocg):
    first = score(people, ocg, place=9)
    begun = take(people, first)
    assert second(first).state == "begun"
    with pytest.raises(Refused):
        take(people, first)
    finish(people, begun, "colleague", place=9)
    row = second(first)
    assert (row.state, row.bands, row.points) == ("agreed", 0, 0)
    with visibility.reading(people.reader("owner")):
        found = results_of(people.reader("owner"), ocg, 90)
    assert [one.row for one in found.methods if one.row] == [first], "the second is no score of the group"


def test_scores_far_apart_go_to_a_moderator_who_made_neither_and_says_why(people, ocg):
    first = score(people, ocg, place=9)
    finish(people, take(people, first), "colleague", place=0)
    row = second(first)
    assert (row.state, row.bands) == ("apart", -3) and row.points == -100
    give_role(people, "colleague", "scorer", "score_moderator")
    give_role(people, "owner", "score_moderator")
    for persona in ("colleague", "owner", "administrator"):
        with pytest.raises((Refused, PermissionDenied, Exception)):
            decide(people, first, "p3", persona)
    for decided, reason, code in (("nonsense", "x", "invalid_choice"), ("p3", " ", "missing")):
        with pytest.raises(Refused) as refused:
            decide(people, first, decided, reason=reason)
        assert refused.value.code == code
    decide(people, first, "p3")
    with visibility.reading(people.reader("owner")):
        found = results_of(people.reader("owner"), ocg, 90)
        every = life_of(people.reader("owner"), ocg).scores
    assert [tier.code for tier, _ in found.proposed] == ["3"], "what the moderator decided proposes"
    assert any(one.words.startswith("Priority 3, moderated") for one in every)


def test_a_second_score_only_moves_forward_whoever_writes(people, ocg):
    first = score(people, ocg, place=9)
    finish(people, take(people, first), "colleague", place=0)
    row = second(first)
    member = people.memberships["colleague"].pk
    for sql in (
        "state = 'waiting', second_id = NULL",
        "state = 'agreed'",
        f"state = 'moderated', decided = 'p4', reason = 'x', decided_at = now(), decided_by_id = {member}",
        "first_id = second_id",
    ):
        with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE ocg_secondscore SET {sql} WHERE id = %s", [row.pk])


def test_a_discarded_second_score_is_made_by_another_or_again(people, ocg):
    first = score(people, ocg)
    begun, actor = take(people, first), people.reader("colleague")
    with visibility.reading(actor):
        discard(actor=actor, assessment=begun, version=begun.version)
    assert sees(people, "colleague", first) == (False, False), "still blind"
    assert take(people, first).pk != begun.pk


def test_one_that_no_scorer_can_make_is_ended_with_a_reason_by_who_does_not_score(people, ocg):
    first, actor = score(people, ocg), people.reader("owner")
    with visibility.reading(actor):
        row = seconds.second_score(actor, second(first).uuid)
        with pytest.raises(Refused):
            services.end(actor=actor, row=row, version=row.version, reason=" ")
        services.end(actor=actor, row=row, version=row.version, reason="Both scorers have left")
    assert sees(people, "colleague", first) == (True, True)


def test_what_waits_is_on_the_queue_and_on_my_work(people, ocg, sign_in):
    first = score(people, ocg, place=9)
    for address in (reverse("ocg:seconds"), reverse("home")):
        assert ocg.title in page_text(sign_in("colleague").get(address))
    client = sign_in("colleague")
    answer = client.post(url("ocg:second_take", second(first)), {"version": second(first).version})
    assert answer.status_code == 302 and "/answer/" in answer.url
    assert "You have begun" in page_text(client.get(reverse("ocg:seconds")))
    finish(people, Assessment.objects.get(checks=first), "colleague", place=0)
    for address in (reverse("ocg:seconds"), reverse("home")):
        assert ocg.title in page_text(sign_in("superuser").get(address))
    page = page_text(sign_in("superuser").get(url("ocg:moderate", second(first))))
    assert "Answers that differ" in page and "Second, blind" in page


def test_drift_compares_what_the_reader_may_see_and_is_not_for_everybody(people, ocg, sign_in):
    other = group(people, title="Quay group", persona="owner")
    for record in (ocg, other):
        first = score(people, record, place=9)
        finish(people, take(people, first), "colleague", place=0)
    with visibility.reading(people.reader("colleague")):
        found = seconds.drift(people.reader("colleague"))
    assert [(one.number, one.points, one.bands, one.far) for one in found["scorers"]] == [(2, -100, -3, 2)]
    assert found["scorers"][0].bar == (0, 50) and len(found["teams"]) == 1
    share_with(people, ocg, level=Level.CONTRIBUTE)
    with visibility.reading(people.reader("granted")):
        assert seconds.drift(people.reader("granted")) == {"scorers": [], "teams": []}
    assert "Not for your role" in page_text(sign_in("granted").get(reverse("ocg:drift")))
    assert "-100.0 per cent" in page_text(sign_in("colleague").get(reverse("ocg:drift")))
