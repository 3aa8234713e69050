"""Scores of groups: methods side by side, the tier that they propose, what is due, what has none."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from ocg import services as groups
from ocg.harm.services import take_out
from ocg.models import Member, Ocg, Score, TierMove
from ocg.scoring import services
from ocg.scoring.due import due_groups
from ocg.scoring.life import life_of
from ocg.scoring.results import results_of
from ocg.scoring.unassessed import unassessed_groups
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.assessments.models import Assessment
from pam.assessments.selectors import may_be_started
from pam.records.bulk import rows
from pam.records.models import Entry
from tests.actions.world import add_action
from tests.ocg.made import assess, assessor, output, submit
from tests.ocg.scored import ATTRIBUTES, MATRIX, draft, finish, give_role, score, set_tier
from tests.ocg.test_harm import add as add_harm
from tests.ocg.test_members import add as add_member
from tests.ocg.test_members import move as change_status
from tests.records.test_queries import count
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing
from tests.world.disruptions import term
from tests.world.members import add_members, role, status


@standing
def ocg(people):
    """A group of the owner's, who leads it; tier 4."""
    row = group(people)
    rows(Ocg).filter(pk=row.pk).update(tier=term("ocg.tier", "4"))
    return Ocg.objects.get(pk=row.pk)


def reading(people, persona, function, *values):
    """What a function says to a persona, behind the second wall."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        return function(reader, *values)


def judge(people, record, days=0, **more):
    """A typed score of so many days ago."""
    actor = people.reader("owner")
    row = Score(threat=60, risk=50, harm=40, rationale="Seen", on=timezone.localdate() - timedelta(days=days))
    with visibility.reading(actor):
        return groups.add_score(actor=actor, ocg=record, score=row, **more)


def test_both_methods_stand_side_by_side_and_typed_scores_stay_as_judgement(people, ocg):
    score(people, ocg, code=ATTRIBUTES, place=0)
    score(people, ocg, code=MATRIX, place=9)
    judge(people, ocg)
    found = reading(people, "owner", results_of, ocg, 90)
    assert [one.code for one in found.methods] == [ATTRIBUTES, MATRIX, ""]
    assert [one.band and one.band["label"] for one in found.methods] == [
        "Moderate severity or capability",
        "Priority 1",
        None,
    ]
    assert [tier.code for tier, _ in found.proposed] == ["1", "2"]
    assert len(found.methods) == 3 and found.methods[2].score == 150
    assert all(one.due == timezone.localdate() + timedelta(days=90) for one in found.methods)


def test_a_marked_disagreement_of_the_methods_is_shown_on_the_groups_page(people, ocg, sign_in):
    score(people, ocg, code=ATTRIBUTES)
    score(people, ocg, code=MATRIX, place=9)
    text = page_text(sign_in("owner").get(ocg.get_absolute_url()))
    assert "are more than one band apart" in text and "Priority 1" in text


def test_another_tier_than_a_score_proposes_needs_a_reason_and_is_kept_with_the_proposal(people, ocg):
    score(people, ocg, code=MATRIX, place=9)
    with pytest.raises(Refused) as refused:
        set_tier(people, ocg, "3")
    assert (refused.value.field, refused.value.message) == (
        "reason",
        "The scores propose Tier 1. Say why you set another tier.",
    )
    move = set_tier(people, ocg, "3", "The region took it on")
    assert (move.follows, move.before.code, move.tier.code) == (False, "4", "3")
    line = Entry.objects.get(title="Tier changed from Tier 4 to Tier 3")
    assert line.text == "Proposed: Tier 1 (OCG score: matrix). The region took it on"
    assert set_tier(people, ocg, "1").follows


def test_the_database_keeps_no_other_tier_without_a_reason_and_no_change_of_what_was_set(people, ocg):
    move = set_tier(people, ocg, "3", "Agreed in the meeting")
    for sql in ("reason = ''", "reason = 'Other'", "state = 'declined'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE ocg_tiermove SET {sql} WHERE id = %s", [move.pk])


def test_the_form_of_the_group_does_not_change_the_tier(people, ocg, sign_in):
    actor = people.reader("owner")
    with visibility.reading(actor):
        ocg.tier = term("ocg.tier", "1")
        with pytest.raises(Refused) as refused:
            groups.edit(actor=actor, ocg=ocg, version=ocg.version)
    assert refused.value.code == "tier_by_itself"
    assert 'name="tier"' not in sign_in("owner").get(url("ocg:edit", ocg)).content.decode()


def test_a_partner_asks_for_a_tier_and_who_manages_sets_or_declines_it(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    actor = people.reader("granted")
    with visibility.reading(actor):
        row = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
        wanted = {"actor": actor, "ocg": row, "tier": term("ocg.tier", "2")}
        with pytest.raises(Refused):
            services.ask_for_tier(**wanted, reason=" ")
        move = services.ask_for_tier(**wanted, reason="Two shootings")
        with pytest.raises(Refused):
            services.ask_for_tier(**wanted, reason="Again")
        with pytest.raises(PermissionDenied):
            services.set_tier(**wanted, version=row.version, reason="Two shootings")
        with pytest.raises(PermissionDenied):
            services.decline_tier(actor=actor, move=move, version=move.version)
    set_tier(people, ocg, "2", "As asked")
    assert TierMove.objects.get(pk=move.pk).state == "set"


def test_a_group_falls_due_by_its_tier_by_violence_by_a_major_disruption_and_by_a_tier_asked_for(people, ocg):
    assert reading(people, "owner", due_groups)[ocg.pk].words == "Never scored"
    judge(people, ocg, days=100)
    assert reading(people, "owner", due_groups) == {}, "tier 4: a year"
    add_harm(people, ocg, happened=timezone.localdate() - timedelta(days=120))
    assert reading(people, "owner", due_groups) == {}, "violence before the score"
    event = add_harm(people, ocg, happened=timezone.localdate() - timedelta(days=20))
    assert [code for code, _ in reading(people, "owner", due_groups)[ocg.pk].why][-1] == "violence"
    actor = people.reader("owner")
    with visibility.reading(actor):
        take_out(actor=actor, event=event, version=event.version, reason="Another group")
    assert reading(people, "owner", due_groups) == {}
    assessor(people)
    for level in ("minor", "major"):
        assess(people, submit(people, ocg, claimed=term("ocg.disruption-level", level)))
    assert [code for code, _ in reading(people, "owner", due_groups)[ocg.pk].why][-1] == "major"
    judge(people, ocg)
    assert reading(people, "owner", due_groups) == {}
    first = group(people, title="Quay group")
    rows(Ocg).filter(pk=first.pk).update(tier=term("ocg.tier", "1"))
    judge(people, first, days=70)
    found = reading(people, "owner", due_groups)[first.pk]
    assert (found.overdue, found.day) == (False, timezone.localdate() + timedelta(days=20))


def test_the_release_of_a_principal_since_the_score_makes_it_due_and_of_another_member_does_not(people, ocg):
    judge(people, ocg, days=30)
    today = timezone.localdate()
    for code, name in (("significant", "Sam Sailor"), ("principal", "Pat Pilot")):
        assert reading(people, "owner", due_groups) == {}
        kept = add_members(people, ocg, add_person(people, ocg, name), "")
        rows(Member).filter(pk=kept["member"].pk).update(role=role(code))
        out = status(state="licence", since=today - timedelta(days=5), until=today + timedelta(days=90))
        out.member, out.record_id = kept["member"], ocg.pk
        out.author_id, out.author_agency_id = kept["member"].author_id, kept["member"].author_agency_id
        out.save()
    assert [code for code, _ in reading(people, "owner", due_groups)[ocg.pk].why][-1] == "release"


def test_what_waits_for_a_scorer_is_what_the_list_says_is_due(people, ocg, sign_in):
    give_role(people, "colleague", "scorer")
    judge(people, ocg, days=400)
    assert ocg.title in page_text(sign_in("colleague").get(reverse("home")))
    assert reading(people, "colleague", due_groups)[ocg.pk].overdue
    judge(people, ocg)
    assert "Score this group again" not in page_text(sign_in("colleague").get(reverse("home")))
    add_harm(people, ocg, happened=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute('UPDATE ocg_score SET "on" = current_date - 1 WHERE record_id = %s', [ocg.pk])
    assert "Score this group again" in page_text(sign_in("colleague").get(reverse("home")))


def test_a_group_that_is_worked_with_and_has_no_score_is_listed_with_why(people, ocg):
    share_with(people, ocg)
    add_action(people, ocg)
    add_action(people, ocg, agencies=["police"])
    found = reading(people, "owner", unassessed_groups)[ocg.pk]
    assert found.last is None and "2 actions" in found.words and "at stage Active since" in found.words
    assert "1 action;" in reading(people, "granted", unassessed_groups)[ocg.pk].words, "what they see alone"
    judge(people, ocg)
    assert ocg.pk not in reading(people, "owner", unassessed_groups)


def test_a_partner_sees_no_score_that_is_not_for_them(people, ocg, sign_in):
    share_with(people, ocg)
    police = [people.agencies["police"].pk]
    score(people, ocg, agencies=police)
    judge(people, ocg, agencies=police)
    assert [one.on for one in reading(people, "granted", results_of, ocg, 90).methods] == [None, None]
    assert reading(people, "granted", life_of, ocg).scores == []
    assert reading(people, "granted", due_groups)[ocg.pk].words == "Never scored"
    assert "Priority" not in page_text(sign_in("granted").get(url("ocg:scores", ocg)))


def test_the_life_of_a_group_has_every_method_with_what_happened(people, ocg, sign_in):
    today = timezone.localdate()
    score(people, ocg, place=9, on=today - timedelta(days=200))
    score(people, ocg, place=0)
    judge(people, ocg)
    submit(people, ocg, outputs=[output("arrests", 3)])
    set_tier(people, ocg, "2", "Agreed")
    al = add_member(people, ocg, first=status(since=today - timedelta(days=50)))
    for state, days in (("licence", 20), ("at_large", 10)):
        change_status(people, al, state, since=today - timedelta(days=days))
    found = reading(people, "owner", life_of, ocg)
    assert dict(found.series) == {
        "OCG score: matrix": [(today - timedelta(days=200), 100), (today, 0)],
        "Judgement": [(today, 50)],
    }
    words = [words for _, words in found.events]
    assert "Tier: Tier 4 to Tier 2" in words and any("(Arrests: 3)" in one for one in words)
    assert [row for row in found.events if "Released" in row[1]] == [
        (today - timedelta(days=20), "Released: Jo Quay")
    ]
    page = sign_in("owner").get(url("ocg:scores", ocg)).content.decode()
    assert "pam-chart__line--2" in page and "Arrests: 3" in page


def test_the_pages_of_scores_begin_both_methods_and_list_what_is_due(people, ocg, sign_in):
    client = sign_in("owner")
    page = client.get(url("ocg:score_by", ocg)).content.decode()
    assert page.count("checked") >= 2, "both methods are ticked"
    with visibility.reading(people.reader("owner")):
        both = may_be_started(people.reader("owner"), ocg).filter(code__in=[MATRIX, ATTRIBUTES])
        numbers = [row.pk for row in both]
    day = timezone.localdate()
    typed = {
        "methods": numbers,
        "audience": "all",
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
    }
    answer = client.post(url("ocg:score_by", ocg), typed)
    drafts = Assessment.objects.filter(record_id=ocg.pk, state="draft")
    assert answer.status_code == 302 and drafts.count() == 2
    first = drafts.get(framework_version__framework__code=ATTRIBUTES)
    assert answer.url == reverse("assessments:answer", args=[first.uuid])
    assert "Go on" in page_text(client.get(ocg.get_absolute_url()))
    assert "Select at least one method" in page_text(client.post(url("ocg:score_by", ocg), {}))
    assert ocg.title in page_text(client.get(reverse("ocg:scores_due")))
    assert "Nothing found" in page_text(client.get(reverse("ocg:scores_due"), {"why": "major"}))
    file = client.post(
        reverse("ocg:scores_due_download"), {"kind": "csv", "recipient": "Me", "reason": "List"}
    )
    assert b"Never scored" in b"".join(file.streaming_content)


def test_the_tier_page_shows_the_proposal_and_says_beside_the_field_what_is_missing(people, ocg, sign_in):
    score(people, ocg, place=9)
    client = sign_in("owner")
    version = Ocg.objects.get(pk=ocg.pk).version
    assert "The scores propose: Tier 1" in page_text(client.get(url("ocg:tier", ocg)))
    typed = {"tier": term("ocg.tier", "2").pk, "reason": "", "version": version}
    assert "Say why you set another tier" in page_text(client.post(url("ocg:tier", ocg), typed))
    assert client.post(url("ocg:tier", ocg), typed | {"reason": "Agreed"}).status_code == 302
    assert Ocg.objects.get(pk=ocg.pk).tier.code == "2"


def test_the_shipped_methods_ask_each_answer_for_evidence_and_confidence(people, ocg):
    for code in (MATRIX, ATTRIBUTES):
        row = draft(people, ocg, code=code)
        scored = [
            one for one in row.method.questions if one.section != "picture" and one.code != "confidence"
        ]
        assert len(scored) >= 11
        assert all(one.row.get("comment") and one.row.get("confidence") for one in scored)
    finish(people, row)


@pytest.mark.slow
def test_the_lists_take_the_same_queries_for_2_groups_and_for_5(people, sign_in):
    found = []
    for number in (2, 3):
        for n in range(number):
            row = group(people, title=f"Group {n}")
            if n % 2:
                judge(people, row, days=400)
            add_action(people, row)
        client = sign_in("owner")
        names = ("ocg:scores_due", "ocg:unassessed")
        found.append([count(client, reverse(name)) for name in names])
    assert found[0] == found[1]
    assert max(found[0]) <= 24
