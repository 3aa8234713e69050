"""Actions of earlier meetings, gone through one by one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.carried.selectors import carried_of
from meetings.carried.services import go_through
from meetings.models import CarriedAction
from meetings.selectors.composing import compose
from meetings.selectors.sight import sight
from pam.access import visibility
from pam.actions.models import Action
from tests.refusals import refused


def line(world, kind="carried"):
    """A carried action of the shared meeting."""
    return CarriedAction.objects.get(pk=world.parts["meeting"][kind].pk)


def went(world, kind="carried", **values):
    """What `go_through` keeps, as the owner, of a line of the shared meeting."""
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        return go_through(actor=actor, meeting=world.meeting, carried=line(world, kind), **values)


@pytest.mark.parametrize("status", ["done", "impossible", "not_done", "superseded", "withdrawn"])
def test_an_action_ends_in_the_meeting_as_what_came_of_it(world, status):
    kept = went(world, came_to=status, words="Said at the wharf")
    action = Action.objects.get(pk=kept.action_id)
    assert (action.status, action.outcome) == (status, "Said at the wharf")
    assert kept.came_to == status and kept.taken_at


def test_an_action_that_stays_open_has_a_new_date_with_the_reason(world):
    day = timezone.localdate() + timedelta(days=40)
    kept = went(world, came_to="open", words="Waits for the lab", due=day)
    action = Action.objects.get(pk=kept.action_id)
    assert (action.status, action.due, action.times_moved, kept.moved_to) == ("open", day, 1, day)


def test_an_action_may_stay_open_with_a_word_alone(world):
    kept = went(world, came_to="open", words="Goes on")
    assert kept.moved_to is None and Action.objects.get(pk=kept.action_id).times_moved == 0


def test_what_came_of_an_action_needs_a_word(world):
    with refused("missing"):
        went(world, came_to="not_done", words=" ")


def test_an_action_that_has_ended_is_not_ended_again(world):
    went(world, came_to="done", words="Done")
    with refused("finished"):
        went(world, came_to="withdrawn", words="No longer")


def test_the_line_of_an_action_on_a_hidden_record_is_for_who_may_open_that(world):
    for persona, count in (("owner", 2), ("granted", 1)):
        reader = world.people.reader(persona)
        with visibility.reading(reader):
            assert sum(len(rows) for rows in carried_of(reader, world.meeting).values()) == count


@pytest.mark.slow
def test_the_minutes_say_what_came_of_each_action_as_the_reader_may_see(world):
    went(world, "carried unseen", came_to="impossible", words="No answer canaryhidden")
    for persona, said in (("owner", True), ("granted", False)):
        reader = world.people.reader(persona)
        sees = sight(reader, world.meeting)
        with visibility.reading(reader):
            content, about = compose(reader, world.meeting, sees)
        assert ("No answer canaryhidden" in str(content)) is said
        assert (world.pvp.pk in about) is said


def test_the_page_shows_what_is_wrong_and_keeps_what_was_typed(world, sign_in):
    row = line(world)
    address = reverse("meetings:carried", args=[world.meeting.uuid, row.uuid])
    answer = sign_in("owner").post(address, {"came_to": "", "words": "Typed at the wharf"})
    text = answer.content.decode()
    assert "Select an outcome" in text and "Typed at the wharf" in text


def test_the_chairs_screen_lists_the_actions_and_how_often_they_were_carried(world, sign_in):
    row = line(world)
    page = sign_in("owner").get(reverse("meetings:chair_item", args=[world.meeting.uuid, row.item.uuid]))
    text = page.content.decode()
    assert reverse("meetings:carried", args=[world.meeting.uuid, row.uuid]) in text
    assert "carried for the first time" in text
