"""Webhooks: two people, a public address, a signature, what the system sees alone, retries, the dead ones."""

import base64
import hmac
import json
import re
import socket
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.accounts.second_factors import encrypt
from pam.api import posting
from pam.api.models import HookDelivery, HookEvent, Webhook, WebhookSecret
from pam.api.services import hooks, sending
from pam.audit.models import LogEntry
from pam.records.models import Entry
from pam.reference.models import Setting
from tests.actions.world import make_ocg
from tests.refusals import refused

URL = "https://receiver.example/pam"
SECRET = posting.MARK + base64.b64encode(b"k" * 32).decode()
HOOKS = reverse("api:webhooks")


@pytest.fixture
def hook(people, own_system):
    """A webhook of the police's system in the owner's team, in use."""
    row = Webhook.objects.create(
        agency=people.agencies["police"],
        membership=own_system,
        label="Case system",
        url=URL,
        asked_by=people.memberships["administrator"],
        accepted=True,
    )
    WebhookSecret.objects.create(webhook=row, kept=encrypt(SECRET))
    return row


class Receiver:
    """What was sent, and what is answered: `answers` in turn, then that it is taken."""

    def __init__(self):
        self.got, self.answers = [], []

    def __call__(self, url, body, headers, *, seconds):
        """Stands where `posting.post` is."""
        self.got.append((url, body, headers))
        answer = self.answers.pop(0) if self.answers else posting.Answer(True)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def kinds(self):
        """The kinds of what came, in turn."""
        return [json.loads(body)["type"] for _, body, _ in self.got]


@pytest.fixture
def receiver(monkeypatch):
    """A `Receiver` in place of the net."""
    made = Receiver()
    monkeypatch.setattr(posting, "post", made)
    return made


def note(record, people, **fields):
    """A note on a record by its owner."""
    author = people.memberships["owner"]
    return Entry.objects.create(
        record=record,
        title="Seen at the quay",
        kind="note",
        author=author,
        author_agency=author.agency,
        happened_at=timezone.now(),
        **fields,
    )


PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"]
NOT_PUBLIC = (
    "127.0.0.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 "
    "168.63.129.16 "
    "192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fec0::1 fc00::1 "
    "fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:a00:1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 "
    "2002:7f00:1:: "
    "2001:0:1::1 2001:db8::1 words"
).split()


def test_only_addresses_of_the_public_internet_are_reached(monkeypatch):
    assert [one for one in PUBLIC if not posting.is_public(one)] == []
    assert [one for one in NOT_PUBLIC if posting.is_public(one)] == []
    target = posting.target_of(URL)
    for found in NOT_PUBLIC[:-1]:  # one that is not public among public ones is enough
        rows = [(0, 0, 0, "", (one, 443)) for one in (PUBLIC[0], found)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, rows=rows, **more: rows)
        with pytest.raises(posting.BadAddress):
            posting.resolve(target)
    answer = posting.post(URL, b"", {}, seconds=1)
    assert not answer.taken and "internal network" in answer.why


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/", "ftp://receiver.example/", "https://", "receiver.example",
        "https://u:p@receiver.example/", "https://u@receiver.example/", "https://receiver.example/#x",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest",
        "https://localhost/", "https://db/", "https://x.localhost/", "https://metadata.google.internal/",
        "https://receiver.example:99999/", "https://receiver.example/a b", "https://receiver.example/\r\nX:y",
        "https://receiver.example\\@10.0.0.1/", "https://rëceiver.example/",
        "https://receiver.example/" + "x" * 400,
        "https://[", "https://a..example/",
    ],
)  # fmt: skip
def test_an_address_that_no_webhook_may_have_is_refused(url):
    with pytest.raises(posting.BadAddress):
        posting.target_of(url)


