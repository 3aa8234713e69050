"""The pages of the action tracker, as people use them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.actions.models import Action
from pam.frameworks.models import FrameworkVersion
from pam.notifications.models import SentMail
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.pages import few_on_a_page
from tests.standing import standing


@standing
def ocg(people):
    return make_ocg(people)


def text(response):
    """The page as text."""
    return response.content.decode()


def date_parts(day, name="due"):
    """What a browser sends for a date in three boxes."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def new_action(people, **changes):
    """A complete form for a new action."""
    due = timezone.localdate() + timedelta(days=5)
    data = {
        "title": "Visit the yard",
        "details": "",
        "strand": "pursue",
        "plan": "",
        "audience": "all",
    }
    return {**data, "owner": people.memberships["owner"].pk, **date_parts(due), **changes}


def queries(client, url):
    """How many queries a page costs."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_shows_mine_first_and_others_on_request(people, ocg, sign_in):
    share_with_probation(people, ocg)
    add_action(people, ocg, title="Mine to do", days=-3)
    add_action(people, ocg, title="Theirs to do", owner="granted")
    client = sign_in("owner")
    mine = text(client.get(reverse("actions:list")))
    assert "Mine to do" in mine and "Theirs to do" not in mine and "3 days overdue" in mine
    everything = text(client.get(reverse("actions:list"), {"whose": "all"}))
    assert "Theirs to do" in everything and ocg.reference in everything


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({"whose": "all", "status": "overdue"}, {"Late"}),
        ({"whose": "all", "kind": "ocg", "strand": "protect"}, {"Shield"}),
        ({"whose": "all", "kind": "pvp"}, set()),
        ({"whose": "all", "kind": "ocg"}, {"Late", "Shield", "Partner"}),
        ({"whose": "agency"}, {"Late", "Shield"}),
        ({"whose": "team"}, {"Late", "Shield"}),
        ({"whose": "all", "q": "shield"}, {"Shield"}),
        ({"whose": "all", "status": "done"}, set()),
        ({"whose": "nonsense", "status": "open'--"}, {"Late", "Shield"}),
    ],
)
def test_filters_narrow_the_list(people, ocg, sign_in, filters, shown):
    share_with_probation(people, ocg)
    add_action(people, ocg, title="Late", days=-1)
    add_action(people, ocg, title="Shield", strand="protect")
    add_action(people, ocg, title="Partner", owner="granted")
    page = text(sign_in("owner").get(reverse("actions:list"), filters))
    assert {title for title in ("Late", "Shield", "Partner") if f">{title}</a>" in page} == shown


@pytest.mark.slow
def test_the_list_pages_by_due_date_without_losing_or_repeating(people, ocg, sign_in, monkeypatch):
    few_on_a_page(monkeypatch, 5)
    for number in range(12):
        add_action(people, ocg, title=f"Step {number:02d}", days=number // 3)
    client, url, seen = sign_in("owner"), reverse("actions:list"), []
    while url:
        page = client.get(url).context["page"]
        seen += [action.title for action in page.rows]
        url = f"{reverse('actions:list')}?after={page.next}" if page.next else ""
    assert seen == [f"Step {number:02d}" for number in range(12)]


@pytest.mark.slow
def test_the_list_and_my_work_cost_the_same_queries_for_few_and_many(people, ocg, sign_in):
    client = sign_in("owner")
    add_action(people, ocg)
    pages = [reverse("actions:list"), reverse("home")]
    for page in pages:
        client.get(page)
    few = [queries(client, page) for page in pages]
    for number in range(6):
        add_action(people, make_ocg(people, title=f"Group {number}"), title=f"Step {number}")
    assert [queries(client, page) for page in pages] == few


def test_a_viewer_sees_the_action_and_only_the_buttons_that_work(people, ocg, sign_in):
    share_with_probation(people, ocg)
    mine, theirs = add_action(people, ocg, owner="granted"), add_action(people, ocg)
    client = sign_in("granted")
    page = text(client.get(reverse("actions:detail", args=[mine.uuid])))
    assert "Report the outcome" in page and reverse("actions:edit", args=[mine.uuid]) not in page
    page = text(client.get(reverse("actions:detail", args=[theirs.uuid])))
    assert "Report the outcome" not in page
    assert client.get(reverse("actions:finish", args=[theirs.uuid])).status_code == 403
    assert client.get(reverse("actions:edit", args=[mine.uuid])).status_code == 403
    assert client.get(reverse("actions:add", args=[ocg.uuid])).status_code == 403
    assert client.get(reverse("actions:apply_plan", args=[ocg.uuid])).status_code == 403


def test_what_is_addressed_to_others_is_absent(people, ocg, sign_in):
    share_with_probation(people, ocg, Level.CONTRIBUTE)
    action = add_action(people, ocg, agencies=["police"])
    client = sign_in("granted")
    for name in ("detail", "edit", "finish", "reopen"):
        assert client.get(reverse(f"actions:{name}", args=[action.uuid])).status_code == 404
    assert sign_in("colleague").get(reverse("actions:add", args=[ocg.uuid])).status_code == 404


def test_a_partner_finishes_their_action(people, ocg, sign_in):
    share_with_probation(people, ocg)
    action = add_action(people, ocg, owner="granted")
    client, url = sign_in("granted"), reverse("actions:finish", args=[action.uuid])
    refused = client.post(url, {"version": 1, "status": "done", "outcome": ""})
    assert "what the outcome was" in text(refused) and refused.status_code == 200
    done = client.post(
        url, {"version": 1, "status": "done", "outcome": "Seen on Monday, all well."}, follow=True
    )
    assert "Action ended: done." in text(done) and "Seen on Monday" in text(done)


def test_an_action_is_added_and_stands_on_the_record(people, ocg, sign_in):
    client = sign_in("owner")
    page = client.post(reverse("actions:add", args=[ocg.uuid]), new_action(people), follow=True)
    assert "Action added for Olive Owner." in text(page) and "Visit the yard" in text(page)


def test_a_refused_form_keeps_what_was_typed(people, ocg, sign_in):
    share_with_probation(people, ocg)
    url, client = reverse("actions:add", args=[ocg.uuid]), sign_in("owner")
    owner = people.memberships["granted"].pk
    refused = client.post(url, new_action(people, owner=owner, audience="own"))
    assert "Gita Granted cannot see this action" in text(refused) and "Visit the yard" in text(refused)
    yesterday = timezone.localdate() - timedelta(days=1)
    refused = client.post(url, new_action(people, **date_parts(yesterday)))
    assert "must be on or after" in text(refused)
    stranger = client.post(url, new_action(people, owner=people.memberships["colleague"].pk))
    assert "from the list" in text(stranger)
    assert Action.objects.count() == 0


def test_a_late_save_shows_both_texts(people, ocg, sign_in):
    action, client = add_action(people, ocg), sign_in("owner")
    url = reverse("actions:edit", args=[action.uuid])
    assert client.post(url, new_action(people, title="First", version=1, reason="Away")).status_code == 302
    late = client.post(url, new_action(people, title="Second", version=1, reason="Away"))
    assert "First" in text(late) and "Second" in text(late) and "Saved now" in text(late)
    assert client.post(url, new_action(people, title="Second", version=2, reason="Away")).status_code == 302


def test_a_plan_is_looked_at_before_it_is_added(people, ocg, sign_in):
    template = FrameworkVersion.objects.filter(kind="plan", body__for=["ocg"]).first()
    client, url = sign_in("owner"), reverse("actions:apply_plan", args=[ocg.uuid])
    assert template.name in text(client.get(url))
    url = f"{url}?template={template.uuid}"
    page = client.get(url)
    assert all(step["step"].split("'")[0] in text(page) for step in template.body["steps"])
    assert Action.objects.count() == 0
    data = {
        "steps-TOTAL_FORMS": len(template.body["steps"]),
        "steps-INITIAL_FORMS": len(template.body["steps"]),
        "audience": "all",
    }
    tomorrow = timezone.localdate() + timedelta(days=1)
    for number in range(len(template.body["steps"])):
        data |= {f"steps-{number}-owner": people.memberships["owner"].pk}
        data |= date_parts(tomorrow, f"steps-{number}-due")
    assert "Tick at least one action" in text(client.post(url, data))
    assert client.post(url, data | {"steps-0-keep": "on", "steps-2-keep": "on"}).status_code == 302
    assert list(Action.objects.values_list("title", flat=True)) == [
        template.body["steps"][0]["step"],
        template.body["steps"][2]["step"],
    ]


def test_a_kept_step_without_a_date_is_refused_and_an_unkept_one_is_not(people, ocg, sign_in):
    template = FrameworkVersion.objects.filter(kind="plan", body__for=["ocg"]).first()
    url = f"{reverse('actions:apply_plan', args=[ocg.uuid])}?template={template.uuid}"
    data = {"steps-TOTAL_FORMS": 8, "steps-INITIAL_FORMS": 8, "audience": "all", "steps-0-keep": "on"}
    data |= {"steps-0-owner": people.memberships["owner"].pk}
    page = text(sign_in("owner").post(url, data))
    assert page.count("Enter the due date") == 2  # in the summary and beside the field
    assert Action.objects.count() == 0


def test_withdrawing_and_reopening_want_a_reason(people, ocg, sign_in):
    action, client = add_action(people, ocg), sign_in("owner")
    url, typed = reverse("actions:finish", args=[action.uuid]), {"version": 1, "status": "withdrawn"}
    assert client.post(url, typed | {"outcome": ""}).status_code == 200
    assert "Withdrawn" in text(client.post(url, typed | {"outcome": "Not needed"}, follow=True))
    url = reverse("actions:reopen", args=[action.uuid])
    page = text(client.post(url, {"version": 2, "reason": "Needed again"}, follow=True))
    assert "Report the outcome" in page and "Status" in page


def test_my_work_shows_what_waits(people, ocg, sign_in):
    share_with_probation(people, ocg)
    add_action(people, ocg, title="Ring the landlord", owner="granted", days=-1)
    client = sign_in("granted")
    page = text(client.get(reverse("home")))
    assert "Ring the landlord" in page and "1 day overdue" in page and ocg.reference in page
    assert "Recently shared with us" in page
    assert "Nothing is waiting for you" in text(sign_in("colleague").get(reverse("home")))


def test_my_work_shows_what_was_opened_and_still_may_be(people, ocg, sign_in):
    client = sign_in("owner")
    assert "No records opened yet" in text(client.get(reverse("home")))
    client.get(ocg.get_absolute_url())
    assert list(client.get(reverse("home")).context["opened"]) == [ocg.pk]


def test_the_mailbox_is_the_demos_alone(people, sign_in, settings):
    SentMail.objects.create(
        sender="pam", to="a@pam.example", subject="An action is due", body="http://x.example/a/"
    )
    client, url = sign_in("owner"), reverse("notifications:mailbox")
    assert '<a href="http://x.example/a/"' in text(client.get(url))
    assert "No emails to that address" in text(client.get(url, {"to": "nobody"}))
    settings.DEMO_SIGN_IN = False
    assert client.get(url).status_code == 404


def test_each_look_is_logged(people, ocg, sign_in):
    from pam.audit.models import LogEntry

    action = add_action(people, ocg)
    client = sign_in("owner")
    client.get(reverse("actions:list"))
    client.get(reverse("actions:detail", args=[action.uuid]))
    rows = LogEntry.objects.filter(verb="consultation", records__contains=[ocg.pk]).order_by("id")
    assert [row.operation for row in rows] == ["list", "open action"]


def test_a_reader_without_a_way_in_sees_nothing_anywhere(people, ocg, sign_in):
    add_action(people, ocg, title="Canary")
    for persona in ("colleague", "other_force", "low_clearance", "superuser"):
        client = sign_in(persona)
        assert "Canary" not in text(client.get(reverse("actions:list"), {"whose": "all", "status": "any"}))
        with visibility.reading(people.reader(persona)):
            assert not Action.objects.exists()


def test_the_row_of_ones_own_action_has_its_main_deed(people, sign_in):
    ocg = make_ocg(people)
    people.memberships["colleague"].teams.add(people.teams["unit"])
    mine = add_action(people, ocg, title="Mine")
    theirs = add_action(people, ocg, owner="colleague", title="Other’s")
    client = sign_in("owner")
    page = client.get("/actions/?whose=all").content.decode()
    address = f"{reverse('actions:finish', args=[mine.uuid])}?status=done"
    assert address in page and str(reverse("actions:finish", args=[theirs.uuid])) not in page
    assert client.get(address).context["form"]["status"].value() == "done"
