"""How people choose to be told, what they were told, what administrators see of mail that did not go out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.accounts.services import invitations
from pam.audit.models import LogEntry
from pam.disclosure.services.shares import revoke
from pam.notifications import services
from pam.notifications.events import kinds
from pam.notifications.models import Channel, Delivery, MailChoice, SentMail
from pam.notifications.services import enqueue
from pam.notifications.tasks import send_due
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.mail import send_digests
from tests.standing import standing

MAILBOX = "pam.notifications.mailbox.MailboxBackend"
CHOICES, TOLD, NOT_SENT = (reverse(f"notifications:{name}") for name in ("choices", "told", "not_sent"))


@standing
def ocg(people):
    return make_ocg(people, title="Canarytitle group")


def choose(client, **chosen):
    """Saves the choices with these changed; the answer."""
    values = {kind.code: kind.default for kind in kinds() if kind.may_choose}
    return client.post(CHOICES, values | chosen, follow=True)


def test_without_a_choice_new_work_is_mailed_at_once_and_what_is_due_once_a_day(sign_in):
    form = sign_in("owner").get(CHOICES).context["form"]
    assert form["actions"].initial == Channel.MAIL and form["due"].initial == Channel.DIGEST


@pytest.mark.parametrize(
    ("channel", "at_once", "in_the_morning"), [("mail", 1, 0), ("digest", 0, 1), ("page", 0, 0)]
)
def test_who_is_given_an_action_hears_of_it_as_they_chose(
    people, ocg, sign_in, channel, at_once, in_the_morning
):
    share_with_probation(people, ocg)
    client = sign_in("granted")
    assert "Your choices are saved." in choose(client, actions=channel).content.decode()
    add_action(people, ocg, owner="granted")
    assert [send_due(), send_digests(), send_digests()] == [at_once, in_the_morning, 0]
    assert "An action for you" in client.get(TOLD).content.decode()


def test_a_choice_is_kept_and_shown_and_is_each_persons_own(people, sign_in):
    choose(sign_in("owner"), meetings="page")
    assert sign_in("owner").get(CHOICES).context["form"]["meetings"].initial == "page"
    assert sign_in("granted").get(CHOICES).context["form"]["meetings"].initial == "mail"
    with visibility.reading(people.reader("granted")):
        assert not MailChoice.objects.exists()
        assert MailChoice.objects.update(channel="mail") == 0


def test_what_is_about_access_and_security_can_not_be_switched_off(people, sign_in):
    form = sign_in("owner").get(CHOICES).context["form"]
    assert "access" not in form.fields
    choose(sign_in("owner"), access="page")
    MailChoice.objects.create(membership=people.memberships["owner"], kind="access", channel="page")
    enqueue("correction", uuid4(), [people.memberships["owner"]])
    services.route(timezone.now())
    assert Delivery.objects.get().channel == Channel.MAIL


def test_a_choice_that_is_not_offered_is_refused_beside_its_field_and_the_others_stay(sign_in):
    answer = choose(sign_in("owner"), meetings="pigeon", actions="page")
    assert answer.context["form"].errors.keys() == {"meetings"} and not MailChoice.objects.exists()
    assert answer.context["form"]["actions"].value() == "page"


def test_the_digest_counts_what_is_due_with_references_and_links_once_a_day(people, ocg):
    share_with_probation(people, ocg)
    due = [add_action(people, ocg, owner="granted", days=days, title="Canaryaction") for days in (0, 1, 2)]
    late = [add_action(people, ocg, owner="granted", days=-days, title="Canaryaction") for days in (1, 3)]
    send_due()
    mail.outbox.clear()
    from pam.actions.tasks import remind

    assert [remind(), remind()] == [5, 0]
    assert send_due() == 0, "not before the morning"
    # By then one of them is a day later; the digest is sent as of now to compare what is due today.
    Delivery.objects.filter(channel=Channel.DIGEST).update(due_at=timezone.now())
    assert [send_due(), send_digests()] == [1, 0]
    message = mail.outbox[0]
    assert message.subject.endswith(": 2 actions are due, 1 action is due today, 2 actions are overdue")
    assert all(f"/actions/{action.uuid}/" in message.body for action in [*due, *late])
    assert message.body.count(ocg.reference) == 5 and "Canary" not in f"{message.subject}{message.body}"


def test_an_agency_can_keep_references_out_of_its_mail(people, ocg, monkeypatch):
    share_with_probation(people, ocg)
    add_action(people, ocg, owner="granted")
    probation = people.agencies["probation"].pk
    monkeypatch.setattr(services.hours, "references_allowed", lambda agency_id: agency_id != probation)
    assert send_due() == 1
    assert ocg.reference not in f"{mail.outbox[0].subject}{mail.outbox[0].body}"


def test_the_page_of_notifications_links_to_nothing_that_one_can_not_open_any_more(people, ocg, sign_in):
    grant = share_with_probation(people, ocg)
    action = add_action(people, ocg, owner="granted")
    client = sign_in("granted")
    assert f"/actions/{action.uuid}/" in client.get(TOLD).content.decode()
    actor = people.reader("owner")
    with visibility.reading(actor):
        revoke(actor=actor, grant=grant, reason="Plan ended")
    page = client.get(TOLD).content.decode()
    assert str(action.uuid) not in page and ocg.reference not in page and "An action for you" not in page


# --- Mail that did not go out ---


@standing
def refused(people):
    """A mail to a colleague of the police that the server refused."""
    enqueue("match", uuid4(), [people.memberships["colleague"]])
    Delivery.objects.update(gave_up_at=timezone.now(), why="The mail server refused this address (550).")
    return Delivery.objects.get()


def test_an_administrator_sees_whose_mail_did_not_go_out_and_why_but_not_what_about(refused, sign_in):
    page = sign_in("administrator").get(NOT_SENT).content.decode()
    for words in ("Colin Colleague", "colleague@pam.example", "refused this address (550)", "Given up"):
        assert words in page
    assert "match" not in page.lower()


def test_a_claim_that_stays_is_shown_after_some_minutes(people, sign_in):
    enqueue("handed_over", uuid4(), [people.memberships["colleague"]])
    client = sign_in("administrator")
    Delivery.objects.update(claimed_at=timezone.now(), handing_at=timezone.now(), channel="mail")
    assert "All mail has gone out" in client.get(NOT_SENT).content.decode()
    Delivery.objects.update(handing_at=timezone.now() - timedelta(minutes=16))
    assert "May have been sent" in client.get(NOT_SENT).content.decode()


def test_other_agencies_mail_is_not_theirs_to_see_or_settle(people, refused, sign_in):
    with visibility.reading(people.reader("administrator")):
        assert not Delivery.objects.exists()
    Delivery.objects.update(agency=people.agencies["other"])
    client = sign_in("administrator")
    assert "All mail has gone out" in client.get(NOT_SENT).content.decode()
    answer = client.post(reverse("notifications:send_again", args=[refused.uuid]), follow=True)
    assert "gone out or was dropped" in answer.content.decode()
    assert Delivery.objects.get().gave_up_at


def test_sent_again_it_goes_out_and_dropped_it_never_does(people, sign_in, settings):
    enqueue("handed_over", uuid4(), [people.memberships["colleague"]])
    enqueue("handed_over", uuid4(), [people.memberships["auditor"]])
    Delivery.objects.update(gave_up_at=timezone.now(), failures=60, channel="mail", why="Refused (550).")
    again, dropped = Delivery.objects.order_by("pk")
    client = sign_in("administrator")
    client.post(reverse("notifications:send_again", args=[again.uuid]))
    assert (
        "Drop this mail?" in client.get(reverse("notifications:drop", args=[dropped.uuid])).content.decode()
    )
    client.post(reverse("notifications:drop", args=[dropped.uuid]))
    assert send_due() == 1 and mail.outbox[0].to == ["colleague@pam.example"]
    assert "All mail has gone out" in client.get(NOT_SENT).content.decode()
    assert list(LogEntry.objects.filter(operation__endswith="mail").values_list("operation", flat=True))[:1]
    assert {"send mail again", "drop mail"} <= set(LogEntry.objects.values_list("operation", flat=True))


def test_an_invitation_that_did_not_go_out_names_who_was_invited(people, sign_in):
    actor = people.reader("administrator")
    with visibility.reading(actor):
        invitations.invite(
            actor=actor, name="Nina New", email="nina@pam.example", post="", roles=[], clearance=1, teams=[]
        )
    Delivery.objects.update(gave_up_at=timezone.now(), channel="mail", why="Refused.")
    assert "Nina New, nina@pam.example" in sign_in("administrator").get(NOT_SENT).content.decode()


# --- The demo's mailbox ---


def kept():
    """A mail with an attachment in the mailbox."""
    message = EmailMessage("Subject", "Open it here", to=["owner@pam.example"], headers={"X-Told": "yes"})
    message.attach("../meet ing.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR", "text/calendar")
    get_connection(MAILBOX).send_messages([message])
    return SentMail.objects.get()


def test_the_mailbox_keeps_headers_folded_away_and_attachments_as_links(sign_in):
    row = kept()
    client = sign_in("owner")
    page = client.get(reverse("notifications:mailbox")).content.decode()
    assert "<dt>X-Told</dt><dd>yes</dd>" in page and "<details" in page
    address = reverse("notifications:mailbox_attachment", args=[row.pk, 1])
    assert address in page
    answer = client.get(address)
    assert b"BEGIN:VCALENDAR" in answer.content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename=".._meet_ing.ics"'
    assert client.get(reverse("notifications:mailbox_attachment", args=[row.pk, 2])).status_code == 404


def test_production_has_no_mailbox(sign_in, settings):
    row = kept()
    settings.DEMO_SIGN_IN = False
    client = sign_in("owner")
    assert client.get(reverse("notifications:mailbox")).status_code == 404
    assert client.get(reverse("notifications:mailbox_attachment", args=[row.pk, 1])).status_code == 404
    with pytest.raises(Exception, match="EMAIL_URL"):
        get_connection(MAILBOX).send_messages([EmailMessage("S", "B", to=["x@pam.example"])])