def test_the_connection_is_made_to_the_address_that_was_checked_and_no_redirect_is_followed(monkeypatch):
    """A name that answers differently the second time leads nowhere else."""
    made, lookups = [], []

    class Connection:
        def __init__(self, status):
            self.status = status

        def connect(self):
            pass

        def request(self, method, path, *, body, headers, preload_content):
            made.append((method, path, headers["Host"]))

        def getresponse(self):
            return self

        def close(self):
            made.append("closed")

    def look_up(*args, **more):
        lookups.append(args)
        return [(0, 0, 0, "", (PUBLIC[0] if len(lookups) == 1 else "127.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    real = posting.connection_to(posting.target_of(URL), PUBLIC[0], 3)
    assert (real.host, real.server_hostname, real.assert_hostname) == (PUBLIC[0], *["receiver.example"] * 2)
    assert real.cert_reqs == "CERT_REQUIRED" and real.timeout == 3
    monkeypatch.setattr(
        posting, "connection_to", lambda target, address, seconds: made.append(address) or Connection(302)
    )
    answer = posting.post(URL + "?q=1", b"{}", {}, seconds=3)
    assert made == [PUBLIC[0], ("POST", "/pam?q=1", "receiver.example"), "closed"]
    assert not answer.taken and answer.why == "It answered with 302."
    assert len(lookups) == 1


def test_a_webhook_works_once_a_second_person_has_accepted_it_and_its_secret_is_shown_once(
    people, own_system, sign_in, receiver
):
    admin = sign_in("administrator")
    sent = {"system": own_system.pk, "label": "Case system", "url": "https://10.0.0.1/"}
    wrong = admin.post(reverse("api:webhook_new"), sent).content.decode()
    assert "Enter a public address" in wrong and "https://10.0.0.1/" in wrong
    shown = admin.post(reverse("api:webhook_new"), sent | {"url": URL}, follow=True).content.decode()
    secret = re.search(r'value="(whsec_[\w+/=]{44})"', shown)[1]
    row = Webhook.objects.get()
    assert secret not in admin.get(HOOKS).content.decode()
    assert secret not in WebhookSecret.objects.get().kept and sending.secrets_of(row) == [secret]
    make_ocg(people)
    assert sending.send_due() == 0 and not HookEvent.objects.exists(), "it waits"
    assert admin.get(reverse("api:webhook_accept", args=[row.uuid])).status_code == 404, "one's own"
    assert sign_in("owner").post(reverse("api:webhook_accept", args=[row.uuid])).status_code == 302
    admin = sign_in("administrator")
    assert admin.post(reverse("api:webhook_test", args=[row.uuid])).status_code == 302
    assert sending.send_due() == 1 and receiver.kinds() == ["test"]
    assert "Last failure" not in admin.get(HOOKS).content.decode()
    assert admin.post(reverse("api:webhook_end", args=[row.uuid])).status_code == 302
    make_ocg(people)
    assert sending.send_due() == 0 and not HookEvent.objects.exists()


def test_a_message_is_signed_and_names_an_id_a_kind_a_time_and_an_address_alone(people, hook, receiver):
    ocg = make_ocg(people)
    note(ocg, people)
    sending.send_due()
    sending.send_due()
    assert sorted(set(receiver.kinds())) == ["entry.added", "record.added"]
    assert len(receiver.got) == len({got[2]["webhook-id"] for got in receiver.got}) == 3, "each once"
    url, body, headers = receiver.got[-1]
    said = json.loads(body)
    assert url == URL and set(said) == {"id", "type", "timestamp", "data"} and set(said["data"]) == {"url"}
    assert f"/api/v1/records/{ocg.uuid}" in said["data"]["url"]
    assert b"quay" not in body and ocg.title.encode() not in body and ocg.reference.encode() not in body
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    made = base64.b64encode(hmac.new(b"k" * 32, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{made}" and headers["webhook-id"] == said["id"]
    line = LogEntry.objects.filter(operation="webhook").latest("pk")
    assert (line.records, line.actor_id) == ([ocg.pk], hook.membership.user_id)


def test_two_secrets_sign_for_a_day(people, hook, own_system):
    with visibility.reading(people.reader("administrator")):
        new = hooks.rotate_secret(actor=people.reader("administrator"), webhook=hook)
    assert sending.secrets_of(hook) == [new, SECRET]
    assert posting.signature([new, SECRET], "n", 1, b"").count("v1,") == 2
    rows = WebhookSecret.objects.order_by("pk")
    rows.update(made_at=timezone.now() - timedelta(days=3))
    rows.filter(pk=rows.last().pk).update(made_at=timezone.now() - timedelta(hours=25))
    assert sending.secrets_of(hook) == [new]


def test_what_the_system_cannot_see_is_not_sent_nor_what_it_cannot_see_any_more(people, hook, receiver):
    ocg = make_ocg(people)
    sending.send_due()
    receiver.got.clear()
    note(ocg, people, agencies=[people.agencies["council"].pk])  # for another agency alone
    ocg.marking = 3
    ocg.save()
    note(ocg, people)
    assert sending.send_due() == 0 and not receiver.got
    assert not HookDelivery.objects.owed().exists() and not HookEvent.objects.exists()
    ocg.marking = 1
    ocg.save()
    note(ocg, people)
    sending.make_messages()
    Membership.objects.filter(pk=hook.membership_id).update(suspended=True)
    assert sending.send_due() == 0 and not receiver.got
    assert HookDelivery.objects.latest("pk").why == sending.NOT_TRUE


def test_what_is_taken_back_with_its_transaction_is_never_sent(people, hook, receiver):
    with transaction.atomic():
        make_ocg(people)
        assert HookEvent.objects.exists()
        transaction.set_rollback(True)
    assert sending.send_due() == 0 and not receiver.got


def test_a_message_is_tried_again_with_the_same_id_and_waits_longer_each_time_then_it_is_dead(
    people, hook, receiver, sign_in
):
    Setting(key="api.hook_tries", agency=None, value=3).save()
    row = HookDelivery.objects.create(webhook=hook, kind="test")
    receiver.answers = [posting.Answer(False, "It answered with 500.")] * 3
    now = timezone.now()
    for minutes in (1, 2, None):
        sending.send_due(now)
        assert sending.send_due(now) == 0, "not at once"
        row.refresh_from_db()
        assert (row.due_at - now == timedelta(minutes=minutes)) if minutes else row.dead_at
        now = max(now, row.due_at)
    assert len(receiver.got) == 3 and {got[2]["webhook-id"] for got in receiver.got} == {str(row.uuid)}
    assert sending.send_due(now + timedelta(days=1)) == 0 and len(receiver.got) == 3
    admin = sign_in("administrator")
    page = admin.get(HOOKS).content.decode()
    assert "It answered with 500." in page and str(row.uuid) in page
    assert sign_in("owner").get(reverse("api:hook_again", args=[row.uuid])).status_code == 403
    admin = sign_in("administrator")
    assert admin.post(reverse("api:hook_again", args=[row.uuid])).status_code == 302
    assert sending.send_due() == 1
    row.refresh_from_db()
    assert row.sent_at and receiver.got[-1][2]["webhook-id"] == str(row.uuid)
    assert admin.get(reverse("api:hook_again", args=[row.uuid])).status_code == 404


def test_a_job_that_dies_leaves_its_message_to_the_next_and_one_failure_spares_the_other_receivers(
    people, hook, receiver
):
    row = HookDelivery.objects.create(webhook=hook, kind="test")
    receiver.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        sending.send_due()
    assert sending.send_due() == 0 and len(receiver.got) == 1, "another job may be at it"
    later = timezone.now() + timedelta(seconds=sending.CLAIM_SECONDS + 1)
    assert sending.send_due(later) == 1 and len(receiver.got) == 2
    row.refresh_from_db()
    assert row.sent_at
    other = Webhook.objects.create(
        agency=hook.agency,
        membership=hook.membership,
        label="Other",
        url=URL,
        asked_by=hook.asked_by,
        accepted=True,
    )
    for to in (hook, hook, other):
        HookDelivery.objects.create(webhook=to, kind="test")
    receiver.answers = [posting.Answer(False, "It could not be reached.")]
    assert sending.send_due() == 1 and len(receiver.got) == 4
    assert sending.forget(timezone.now() + timedelta(days=31)) == 4


def test_an_agency_that_lets_no_system_in_sends_nothing(people, hook, receiver):
    HookDelivery.objects.create(webhook=hook, kind="test")
    Setting(key="api.allowed", agency=people.agencies["police"], value=False).save()
    make_ocg(people)
    assert sending.send_due() == 0 and not receiver.got


def test_the_database_accepts_no_webhook_by_itself_and_shows_secrets_to_nobody(people, own_system, hook):
    admin, actor = people.memberships["administrator"], people.reader("administrator")
    fields = {"agency": hook.agency, "membership": own_system, "label": "x", "url": URL, "asked_by": admin}
    with visibility.reading(actor):
        for wrong in (
            {"accepted": True},
            {"membership": people.memberships["owner"]},
            {"asked_by": people.memberships["owner"]},
            {"url": "http://receiver.example/"},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                Webhook.objects.create(**fields | wrong)
        row = Webhook.objects.create(**fields)
        for forbidden in (
            lambda: Webhook.objects.update(accepted=True),
            lambda: Webhook.objects.update(url="https://elsewhere.example/"),
            lambda: list(WebhookSecret.objects.all()),
            lambda: list(HookEvent.objects.all()),
            lambda: HookDelivery.objects.create(webhook=row, kind="test"),
            lambda: HookDelivery.objects.create(webhook=hook, kind="record.added", about=row.uuid),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                forbidden()
        with pytest.raises(PermissionDenied):
            hooks.accept_webhook(actor=actor, webhook=row)
        with refused("not_in_use"):
            hooks.send_test(actor=actor, webhook=row)
    elsewhere = people.reader("other_force")
    with visibility.reading(elsewhere):
        assert not Webhook.objects.exists() and not HookDelivery.objects.exists()
