"""What a person watches: told of what others did and they may see, once, and nobody else hears of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.notifications.models import Delivery
from pam.records.models import Subject
from pam.records.services import add_subject
from pam.subjects.models import Particular
from pam.subjects.services.particulars import add_particular
from pam.watching.models import Watch
from pam.watching.services import rounds
from tests.actions.world import make_ocg, share_with_probation
from tests.mail import send_digests
from tests.records.world import add_note, add_person, page_text
from tests.standing import standing

NEWS, HOME = reverse("notifications:news"), reverse("home")


@standing
def ocg(people):
    """A group of the owner's, shared with probation to view."""
    row = make_ocg(people, title="Harbour group")
    share_with_probation(people, row)
    Delivery.objects.all().delete()
    return row


def watch(client, row, name="watch_record"):
    return client.post(reverse(f"watching:{name}", args=[row.uuid]))


def watched(client, row, name="watch_record"):
    """The page on which one is after one began to watch."""
    return page_text(client.get(watch(client, row, name).url))


def look(minutes=5):
    """A round, so many minutes from now; what comes after it is again newer than the round."""
    told = rounds.look(timezone.now() + timedelta(minutes=minutes))
    Watch.objects.update(looked_at=timezone.now())
    return told


def news(client):
    return page_text(client.get(NEWS))


def test_who_watches_a_record_is_told_once_of_what_another_added_and_reads_it_from_the_row(
    people, ocg, sign_in
):
    client = sign_in("granted")
    assert "You watch this record" in watched(client, ocg)
    assert look() == 0
    add_note(people, ocg, title="Seen at the quay")
    assert (look(), look(10)) == (1, 0), "once"
    for page in (news(client), page_text(client.get(HOME))):
        assert "New in a record that you watch" in page and "Harbour group" in page
        assert "Seen at the quay" in page
    row = Delivery.objects.get()
    answer = client.post(reverse("notifications:read", args=[row.uuid]), {"back": "work"}, follow=True)
    assert "Marked as read" in page_text(answer) and "Seen at the quay" not in page_text(client.get(NEWS))
    assert look(20) == 0


def test_what_is_newer_than_a_round_is_told_by_the_next_one_and_by_no_other(people, ocg, sign_in):
    client = sign_in("granted")
    watch(client, ocg)
    Watch.objects.update(looked_at=timezone.now() - timedelta(hours=1))
    person = add_person(people, ocg)
    subjects = {
        "old": add_note(people, ocg, title="Seen long ago"),
        "new": add_note(people, ocg, title="Seen just now"),
    }
    earlier = timezone.now() - timedelta(minutes=9)
    with connection.cursor() as cursor:  # as if it had been some minutes ago
        cursor.execute("UPDATE records_entry SET created = %s WHERE id <> %s", [earlier, subjects["new"].pk])
    assert person and rounds.look() == 1
    assert "Seen long ago" in news(client) and "Seen just now" not in news(client)
    client.post(
        reverse("notifications:read", args=[Delivery.objects.get(seen_at=None).uuid]), {"back": "work"}
    )
    assert rounds.look(timezone.now() + timedelta(minutes=5)) == 1
    assert "Seen just now" in news(client) and "Seen long ago" not in news(client)
    client.post(
        reverse("notifications:read", args=[Delivery.objects.get(seen_at=None).uuid]), {"back": "work"}
    )
    assert rounds.look(timezone.now() + timedelta(minutes=10)) == 0


def test_several_rounds_are_one_row_until_it_is_opened(people, ocg, sign_in):
    client = sign_in("granted")
    watch(client, ocg)
    for number in range(5):
        add_note(people, ocg, title=f"Seen {number}")
    Watch.objects.update(looked_at=timezone.now() - timedelta(hours=1))
    look()
    add_note(people, ocg, title="Seen later")
    Watch.objects.update(looked_at=timezone.now() - timedelta(minutes=10))
    look(10)
    page = news(client)
    assert page.count("New in a record that you watch") == 1 and "Seen later" in page and "more" in page
    uuid = Delivery.objects.latest("pk").uuid
    assert client.get(reverse("notifications:open_news", args=[uuid])).url.endswith(f"{ocg.uuid}/")
    assert "Nothing new" in news(client) and not Delivery.objects.filter(seen_at=None).exists()


def test_ones_own_changes_are_not_told(people, ocg, sign_in):
    watch(sign_in("owner"), ocg)
    add_note(people, ocg)
    assert look() == 0


def test_what_a_watcher_may_not_see_makes_no_difference(people, ocg, sign_in):
    client = sign_in("granted")
    watch(client, ocg)
    add_note(people, ocg, title="For us alone", agencies=[people.agencies["police"].pk])
    assert look() == 0 and not Delivery.objects.exists()
    add_note(people, ocg, title="For all")
    look(10)
    assert "For all" in news(client) and "For us alone" not in news(client)


