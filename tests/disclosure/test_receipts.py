"""Receipts of disclosures, and corrections: for the receiver, and for good."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.disclosure.models import Correction, Receipt
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.sharing import end_share, share_record
from tests.mail import send_due_mail
from tests.standing import standing
from tests.world.world import make_ocg


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        return make_ocg(people, "owner", "Harbour group", team="unit")


def share(people, ocg, to="probation", **changes):
    actor = people.reader("owner")
    values = {
        "level": Level.VIEW,
        "basis": people.basis,
        "reason": "He is known to them",
        "agreement": people.agreement,
        "until": timezone.now() + timedelta(days=20),
    }
    principal = people.agencies[to].principal if isinstance(to, str) else to
    with visibility.reading(actor):
        return share_record(
            actor=actor, record=ocg, proposal=ShareProposal(principal=principal, **(values | changes))
        )


def end(people, ocg, grant, reason="Plan finished"):
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
        end_share(actor=actor, record=record, grant=grant, receiver_name="Probation", reason=reason)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def correct(sign_in, ocg, part_kind="record", text="His name is spelt Jonson"):
    return sign_in("owner").post(
        reverse("disclosure:correct", args=[ocg.uuid]), {"part_kind": part_kind, "text": text}, follow=True
    )


def test_the_receiver_finds_a_receipt_from_the_record_and_in_the_list(sign_in, people, ocg):
    share(people, ocg, conditions=["source"], kinds=["document"])
    client, row = sign_in("granted"), Receipt.objects.get()
    assert (
        f"{reverse('disclosure:receipts')}?reference={ocg.reference}"
        in client.get(ocg.get_absolute_url()).content.decode()
    )
    assert ocg.reference in text_of(client.get(reverse("disclosure:receipts"), {"reference": ocg.reference}))
    page = text_of(client.get(reverse("disclosure:receipt", args=[row.uuid])))
    for words in (
        "Olive Owner for Northshire Police",
        "Crime and Disorder Act 1998, section 115",
        people.agreement.name,
        "Everyone at Northshire Probation Service",
        "Protect where it came from",
        "Only these parts Documents",
        "Live",
    ):
        assert words in page, words
    for persona in ("signposted", "colleague", "other_force"):
        assert sign_in(persona).get(reverse("disclosure:receipt", args=[row.uuid])).status_code == 404
        assert ocg.reference not in text_of(sign_in(persona).get(reverse("disclosure:receipts")))


def test_the_receipt_stays_after_a_withdrawal_with_its_reason_and_without_the_title(sign_in, people, ocg):
    grant = share(people, ocg)
    end(people, ocg, grant)
    client, row = sign_in("granted"), Receipt.objects.get()
    page = text_of(client.get(reverse("disclosure:receipt", args=[row.uuid])))
    assert "Withdrawn" in page and "Plan finished" in page and ocg.reference in page
    assert "Harbour group" not in page and "He is known to them" not in page
    assert "Withdrawn" in text_of(client.get(reverse("disclosure:receipts")))


def test_a_receipt_says_what_became_of_its_share_by_the_clock_and_by_a_later_share(people, ocg):
    share(people, ocg)
    share(people, ocg, level=Level.CONTRIBUTE)
    later, first = Receipt.objects.order_by("-given_at")
    assert (first.state[0], first.why_ended) == ("Withdrawn", "Replaced by a later share")
    assert (later.state, later.level) == (("Live", None), Level.CONTRIBUTE)
    later.until = timezone.now() - timedelta(minutes=1)
    assert later.state[0] == "Ended"


def test_a_share_inside_the_agency_is_no_disclosure_and_has_no_receipt(people, ocg):
    share(people, ocg, to=people.memberships["colleague"].principal, basis=None)
    assert not Receipt.objects.exists()


def test_a_correction_reaches_everybody_it_was_disclosed_to_also_those_whose_share_ended(
    sign_in, people, ocg
):
    end(people, ocg, share(people, ocg))
    share(people, ocg, to=people.memberships["signposted"].principal)
    share(people, ocg, to="health", level=Level.SIGNPOST)
    assert "Partners will be told" in text_of(correct(sign_in, ocg))
    for persona, told in (
        ("granted", True),
        ("signposted", True),
        ("expired_grant", False),
        ("other_force", False),
    ):
        home = text_of(sign_in(persona).get(reverse("home")))
        assert (f"{ocg.reference} was corrected" in home) is told, persona
    row = Receipt.objects.get(principal=people.agencies["probation"].principal)
    assert "His name is spelt Jonson" in text_of(
        sign_in("granted").get(reverse("disclosure:receipt", args=[row.uuid]))
    )
    recipients = LogEntry.objects.filter(operation="correction", verb="disclosure").values_list(
        "recipient", flat=True
    )
    assert set(recipients) == {"Northshire Probation Service", "Simon Signpost, Council"}


def test_a_correction_is_mailed_once_with_a_link_to_those_who_read_the_record(sign_in, people, ocg):
    share(people, ocg)
    share(people, ocg, to=people.memberships["signposted"].principal)
    sign_in("granted").get(ocg.get_absolute_url())
    correct(sign_in, ocg)
    for _ in range(2):
        send_due_mail()
    corrections = [message for message in mail.outbox if message.subject.startswith("A correction")]
    assert sorted(message.to[0] for message in corrections) == [
        "granted@pam.example",
        "signposted@pam.example",
    ]
    for message in corrections:
        assert "/records/receipts/" in message.body
        assert "Jonson" not in f"{message.subject}{message.body}"


def test_a_correction_of_a_kind_of_part_is_told_to_those_alone_who_were_given_that_kind(sign_in, people, ocg):
    share(people, ocg, kinds=["document"])
    refused = correct(sign_in, ocg, part_kind="subject")
    assert (
        "That was not disclosed" in text_of(refused)
        and "His name is spelt Jonson</textarea>" in refused.content.decode()
    )
    share(people, ocg, to="council")
    correct(sign_in, ocg, part_kind="subject")
    with visibility.reading(people.reader("granted")):
        assert not Correction.objects.exists()
    with visibility.reading(people.reader("signposted")):
        assert Correction.objects.count() == 1


def test_the_database_lets_nobody_else_write_receipts_or_corrections(people, ocg):
    share(people, ocg, level=Level.CONTRIBUTE)
    row = Receipt.objects.get()
    with visibility.reading(people.reader("granted")):
        assert Receipt.objects.update(ended_at=timezone.now()) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Correction.objects.create(
                record_id=ocg.pk,
                reference=ocg.reference,
                record_agency=row.record_agency,
                part_kind="record",
                text="Made up",
                given_by=people.memberships["granted"],
            )
    with visibility.reading(people.reader("owner")), pytest.raises(ProgrammingError), transaction.atomic():
        Receipt.objects.update(reference="OCG-1")
    assert Grant.objects.count() == 1
