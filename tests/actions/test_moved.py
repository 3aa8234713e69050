"""A new due date has a reason, and an action says how often its date moved."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.actions.models import Action
from pam.actions.services import many, tracker
from pam.records.models import Entry
from tests.actions.world import add_action, make_ocg
from tests.refusals import refused
from tests.standing import standing

WHY = "The tenant is in hospital"


@standing
def action(people):
    return add_action(people, make_ocg(people))


def move(people, action, days, reason=WHY):
    reader = people.reader("owner")
    with visibility.reading(reader):
        row = visibility.get(reader, Action, action.uuid)
        row.due += timedelta(days=days)
        return tracker.edit(actor=reader, action=row, version=row.version, reason=reason)


def test_a_new_date_without_a_reason_is_refused(people, action):
    with refused("missing", field="reason"):
        move(people, action, 7, " ")


def test_an_action_keeps_its_first_date_and_counts_its_moves_and_the_chronology_says_why(people, action):
    first = action.due
    assert move(people, action, 0, "").times_moved == 0
    move(people, action, 7)
    moved = move(people, action, -3)
    assert (moved.times_moved, moved.first_due) == (2, first)
    lines = Entry.objects.filter(title="Action moved: Visit the address")
    assert lines.count() == 2 and all(line.text.endswith(WHY) for line in lines)


def test_the_words_say_how_often_and_when_it_was_first_due():
    words = [Action(times_moved=n, first_due=date(2026, 11, 3)).moved_words for n in range(4)]
    assert words == [
        "",
        "Moved once, first due 3 November 2026",
        "Moved twice, first due 3 November 2026",
        "Moved 3 times, first due 3 November 2026",
    ]


def test_actions_that_move_together_count_it_too_and_undoing_takes_it_back(people, action):
    reader = people.reader("owner")
    day = timezone.localdate() + timedelta(days=90)
    with visibility.reading(reader):
        rows = list(visibility.visible_to(reader, Action))
        with refused("missing", field="reason"):
            many.change_actions(actor=reader, actions=rows, due=day)
        rows = list(visibility.visible_to(reader, Action))
        batch, _ = many.change_actions(actor=reader, actions=rows, due=day, reason=WHY)
        assert Action.objects.get().times_moved == 1
        many.undo_change(actor=reader, batch=batch)
    now = Action.objects.get()
    assert (now.due, now.times_moved, now.first_due) == (action.due, 0, None)


def test_the_form_asks_why_and_page_and_list_say_that_it_moved(people, action, sign_in):
    client, page = sign_in("owner"), reverse("actions:edit", args=[action.uuid])
    day = action.due + timedelta(days=7)
    typed = {"title": action.title, "owner": people.memberships["owner"].pk, "strand": "pursue"}
    typed |= {"due_day": day.day, "due_month": day.month, "due_year": day.year, "version": 1}
    assert "Say why the due date is changing" in client.post(page, typed).content.decode()
    assert client.post(page, typed | {"reason": WHY}).status_code == 302
    for shown in (reverse("actions:detail", args=[action.uuid]), reverse("actions:list")):
        assert "Moved once, first due" in client.get(shown).content.decode()
