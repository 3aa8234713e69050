"""The 4P plan: its head and what belongs to it, signatures, versions, tactics."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from ocg.models import PlanObjective, PlanTactic, PlanVersion, PlanVersionLine
from ocg.plan.selectors import lines, tactics
from ocg.plan.selectors import plan as plans
from ocg.plan.services import head, signing
from ocg.plan.services import tactics as tactic_services
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.services import tracker
from pam.notifications.models import Delivery
from pam.records.models import Entry
from pam.stages.requirements import met_by
from tests.actions.world import add_action
from tests.ocg.made_plan import add, begin, gap, objective, risk, sign, sro, stakeholder
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing

PARTS = ("objective", "stakeholder", "gap", "risk")


@standing
def ocg(people):
    """A group of the owner's, who leads it; the colleague is its Senior Responsible Officer."""
    record = group(people)
    sro(people, record)
    return record


def differences(people, version, persona="owner"):
    """[(what became of it, title)] from a version to the plan as it is."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        row = plans.version(reader, version.uuid)
        record = plans.group_of(reader, row.record_id)
        found = lines.compare(lines.lines_of(reader, row), lines.lines_now(reader, record))
        assert bool(found) == plans.differs(row)
        return [(one.how, one.title) for one in found]


def test_two_people_sign_and_the_version_is_kept(people, ocg, sign_in):
    plan = begin(people, ocg)
    first = sign(people, plan)
    assert first.number == 1 and not first.is_signed
    told = Delivery.objects.get(event="plan_to_sign")
    assert told.recipient_id == people.memberships["colleague"].pk and told.about == first.uuid
    waiting = page_text(sign_in("colleague").get("/waiting/"))
    assert "Sign this plan" in waiting
    assert sign(people, plan, "colleague").is_signed
    assert "Sign this plan" not in page_text(sign_in("colleague").get("/waiting/"))
    page = page_text(sign_in("owner").get(url("ocg:plan", ocg)))
    assert "Version 1, signed" in page and "Sign the plan" not in page
    page = page_text(sign_in("owner").get(url("ocg:plan_version", first)))
    assert "Fewer runners" in page and "No line runs" in page
    assert "Nothing differs" in page_text(sign_in("owner").get(url("ocg:plan_compare", first)))
    assert "Version 1, signed" in page_text(sign_in("owner").get(ocg.get_absolute_url()))
    lines = list(
        Entry.objects.filter(record_id=ocg.pk, kind="plan").order_by("pk").values_list("title", flat=True)
    )
    assert lines == [
        "4P plan begun",
        "Objective 1 added",
        "4P plan, version 1, signed by the Lead Responsible Officer",
        "4P plan, version 1, signed by the Senior Responsible Officer",
    ]


def test_nobody_signs_for_another_twice_or_what_the_page_did_not_show(people, ocg):
    plan = begin(people, ocg)
    for values, code in (({"number": 2}, "changed"), ({"seen": "other"}, "changed")):
        with pytest.raises(Refused) as refused:
            sign(people, plan, **values)
        assert refused.value.code == code
    sign(people, plan)
    with pytest.raises(Refused) as refused:
        sign(people, plan)
    assert refused.value.code == "not_yours"


def test_a_plan_without_an_objective_is_not_signed(people, ocg):
    plan = begin(people, ocg)
    reader = people.reader("owner")
    with visibility.reading(reader):
        row = PlanObjective.objects.get()
        head.take_out(actor=reader, part=row, version=row.version, reason="Another comes")
    with pytest.raises(Refused) as refused:
        sign(people, plan)
    assert refused.value.code == "no_objective"


def test_a_change_after_signing_begins_the_next_version(people, ocg, sign_in):
    plan = begin(people, ocg, objective(), stakeholder(), gap())
    first = sign(people, plan)
    sign(people, plan, "colleague")
    assert differences(people, first) == []
    reader = people.reader("owner")
    with visibility.reading(reader):
        row = PlanObjective.objects.get()
        row.text = "No runners"
        head.change_part(actor=reader, part=row, version=row.version)
    add(people, plan, risk())
    add_action(people, ocg, title="Visit the flats")
    assert sorted(differences(people, first)) == [
        ("changed", "1. No runners"),
        ("new", "A runner is punished"),
        ("new", "Visit the flats"),
    ]
    page = page_text(sign_in("owner").get(url("ocg:plan", ocg)))
    assert "Draft of version 2" in page and "What changed since version 1" in page
    second = sign(people, plan)
    assert second.number == 2
    shown = page_text(sign_in("owner").get(f"{url('ocg:plan_compare', first)}?to={second.uuid}"))
    assert "version 2" in shown and "No runners" in shown and "Gone" not in shown
    kept = page_text(sign_in("owner").get(url("ocg:plan_version", first)))
    assert "Fewer runners" in kept and "No runners" not in kept and "Visit the flats" not in kept


def test_progress_is_no_change_of_the_plan(people, ocg):
    """What is done, and how an objective stands, begins no version; taking an action off the plan does."""
    plan = begin(people, ocg)
    done, gone = add_action(people, ocg, title="Visit"), add_action(people, ocg, title="Search")
    first, reader = sign(people, plan), people.reader("owner")
    with visibility.reading(reader):
        row = Action.objects.get(pk=done.pk)
        tracker.finish(actor=reader, action=row, version=row.version, outcome="Quiet")
        assert differences(people, first) == []
        row = Action.objects.get(pk=gone.pk)
        tracker.finish(actor=reader, action=row, version=row.version, outcome="No", status="withdrawn")
    assert differences(people, first) == [("gone", "Search")]


def test_the_copy_holds_what_its_signer_does_not_see_and_shows_each_line_to_its_agencies(
    people, ocg, sign_in
):
    share_with(people, ocg, level=Level.VIEW)
    plan = begin(people, ocg, objective("For all"), objective("For us"))
    add(people, plan, stakeholder("Secret desk"), agencies=[people.agencies["police"].pk])
    first = sign(people, plan)
    assert PlanVersionLine.objects.filter(kind="stakeholder").count() == 1
    page = page_text(sign_in("granted").get(url("ocg:plan_version", first)))
    assert "For all" in page and "Secret desk" not in page
    reader = people.reader("owner")
    with visibility.reading(reader):
        row = plans.parts_of(reader, plans.plan_of(reader, ocg)).stakeholders[0]
        head.take_out(actor=reader, part=row, version=row.version, reason="Left")
    assert differences(people, first) == [("gone", "Secret desk")]
    assert differences(people, first, "granted") == []
    assert "Draft of" not in page_text(sign_in("granted").get(url("ocg:plan", ocg)))


def test_what_belongs_to_a_plan_is_for_its_agencies_or_fewer(people, ocg):
    share_with(people, ocg)
    police = people.agencies["police"].pk
    plan = begin(people, ocg, agencies=[police])
    assert add(people, plan, gap()).agencies == [police]
    with pytest.raises(Refused) as refused:
        add(people, plan, gap(), agencies=[police, people.agencies["probation"].pk])
    assert refused.value.field == "agencies"


def test_an_objective_keeps_its_number_and_none_is_given_again(people, ocg):
    plan = begin(people, ocg, objective("One"), objective("Two"))
    reader = people.reader("owner")
    with visibility.reading(reader):
        row = PlanObjective.objects.get(number=2)
        head.take_out(actor=reader, part=row, version=row.version, reason="Met")
    assert add(people, plan, objective("Three")).number == 3
    with visibility.reading(reader), pytest.raises(Refused):
        head.take_out(actor=reader, part=row, version=row.version, reason="Again")


def test_who_manages_writes_objectives_and_who_contributes_the_rest(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    plan = begin(people, ocg)
    add(people, plan, stakeholder(), "granted")
    with pytest.raises(PermissionDenied):
        add(people, plan, objective(), "granted")
    reader = people.reader("granted")
    with visibility.reading(reader), pytest.raises(PermissionDenied):
        mine = plans.plan_of(reader, ocg)
        head.change(actor=reader, plan=mine, version=mine.version)


def test_a_gap_is_answered_by_a_reference_and_a_day(people, ocg, sign_in):
    plan = begin(people, ocg)
    row = add(people, plan, gap())
    client, page = sign_in("owner"), reverse("ocg:plan_change", args=["gap", row.uuid])
    typed = {"question": row.question, "collector": row.collector, "version": row.version}
    typed |= {f"due_{part}": getattr(row.due, part) for part in ("day", "month", "year")}
    said = client.post(page, typed | {"answered_by": "IR 41"}).content.decode()
    assert "Enter the day of the answer" in said and "IR 41" in said
    today = timezone.localdate()
    typed |= {f"answered_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    assert client.post(page, typed | {"answered_by": "IR 41"}).status_code == 302
    assert "IR 41" in page_text(client.get(url("ocg:plan", ocg)))


def test_the_stage_map_asks_for_objectives_and_signatures(people, ocg):
    codes, reader = {"ocg.objectives", "ocg.plan_signed"}, people.reader("owner")
    with visibility.reading(reader):
        assert met_by(reader, ocg, codes) == set()
    plan = begin(people, ocg)
    sign(people, plan)
    with visibility.reading(reader):
        assert met_by(reader, ocg, codes) == {"ocg.objectives"}
    sign(people, plan, "colleague")
    add(people, plan, objective("Later"))  # a draft of the next version: the signed one is in force
    with visibility.reading(reader):
        assert met_by(reader, ocg, codes) == codes


def test_why_a_strand_is_empty_is_kept_with_the_plan(people, ocg, sign_in):
    begin(people, ocg)
    add_action(people, ocg, title="Search", strand="pursue")
    client = sign_in("owner")
    page = client.get(url("ocg:plan_strands", ocg)).content.decode()
    assert "nothing in Prevent" in page and "nothing in Pursue" not in page
    typed = {"prevent": "Council does it", "protect": "", "prepare": "", "owner_pursue": "The proactive team"}
    assert client.post(url("ocg:plan_strands", ocg), typed).status_code == 302
    text = page_text(client.get(url("ocg:plan", ocg)))
    assert "Council does it" in text and "owned by The proactive team" in text
    with visibility.reading(people.reader("owner")):
        told = [line.body for line in lines.lines_now(people.reader("owner"), ocg) if line.kind == "strand"]
    assert told == [
        {"strand": "pursue", "reason": "", "owner": "The proactive team"},
        {"strand": "prevent", "reason": "Council does it"},
    ], "what was signed without owners is no other plan for that"


def test_two_people_who_say_who_owns_strands_at_once_take_nothing_from_each_other(people, ocg, sign_in):
    begin(people, ocg)
    client, address = sign_in("owner"), url("ocg:plan_strands", ocg)

    def opened():
        form = client.get(address).context["form"]
        return {name: form[name].value() for name in form.fields}

    mine, theirs = opened(), opened()
    assert client.post(address, theirs | {"owner_pursue": "The proactive team"}).status_code == 302
    assert client.post(address, mine | {"owner_prevent": "Youth service"}).status_code == 302
    assert [opened()[f"owner_{code}"] for code in ("pursue", "prevent")] == [
        "The proactive team",
        "Youth service",
    ]
    again = client.post(address, mine | {"owner_pursue": "CID"})
    form = again.context["form"]
    assert "The proactive team" in str(form.errors["owner_pursue"]) and form["owner_pursue"].value() == "CID"
    sent = {name: form[name].value() for name in form.fields}
    assert client.post(address, sent).status_code == 302 and opened()["owner_pursue"] == "CID"
    assert opened()["owner_prevent"] == "Youth service"


def test_the_mix_counts_open_actions_of_groups_that_the_reader_sees(people, ocg):
    share_with(people, ocg, level=Level.VIEW)
    hidden = group(people, "Other group")
    for record, strand in ((ocg, "pursue"), (hidden, "protect"), (hidden, "protect")):
        add_action(people, record, strand=strand)
    for persona, everywhere in (("owner", [1, 0, 2, 0]), ("granted", [1, 0, 0, 0])):
        reader = people.reader(persona)
        with visibility.reading(reader):
            rows = tactics.mix(reader, ocg, tactics.strands_of(reader, ocg))
        assert [row.everywhere for row in rows] == everywhere
        assert [row.here_share for row in rows] == [100, 0, 0, 0]


def test_what_a_tactic_serves_is_for_the_agencies_of_its_action(people, ocg):
    plan = begin(people, ocg)
    action = add_action(people, ocg, agencies=["police"])
    reader = people.reader("owner")
    with visibility.reading(reader):
        goal, row = PlanObjective.objects.get(), Action.objects.get(pk=action.pk)
        made = tactic_services.set_tactic(actor=reader, action=row, objective=goal, starts=None)
        assert made.agencies == row.agencies
        with pytest.raises(Refused) as refused:
            tactic_services.set_tactic(
                actor=reader, action=row, objective=goal, starts=row.due + timedelta(1)
            )
        assert refused.value.field == "starts"
        strand = tactics.strands_of(reader, ocg, {}, [goal])[0]
        assert [one.serves for one in strand.still] == [1]
    assert plan and PlanTactic.objects.count() == 1


# --- The wall ---


def refused_by_the_wall(people, persona, work):
    """The words of the database when it refuses `work` of a persona."""
    with visibility.reading(people.reader(persona)), pytest.raises(DatabaseError) as error:
        with transaction.atomic():
            work()
    return str(error.value)


def test_the_wall_lets_nobody_sign_for_another(people, ocg):
    plan = begin(people, ocg)
    member, now = people.memberships, timezone.now()

    def signed(persona, **by):
        return lambda: PlanVersion(
            plan=plan,
            record_id=ocg.pk,
            author=member[persona],
            author_agency=member[persona].agency,
            **by,
        ).save()

    own = {"lro_signed_by": member["owner"], "lro_signed_at": now}
    other = {"sro_signed_by": member["owner"], "sro_signed_at": now}
    assert "each for themselves" in refused_by_the_wall(people, "colleague", signed("colleague", **own))
    assert "each for themselves" in refused_by_the_wall(people, "owner", signed("owner", **other))
    assert "one signature" in refused_by_the_wall(people, "owner", signed("owner", **own, **other))
    first = sign(people, plan)

    def change(**values):
        def work():
            row = PlanVersion.objects.get(pk=first.pk)
            for name, value in values.items():
                setattr(row, name, value)
            row.save()

        return work

    assert "stays" in refused_by_the_wall(people, "owner", change(lro_signed_at=now + timedelta(1)))
    assert "themselves" in refused_by_the_wall(
        people, "owner", change(sro_signed_by=member["colleague"], sro_signed_at=now)
    )


def test_the_wall_keeps_the_lines_of_a_version(people, ocg):
    sign(people, begin(people, ocg))
    said = refused_by_the_wall(people, "owner", lambda: PlanVersionLine.objects.update(body={}))
    assert "permission denied" in said
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        PlanVersionLine.objects.update(body={})  # as the owner of the database
    assert "stays as it was" in str(error.value)


def test_signing_is_the_service_that_the_page_calls(people, ocg, sign_in):
    """The page shows what is signed and carries its number and print; sent as it is, it signs."""
    begin(people, ocg)
    client = sign_in("owner")
    page = client.get(url("ocg:plan_sign", ocg)).content.decode()
    sent = dict(re.findall(r'name="(number|seen)" value="([^"]+)"', page))
    answer = client.post(url("ocg:plan_sign", ocg), sent, follow=True)
    assert "You signed version 1. Colin Colleague signs next." in page_text(answer)
    assert signing.ROLES["lro"] in page
