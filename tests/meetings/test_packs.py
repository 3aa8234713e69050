"""Packs: one file an audience, what each says and does not say, made again on change, read and noted."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from meetings import tasks
from meetings.conflicts import services as conflicts
from meetings.models import AgendaItem, Meeting, Pack, UpdateRequest
from meetings.packs import document, services
from meetings.papers.services import describe_item
from meetings.services import conduct
from meetings.updates.services import ask_for_updates, give_update
from pam.access import visibility
from pam.access.models import Membership
from pam.notifications.models import Delivery
from pam.records.bulk import rows
from pam.records.models import Document, Record
from pam.reference.services.settings import set_general
from tests.meetings import papers
from tests.meetings import room as rooms
from tests.pdf.reading import text_of, texts_of
from tests.refusals import refused
from tests.standing import standing


@standing
def room(world):
    """A meeting in ten days, with a paper for everyone and one on the hidden case."""
    room = rooms.called(world)
    rows(Meeting).filter(pk=room.meeting.pk).update(starts_at=timezone.now() + timedelta(days=10))
    papers.add(room, "plain", title="Of all canarymeeting", file=papers.upload(papers.pdf_of(2)))
    papers.add(room, "pvp", title="Of the case canaryhidden")
    return room


def make(room):
    with room.reading():
        return services.make_pack(actor=room.chair, meeting=room.now())


@standing
def composed(room):
    """The packs of the meeting as it is called, their files not yet made."""
    return make(room)


def files(packs, *labels):
    """The packs (of these labels alone, if any are given), made, by what they are called."""
    packs = [pack for pack in packs if not labels or pack.label in labels]
    for pack in packs:
        assert services.make(pack.pk)
        pack.refresh_from_db()
    return {pack.label: pack for pack in packs}


def full(room):
    """The pack of who sees all, its file made."""
    return files(make(room), "Full copy")["Full copy"]


def words(pack):
    with pack.file.open("rb") as file:
        return text_of(file.read())


def test_each_audience_gets_what_it_may_see_and_no_more(room, composed):
    whole, partner = composed
    assert "canaryhidden" in str(whole.content) and "canaryhidden" not in str(partner.content)
    assert "canarymeeting" in str(partner.content)
    theirs = room.people.memberships["granted"].principal_id
    assert theirs in partner.for_principals and theirs not in whole.for_principals
    assert (whole.withheld, partner.withheld) == (False, True)
    with visibility.reading(room.people.reader("granted")):
        assert list(Pack.objects.filter(record_id=room.meeting.pk)) == [partner]


@pytest.mark.slow
def test_the_file_says_once_that_a_part_is_withheld_and_nothing_of_what(room, composed):
    made = files(composed)
    partner = next(pack for label, pack in made.items() if label != "Full copy")
    told = words(partner)
    assert "Part of this pack is withheld from this copy" in told and "Withheld" in told
    assert "canaryhidden" not in told and room.world.pvp.reference not in told
    assert "withheld" not in words(made["Full copy"]).lower()


def test_a_paper_that_is_confidential_to_others_leaves_no_trace_at_its_item(room):
    papers.add(room, "plain", title="Sealed canarysealed", confidential=True, people=[])
    partner = make(room)[-1]
    plain = next(item for item in partner.content["items"] if item["title"] == "Welcome")
    assert [paper["title"] for paper in plain["papers"]] == ["Of all canarymeeting"]
    assert "canarysealed" not in str(partner.content) and plain["confidential"] is False


@pytest.mark.slow
def test_the_page_numbers_on_the_screen_are_those_of_the_file_and_of_its_bookmarks(room, composed, sign_in):
    pack = files(composed, "Full copy")["Full copy"]
    with pack.file.open("rb") as file:
        reader = PdfReader(file)
        marks = {one.title: reader.get_destination_page_number(one) + 1 for one in _flat(reader.outline)}
        assert len(reader.pages) == pack.pages
    for item in pack.content["items"]:
        assert marks[f"{item['number']} {item['title']}"] == pack.places[item["key"]]
        for paper in item["papers"]:
            assert marks[f"Paper: {paper['title']}"] == pack.places[paper["key"]]
    told = sign_in("owner").get(reverse("meetings:pack", args=[room.meeting.uuid])).content.decode()
    key = pack.content["items"][0]["papers"][0]["key"]
    assert f"Page {pack.places[key]} of {pack.pages}" in told
    leaf = reverse("meetings:pack_page", args=[pack.uuid, pack.places[key]])
    picture = sign_in("owner").get(leaf)
    assert leaf in told and picture.content.startswith(b"\x89PNG")
    assert (
        sign_in("owner").get(reverse("meetings:pack_page", args=[pack.uuid, pack.pages + 1])).status_code
        == 404
    )


def _flat(outline):
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


@pytest.mark.slow
def test_each_page_bears_the_highest_marking_of_what_the_copy_holds(room):
    document = room.world.parts["police"]["document"]
    papers.add(room, "ocg", document=document)
    whole, partner = make(room)
    assert whole.content["marking"] == partner.content["marking"] == "OFFICIAL-SENSITIVE"
    rows(Meeting).filter(pk=room.meeting.pk).update(marking=1)
    papers.add(room, "plain", title="Marked", own_marking=2)
    made = full(room)
    with made.file.open("rb") as file:
        assert all("OFFICIAL-SENSITIVE" in text for text in texts_of(file.read()))


def test_updates_and_what_changed_are_in_the_pack(room):
    with room.reading():
        ask_for_updates(actor=room.chair, meeting=room.now())
        row = UpdateRequest.objects.get(meeting=room.meeting, record_id=room.world.ocg.pk)
        give_update(actor=room.chair, request=row, version=row.version, text="Two were arrested")
    packs = make(room)
    for pack in packs:
        group = next(item for item in pack.content["items"] if any(row["text"] for row in item["updates"]))
        assert group["updates"][0]["text"] == "Two were arrested" and group["changes"]
    # What is for the police alone is in the police's copy alone.
    assert "canarypolice" in str(packs[0].content) and "canarypolice" not in str(packs[-1].content)


@pytest.mark.slow
def test_it_is_made_again_when_something_changed_and_not_otherwise(room, composed, blank):
    files(composed)
    assert make(room) == [] and services.refresh(room.meeting.pk) == 0
    papers.add(room, "ocg", title="A later one")
    assert services.refresh(room.meeting.pk) == 2
    assert set(Pack.objects.filter(record_id=room.meeting.pk).values_list("edition", flat=True)) == {1, 2}
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.now())
    papers.add(room, "ocg", title="In the room")
    assert services.refresh(room.meeting.pk) == 0


@pytest.mark.slow
def test_people_are_told_once_it_is_ready_and_again_if_their_copy_changed(room, composed, blank):
    Delivery.objects.all().delete()
    files(composed)
    told = Delivery.objects.filter(event=services.READY)
    partner = room.people.memberships["granted"].pk
    recipients = set(told.values_list("recipient_id", flat=True))
    assert partner in recipients and room.meeting.lead_id not in recipients  # the chair made it
    papers.add(room, "pvp", title="Nothing to the partner")
    with room.reading():
        files(services.make_pack(actor=room.chair, meeting=room.now()))
    assert not Delivery.objects.filter(event=services.CHANGED, recipient_id=partner).exists()
    papers.add(room, "ocg", title="One for them")
    files(make(room))
    assert Delivery.objects.filter(event=services.CHANGED, recipient_id=partner).count() == 1


def test_the_mail_holds_a_link_and_no_case_text(room, composed, blank, mailoutbox):
    from tests.mail import send_due_mail

    Delivery.objects.all().delete()
    files(composed)
    send_due_mail()
    address = room.people.memberships["granted"].user.email
    (mail,) = [one for one in mailoutbox if "pack" in one.subject.lower() and one.to == [address]]
    assert reverse("meetings:pack", args=[room.meeting.uuid]) in mail.body
    assert "canary" not in mail.body + mail.subject and "Monthly tasking" not in mail.body


def test_a_conflict_takes_the_pack_at_once_and_the_next_one_is_without_the_item(room, composed):
    packs = composed
    reader = room.people.reader("granted")
    with room.reading():
        conflicts.declare(
            actor=room.chair,
            meeting=room.now(),
            item=AgendaItem.objects.get(pk=room.items["plain"].pk),
            person=room.people.memberships["granted"],
            words="Her brother",
            ruling="out",
        )
    with visibility.reading(reader):
        assert not Pack.objects.filter(record_id=room.meeting.pk).exists()
    assert services.refresh(room.meeting.pk) == len(packs)
    with visibility.reading(reader):
        (pack,) = Pack.objects.filter(record_id=room.meeting.pk)
    assert "canarymeeting" not in str(pack.content) and "Welcome" not in str(pack.content)


def test_an_item_that_becomes_confidential_takes_the_packs_that_hold_it(room, composed):
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items["plain"].pk)
        describe_item(
            actor=room.chair, meeting=room.now(), item=item, version=item.version, confidential=True
        )
    with visibility.reading(room.people.reader("granted")):
        assert not Pack.objects.filter(record_id=room.meeting.pk).exists()


def test_who_loses_a_record_loses_the_pack_that_speaks_of_it(room, composed):
    from pam.access.models import Grant

    Grant.objects.filter(content_object_id=room.world.ocg.pk).delete()
    with visibility.reading(room.people.reader("granted")):
        assert not Pack.objects.filter(record_id=room.meeting.pk).exists()


def test_the_page_says_which_papers_are_still_to_come(room, sign_in):
    rows(AgendaItem).filter(record_id=room.meeting.pk, removed_at=None).update(kind="paper")
    told = sign_in("owner").get(reverse("meetings:pack", args=[room.meeting.uuid])).content.decode()
    add = {name: reverse("meetings:paper_add", args=[room.meeting.uuid, item.uuid]) for name, item in
           room.items.items()}  # fmt: skip
    assert "Papers still to come" in told and add["ocg"] in told and add["plain"] not in told


@pytest.mark.slow
def test_a_document_that_is_narrowed_later_closes_the_packs_that_hold_it(room, blank, sign_in):
    document = room.world.parts["shared"]["document"]
    paper = reverse("meetings:paper", args=[papers.add(room, "ocg", document=document).uuid])
    files(make(room))
    page, client = reverse("meetings:pack", args=[room.meeting.uuid]), sign_in("granted")
    theirs = Pack.objects.get(record_id=room.meeting.pk, number=2)
    assert paper in client.get(page).content.decode()
    rows(Document).filter(pk=document.pk).update(agencies=[room.people.agencies["police"].pk])
    assert "Your pack is closed" in client.get(page).content.decode()
    for name, more in (("pack_file", ()), ("pack_page", (1,))):
        assert client.get(reverse(f"meetings:{name}", args=[theirs.uuid, *more])).status_code == 404
    assert paper in sign_in("owner").get(page).content.decode()
    assert services.refresh(room.meeting.pk) == 2
    told = client.get(page).content.decode()
    assert "Your pack is closed" not in told and paper not in told


def test_the_chair_sees_who_has_opened_it_and_others_do_not(room, composed, blank, sign_in):
    files(composed)
    address = reverse("meetings:pack", args=[room.meeting.uuid])
    partner = sign_in("granted")
    assert "Opened by" not in partner.get(address).content.decode()
    pack = Pack.objects.get(record_id=room.meeting.pk, number=2)
    assert partner.get(reverse("meetings:pack_file", args=[pack.uuid])).status_code == 200
    told = sign_in("owner").get(address).content.decode()
    assert "Opened by" in told and "Gita Granted" in told
    assert pack.openings.filter(author=room.people.memberships["granted"]).count() == 2


def test_only_who_manages_the_meeting_makes_a_pack(room, sign_in):
    reader = room.people.reader("granted")
    with visibility.reading(reader), pytest.raises(PermissionDenied):
        services.make_pack(actor=reader, meeting=room.now())
    client = sign_in("owner")
    assert client.post(reverse("meetings:pack_make", args=[room.meeting.uuid])).status_code == 302
    assert Pack.objects.filter(record_id=room.meeting.pk).count() == 2
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.now())
        conduct.all_present(actor=room.chair, meeting=room.now())
        conduct.close(actor=room.chair, meeting=room.now())
        with refused("wrong_state"):
            services.make_pack(actor=room.chair, meeting=room.now())
    assert client.get(reverse("meetings:pack", args=[room.meeting.uuid])).status_code == 200


@pytest.mark.slow
def test_a_pack_that_fails_says_why_and_is_made_by_the_next_round(room, composed, blank, monkeypatch):
    (pack, _) = composed
    monkeypatch.setattr(services, "render_pack", lambda *a, **k: 1 / 0)
    assert not services.make(pack.pk)
    pack.refresh_from_db()
    assert pack.problem and pack.state == "waiting"
    monkeypatch.undo()
    rows(Pack).filter(pk=pack.pk).update(claimed_at=timezone.now() - timedelta(minutes=2))
    tasks.make_waiting_packs()
    pack.refresh_from_db()
    assert pack.state == "made" and pack.problem == "" and pack.sha256


# --- Papers of strangers ---


def hostile(kind):
    """(bytes of a PDF, what the pack says of it)."""
    writer, out = PdfWriter(clone_from=io.BytesIO(papers.pdf_of(1))), io.BytesIO()
    if kind == "script":
        script = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.beep()"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    if kind == "attached":
        writer.add_attachment("evil.exe", b"MZ")
    if kind == "encrypted":
        writer.encrypt("secret")
    writer.write(out)
    return out.getvalue()


@pytest.mark.slow
def test_a_paper_that_is_hostile_changed_or_waits_for_its_scan_is_one_sentence_and_the_pack_goes_on(
    room, place, settings
):
    for kind in ("script", "attached", "encrypted", "broken"):
        content = b"%PDF-1.7 nothing of the kind" if kind == "broken" else hostile(kind)
        papers.add(room, "ocg", title=f"Hostile {kind}", file=papers.upload(content))
    changed = papers.add(room, "ocg", title="Changed on the disk")
    settings.CLAMD = "tcp://localhost:1"
    papers.add(room, "ocg", title="Waits")
    settings.CLAMD = ""
    papers.add(room, "ocg", title="The one after them")
    packs = make(room)
    (place / changed.file.name).write_bytes(papers.pdf_of(9))
    pack = files(packs, "Full copy")["Full copy"]
    told = words(pack).replace("\n", " ")
    for said in (
        "holds a script",
        "has others attached",
        "protected",
        "damaged",
        "not what it was",
        "waiting for the virus scan",
        "The one after them",
    ):
        assert said in told, said
    with pack.file.open("rb") as file:
        raw = file.read()
    assert b"/JavaScript" not in raw and b"/EmbeddedFile" not in raw and b"evil" not in raw


@pytest.mark.slow
def test_how_many_pages_a_pack_shows_is_a_setting_and_a_changed_one_makes_no_new_edition(room, monkeypatch):
    monkeypatch.setattr(document, "pages_of", lambda *a: (5000, [b""] + [papers.PNG] * 60))
    papers.add(room, "ocg", title="Long")
    first = make(room)
    for key, value in (("meetings.paper_pages", 7), ("meetings.pack_pages", 10)):
        set_general(key, value, agency=room.people.agencies["police"])
    assert make(room) == [] and first[0].content["pages"] == {"paper": 60, "pack": 400}
    papers.add(room, "plain", title="Later")
    pack = full(room)
    told = words(pack).replace("\n", " ")
    assert "It has 5,000 pages: the first 7 are here" in told and "the first 3 are here" in told
    assert "The pack is full" in told


def test_who_is_no_longer_cleared_for_a_paper_has_no_pack_with_it(room):
    rows(Record).filter(pk__in=[room.meeting.pk, room.world.ocg.pk]).update(marking=1)
    papers.add(room, "plain", title="Marked canarymarked", own_marking=2)
    principal = room.people.memberships["granted"].principal_id
    (theirs,) = [pack for pack in make(room) if principal in pack.for_principals]
    assert "canarymarked" in str(theirs.content)
    theirs = rows(Membership).filter(pk=room.people.memberships["granted"].pk)
    theirs.update(clearance=1)
    people = room.people
    with visibility.reading(people.reader("granted")):
        assert Meeting.objects.filter(pk=room.meeting.pk).exists()
        assert not Pack.objects.filter(record_id=room.meeting.pk).exists()
    services.refresh(room.meeting.pk)
    with visibility.reading(people.reader("granted")):
        (pack,) = Pack.objects.filter(record_id=room.meeting.pk)
    assert "canarymarked" not in str(pack.content) and pack.own_marking is None
