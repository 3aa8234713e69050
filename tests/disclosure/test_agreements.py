"""Agreements: who looks after them, what their end and renewal do, and who is warned."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Agreement, Grant, LawfulBasis
from pam.audit.models import LogEntry
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services import agreement_warnings, agreements, shares
from pam.disclosure.services.sharing import share_record
from tests.actions.test_pages import text
from tests.mail import send_due_mail
from tests.refusals import refused
from tests.standing import standing
from tests.world.world import make_ocg


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        return make_ocg(people, "owner", "Harbour group", team="unit")


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def share(people, ocg, persona="owner", to="probation", **changes):
    actor = people.reader(persona)
    values = {
        "level": Level.VIEW,
        "basis": people.basis,
        "reason": "Joint plan",
        "agreement": people.agreement,
        "until": timezone.now() + timedelta(days=20),
    }
    with visibility.reading(actor):
        return share_record(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(principal=people.agencies[to].principal, **(values | changes)),
        )


def sees(people, ocg, persona):
    reader = people.reader(persona)
    with visibility.reading(reader):
        return visibility.visible_to(reader, Ocg).filter(pk=ocg.pk).exists()


def new_agreement(people, **changes):
    ends = timezone.localdate() + timedelta(days=300)
    starts = timezone.localdate()
    values = {
        "name": "Harbourne housing agreement",
        "parties": [people.agencies["council"].pk],
        "purpose": "Cuckooing",
        "bases": [people.basis.pk],
        "usual_basis": people.basis.pk,
        "record_kinds": ["ocg"],
        "data_categories": ["personal"],
        "share_days": "30",
        "owner": people.memberships["owner"].pk,
        "starts_day": starts.day,
        "starts_month": starts.month,
        "starts_year": starts.year,
        "ends_day": ends.day,
        "ends_month": ends.month,
        "ends_year": ends.year,
    }
    return values | changes


def test_an_administrator_writes_an_agreement_down_with_its_document_and_the_parties_read_it(
    sign_in, people, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client = sign_in("administrator")
    signed = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed", content_type="text/html")
    made = client.post(
        reverse("disclosure:agreement_new"), new_agreement(people) | {"upload": signed}, follow=True
    )
    assert "The agreement was added." in text_of(made), text_of(made)
    row = Agreement.objects.get(name="Harbourne housing agreement")
    assert (row.agency, row.owner, row.file_type) == (
        people.agencies["police"],
        people.memberships["owner"],
        "application/pdf",
    )
    assert {party.short_name for party in row.parties.all()} == {"Northshire", "Council"}
    page = sign_in("signposted").get(reverse("disclosure:agreement", args=[row.uuid]))
    change = reverse("disclosure:agreement_edit", args=[row.uuid])
    assert "Cuckooing" in text_of(page) and change not in page.content.decode()
    got = sign_in("signposted").get(reverse("disclosure:agreement_document", args=[row.uuid]))
    assert b"".join(got.streaming_content) == b"%PDF-1.7 signed" and "no-store" in got["Cache-Control"]
    for name in ("agreement", "agreement_document", "agreement_edit"):
        assert sign_in("granted").get(reverse(f"disclosure:{name}", args=[row.uuid])).status_code == 404
    assert "Harbourne housing agreement" not in text_of(
        sign_in("granted").get(reverse("disclosure:agreements") + "?state=all")
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"parties": []}, "Choose at least one other agency"),
        ({"bases": []}, "Choose at least one lawful basis"),
        ({"name": ""}, "Enter the name"),
        ({"ends_year": "2020"}, "must be on or after"),
    ],
)
def test_bad_input_says_what_is_wrong_and_keeps_what_was_typed(sign_in, people, wrong, message):
    page = sign_in("administrator").post(reverse("disclosure:agreement_new"), new_agreement(people, **wrong))
    assert message in text_of(page) and ">\nCuckooing</textarea>" in page.content.decode()
    assert not Agreement.objects.filter(purpose="Cuckooing").exists()


def test_two_who_change_an_agreement_at_once_lose_nothing(sign_in, people):
    client, address = (
        sign_in("administrator"),
        reverse("disclosure:agreement_edit", args=[people.agreement.uuid]),
    )
    sent = new_agreement(people, parties=[people.agencies["probation"].pk], version=1)
    assert "Saved." in text_of(client.post(address, sent, follow=True))
    late = client.post(address, sent | {"purpose": "Written by the other one"})
    assert (
        "Another person saved this" in text_of(late)
        and "Written by the other one</textarea>" in late.content.decode()
    )


def test_the_shares_under_an_agreement_stop_when_it_ends_and_come_back_when_it_is_renewed(people, ocg):
    share(people, ocg)
    share(people, ocg, to="council", until=timezone.now() + timedelta(seconds=1))
    actor = people.reader("administrator")
    with visibility.reading(actor):
        agreement = agreements.end(actor=actor, agreement=people.agreement, version=1, reason="Under review")
    assert not sees(people, ocg, "granted")
    share(
        people, ocg, to="health", agreement=people.ended_agreement
    )  # the index is worked out anew meanwhile
    assert not sees(people, ocg, "granted")
    Grant.objects.filter(group_id=people.agencies["council"].principal_id).update(
        until=timezone.now() - timedelta(seconds=60)
    )
    with visibility.reading(actor):
        agreements.renew(
            actor=actor, agreement=agreement, version=2, ends_at=timezone.now() + timedelta(days=400)
        )
    assert sees(people, ocg, "granted")
    assert not sees(people, ocg, "signposted")  # its own last day had passed


def test_renewing_and_ending_ask_first_and_say_what_happens(sign_in, people, ocg):
    share(people, ocg)
    client, partner = sign_in("administrator"), sign_in("granted")
    end = reverse("disclosure:agreement_end", args=[people.agreement.uuid])
    assert "All sharing under it stops immediately" in text_of(client.get(end))
    assert "Say why it ends" in text_of(client.post(end, {"version": 1, "reason": ""}))
    assert "All sharing under it has stopped." in text_of(
        client.post(end, {"version": 1, "reason": "Under review"}, follow=True)
    )
    assert partner.get(ocg.get_absolute_url()).status_code == 404
    day = timezone.localdate() + timedelta(days=90)
    sent = {"version": 2, "ends_day": day.day, "ends_month": day.month, "ends_year": day.year}
    page = text_of(
        client.post(reverse("disclosure:agreement_renew", args=[people.agreement.uuid]), sent, follow=True)
    )
    assert "Sharing under it continues." in page and "Ended: Under review" in page
    assert partner.get(ocg.get_absolute_url()).status_code == 200


def test_its_owner_looks_after_an_agreement_and_no_other_officer_does(people):
    Agreement.objects.filter(pk=people.agreement.pk).update(owner=people.memberships["colleague"])
    people.agreement.refresh_from_db()
    later = people.agreement.ends_at + timedelta(days=30)
    for persona in ("owner", "granted", "superuser"):
        actor = people.reader(persona)
        with visibility.reading(actor), pytest.raises(PermissionDenied):
            agreements.renew(actor=actor, agreement=people.agreement, version=1, ends_at=later)
    actor = people.reader("colleague")
    with visibility.reading(actor):
        assert (
            agreements.renew(actor=actor, agreement=people.agreement, version=1, ends_at=later).ends_at
            == later
        )


def test_the_database_takes_no_agreement_from_who_does_not_look_after_it(people):
    with visibility.reading(people.reader("owner")):
        assert (
            Agreement.objects.filter(pk=people.agreement.pk).update(ends_at=timezone.now() + timedelta(900))
            == 0
        )
        mine = Agreement(
            name="Mine",
            purpose="Mine",
            agency=people.agencies["police"],
            owner=people.memberships["owner"],
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(9),
        )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            mine.save_base(raw=True)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            people.agreement.bases.through.objects.create(
                agreement=people.ended_agreement, lawfulbasis_id=people.basis.pk + 999
            )


def test_whoever_looks_after_it_is_warned_once_for_each_warning_and_anew_after_a_renewal(people):
    Agreement.objects.exclude(pk=people.agreement.pk).delete()
    now = timezone.now()
    Agreement.objects.update(owner=people.memberships["owner"], ends_at=now + timedelta(days=59))
    counts = []
    for days_later in (0, 0, 30, 53, 53):
        agreement_warnings.enqueue_warnings(now + timedelta(days=days_later))
        send_due_mail()
        counts.append(len(mail.outbox))
    assert counts == [1, 1, 2, 3, 3]
    assert {message.to[0] for message in mail.outbox} == {"owner@pam.example"}
    assert all(people.agreement.name not in f"{m.subject} {m.body}" for m in mail.outbox)
    Agreement.objects.update(ends_at=now + timedelta(days=400))
    agreement_warnings.enqueue_warnings(now + timedelta(days=53))
    agreement_warnings.enqueue_warnings(now + timedelta(days=350))
    send_due_mail()
    assert len(mail.outbox) == 4


def test_the_pages_show_an_end_that_is_near(sign_in, people):
    Agreement.objects.update(owner=people.memberships["owner"])
    Agreement.objects.filter(pk=people.agreement.pk).update(
        ends_at=timezone.now() + timedelta(days=23, hours=2)
    )
    client = sign_in("owner")
    assert "23 days left" in text_of(
        client.get(reverse("disclosure:agreement", args=[people.agreement.uuid]))
    )
    assert "Ends soon" in text_of(client.get(reverse("disclosure:agreements")))
    assert people.agreement.name in text_of(client.get(reverse("home")))
    assert people.agreement.name not in text_of(sign_in("colleague").get(reverse("home")))


# --- Once, without an agreement --------------------------------------------------------------------------


@pytest.mark.slow
def test_a_supervisor_shares_once_without_an_agreement_and_it_shows_as_such(sign_in, people, ocg):
    Agreement.objects.update(ends_at=timezone.now())
    client, address = sign_in("owner"), reverse("disclosure:share", args=[ocg.uuid])
    sent = {
        "other": people.agencies["probation"].principal_id,
        "principal": "other",
        "level": "2",
        "reason": "He is out today",
    }
    check = client.post(address, sent)
    assert "No agreement with this agency covers this." in text_of(check)
    empty = client.post(address, sent | {"confirm": "yes"})
    assert "Say why it cannot wait for an agreement" in text_of(empty) and not Grant.objects.exists()
    once = {
        "once_basis": people.basis.pk,
        "justification": "Risk to life; agreed with the duty director",
        "confirm": "yes",
    }
    page = text_of(client.post(address, sent | once, follow=True))
    assert "One-off, no agreement" in page and "agreed with the duty director" in page
    assert sees(people, ocg, "granted")
    row = LogEntry.objects.get(verb="disclosure")
    assert row.operation == "share without agreement (view)" and "agreed with the duty director" in row.reason


def test_a_one_off_needs_the_right_a_short_end_and_that_no_agreement_covers_it(people, ocg):
    once = {"agreement": None, "justification": "Risk to life"}
    with refused("agreement_exists"):
        share(people, ocg, **once)
    Agreement.objects.update(ends_at=timezone.now())
    with refused("one_off_too_long"):
        share(people, ocg, until=timezone.now() + timedelta(days=60), **once)
    actor = people.reader("owner")
    with visibility.reading(actor):
        shares.share(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=people.memberships["colleague"].principal,
                level=Level.MANAGE,
                basis=None,
                reason="Cover",
                until=None,
            ),
        )
    with refused("one_off_not_allowed"):
        share(people, ocg, "colleague", **once)


@pytest.mark.parametrize("field", ["parties", "bases", "record_kinds"])
def test_nothing_that_shares_rest_on_is_taken_out_of_an_agreement_while_they_would_go_on(people, ocg, field):
    share(people, ocg)
    actor = people.reader("administrator")
    left = {
        "parties": [people.agencies["council"]],
        "bases": list(LawfulBasis.objects.exclude(pk=people.basis.pk)),
        "record_kinds": ["pvp"],
    }
    values = {
        "parties": list(people.agencies.values()),
        "bases": list(LawfulBasis.objects.all()),
        "record_kinds": [],
    }
    with visibility.reading(actor):
        row = Agreement.objects.get(pk=people.agreement.pk)

        def change(**changed):
            now = values | changed
            row.record_kinds = now.pop("record_kinds")
            return agreements.change(
                actor=actor, agreement=row, version=Agreement.objects.get(pk=row.pk).version, **now
            )

        with refused("shares_rest_on_it", field=field):
            change(**{field: left[field]})
        change(record_kinds=["ocg"])
    Grant.objects.filter(content_object=ocg).update(until=timezone.now())
    with visibility.reading(actor):
        change(**{field: left[field]})


def test_an_agreement_covers_no_basis_that_none_of_its_agencies_can_disclose_on(people):
    basis = LawfulBasis.objects.get(code="children-act-17")
    LawfulBasis.objects.filter(pk=basis.pk).update(agency_kinds=["education"])
    actor = people.reader("administrator")
    with visibility.reading(actor):
        row = Agreement.objects.get(pk=people.agreement.pk)
        with refused("basis_of_other_agencies", field="bases"):
            agreements.change(
                actor=actor,
                agreement=row,
                version=row.version,
                parties=[people.agencies["probation"]],
                bases=[people.basis, LawfulBasis.objects.get(pk=basis.pk)],
            )


def test_operators_say_which_kinds_of_agency_share_on_a_basis_and_everyone_can_read_it(people, sign_in):
    call_command("set_lawful_basis", "mappa", "--kinds", "probation", "police", stdout=StringIO())
    assert LawfulBasis.objects.get(code="mappa").agency_kinds == ["police", "probation"]
    page = text(sign_in("granted").get(reverse("disclosure:lawful_bases")))
    assert "Police force, Probation service</td>" in page
    call_command("set_lawful_basis", "mappa", "--any", stdout=StringIO())
    assert LawfulBasis.objects.get(code="mappa").agency_kinds == []
    with pytest.raises(CommandError, match="No lawful basis"):
        call_command("set_lawful_basis", "nonsense")