def test_a_watch_of_what_one_may_no_longer_see_says_nothing_and_is_dropped(people, ocg, sign_in):
    client = sign_in("granted")
    watch(client, ocg)
    add_note(people, ocg, title="Seen at the quay")
    look()
    Grant.objects.filter(content_object=ocg, group_id=people.agencies["probation"].principal_id).delete()
    for page in (NEWS, HOME, reverse("watching:list"), reverse("notifications:told")):
        said = page_text(client.get(page))
        assert "Harbour" not in said and ocg.reference not in said and "quay" not in said, page
    assert "Nothing new" in news(client) and "You watch nothing yet" in page_text(
        client.get(reverse("watching:list"))
    )
    assert (
        client.get(reverse("notifications:open_news", args=[Delivery.objects.get().uuid])).status_code == 404
    )
    mail.outbox.clear()
    send_digests()
    assert not mail.outbox
    add_note(people, ocg, title="Seen again")
    assert look(10) == 0 and not Watch.objects.exists()


def test_a_daily_round_drops_what_is_hidden_and_keeps_what_is_seen(people, ocg, sign_in):
    watch(sign_in("granted"), ocg)
    watch(sign_in("owner"), ocg)
    assert rounds.drop_unseen() == 0
    Grant.objects.filter(content_object=ocg, group_id=people.agencies["probation"].principal_id).delete()
    assert rounds.drop_unseen() == 1
    assert Watch.objects.get().membership_id == people.memberships["owner"].pk


def test_a_mail_of_the_day_tells_of_it_unless_it_was_read(people, ocg, sign_in):
    client = sign_in("granted")
    watch(client, ocg)
    add_note(people, ocg, title="Seen at the quay")
    look()
    mail.outbox.clear()
    assert send_digests() == 1
    assert "1 record that you watch has something new" in mail.outbox[0].subject
    assert "quay" not in mail.outbox[0].body
    add_note(people, ocg, title="Seen again")
    look(10)
    client.post(
        reverse("notifications:read_all"), {"until": (timezone.now() + timedelta(hours=1)).isoformat()}
    )
    assert send_digests() == 0


def test_a_person_who_watches_a_person_is_told_of_names_addresses_and_lines_about_them(people, ocg, sign_in):
    person = add_person(people, ocg, "Robin Quayle")
    client = sign_in("granted")
    assert "Stop watching" in watched(client, person, "watch_subject")
    add_note(people, ocg, title="A van")
    assert look() == 0, "a line that does not name them"
    owner = people.reader("owner")
    with visibility.reading(owner):
        alias = Particular(type="alias", value="Rob Quay")
        add_particular(actor=owner, record=ocg, subject=person, particular=alias)
    assert look(10) == 1
    page = news(client)
    assert "New about a person that you watch" in page and "Robin Quayle" in page
    opened = client.get(reverse("notifications:open_news", args=[Delivery.objects.get().uuid]))
    assert opened.url == reverse("subjects:subject", args=[person.uuid]) and "Nothing new" in news(client)
    add_note(people, ocg, title="Robin Quayle was seen")
    assert look(20) == 1
    hidden = make_ocg(people, title="Hidden group")
    with visibility.reading(owner):
        twin = Subject(name="Robin Quayle", category="other", identity_id=person.identity_id)
        add_subject(actor=owner, record=hidden, subject=twin)
    add_note(people, hidden, title="Robin Quayle again")
    assert look(30) == 0, "what is said of them in a record that the watcher may not see"


def test_who_watches_is_known_to_nobody_but_the_agencys_auditors(people, ocg, sign_in):
    watch(sign_in("granted"), ocg)
    line = LogEntry.objects.get(operation="watch")
    assert line.records == [] and ocg.reference in line.detail
    log = page_text(sign_in("owner").get(reverse("oversight:access_log", args=[ocg.uuid])))
    assert "watch" not in log
    with visibility.reading(people.reader("owner")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pam_web")
        cursor.execute("SELECT count(*) FROM watching_watch")
        assert cursor.fetchone()[0] == 0
        cursor.execute("RESET ROLE")


def test_a_hidden_record_is_not_watched_and_a_button_pressed_twice_watches_once(people, ocg, sign_in):
    assert watch(sign_in("colleague"), ocg).status_code == 404
    client = sign_in("granted")
    watch(client, ocg)
    watch(client, ocg)
    row = Watch.objects.get()
    assert sign_in("owner").post(reverse("watching:stop", args=[row.uuid])).status_code == 404
    client = sign_in("granted")
    assert "Harbour group" in page_text(client.get(reverse("watching:list")))
    answer = client.post(reverse("watching:stop", args=[row.uuid]), {"back": "record"}, follow=True)
    assert "You no longer watch it" in page_text(answer) and not Watch.objects.exists()


@pytest.mark.slow
def test_there_is_an_end_to_what_one_person_watches(people, ocg, sign_in):
    from pam.reference.models import Setting

    Setting.objects.create(key="watching.most_watched", agency=people.agencies["police"], value=10)
    client = sign_in("owner")
    for number in range(9):
        row = make_ocg(people, title=f"Group {number}")
        Watch.objects.create(membership=people.memberships["owner"], record_id=row.pk)
    assert "You watch 10 already" not in watched(client, make_ocg(people, title="The last one"))
    assert "You watch 10 already" in watched(client, ocg)
    assert Watch.objects.count() == 10
