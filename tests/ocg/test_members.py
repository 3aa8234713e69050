"""Members of a group over their lives: role, status with dates, corrections, exploited people apart."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from ocg.members import selectors, services
from ocg.members.lists import REQUIREMENT
from ocg.models import Member, MemberStatus
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Entry, Subject
from pam.stages.requirements import _requirements
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing
from tests.world.members import part, role, status

REFUSED = (ProgrammingError, IntegrityError)


@standing
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


def add(people, record, subject=None, code="significant", persona="owner", agencies=None, first=None):
    """A persona adds a member, behind the second wall."""
    actor = people.reader(persona)
    subject = subject or Subject(name="Jo Quay", category="suspect")
    with visibility.reading(actor):
        return services.add_member(
            actor=actor,
            record=record,
            subject=subject,
            member=part(code=code),
            status=first or status(),
            agencies=agencies,
        )


def move(people, member, state, persona="owner", **values):
    """A persona gives a member a status from today on."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        row = status(state=state, **{"since": timezone.localdate(), **values})
        return services.set_status(actor=actor, member=member, status=row)


def strike(people, row, persona="owner", instead=None, reason="The wrong prison"):
    """A persona strikes out a status."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = MemberStatus.objects.get(pk=row.pk)
        return services.strike_status(
            actor=actor, status=now, version=now.version, reason=reason, instead=instead
        )


def read(people, record, persona="owner"):
    """What a persona reads of the members."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return selectors.members_of(actor, record)


def test_a_new_person_becomes_a_member_in_one_form(people, ocg, sign_in):
    client = sign_in("owner")
    day = timezone.localdate() + timedelta(days=80)
    typed = {"name": "Jo Quay", "kind": "person", "category": "", "role": role().pk, "state": "serving"}
    typed |= {"audience": "all"}
    typed |= {"since_day": 3, "since_month": 3, "since_year": 2025, "establishment": "HMP Stonefell"}
    typed |= {"release_on_day": day.day, "release_on_month": day.month, "release_on_year": day.year}
    answer = client.post(url("ocg:member_add", ocg), typed)
    member = Member.objects.get()
    assert answer["Location"] == url("ocg:member", member)
    assert (member.subject.name, member.subject.category) == ("Jo Quay", "suspect")
    words = page_text(client.get(answer["Location"]))
    assert "Serving" in words and "HMP Stonefell" in words
    assert "Jo Quay" in page_text(client.get(ocg.get_absolute_url()))
    lines = list(Entry.objects.filter(record_id=ocg.pk, kind="member").values_list("title", flat=True))
    assert lines == ["Significant added: Jo Quay"]


def test_an_exploited_person_is_apart_from_members_in_every_list(people, ocg, sign_in):
    add(people, ocg)
    add(people, ocg, Subject(name="Noor Ash", category="victim"), code="exploited")
    found = read(people, ocg)
    assert [line.name for line in found.members] == ["Jo Quay"]
    assert [line.name for line in found.exploited] == ["Noor Ash"]
    words = page_text(sign_in("owner").get(url("ocg:members", ocg)))
    assert words.index("Jo Quay") < words.index("Exploited people") < words.index("Noor Ash")


def test_a_new_exploited_person_is_a_victim_unless_said_otherwise(people, ocg, sign_in):
    typed = {"name": "Noor Ash", "kind": "person", "role": role("exploited").pk, "state": "not_known"}
    typed |= {"audience": "all"}
    typed |= {"since_day": 3, "since_month": 3, "since_year": 2025}
    sign_in("owner").post(url("ocg:member_add", ocg), typed)
    assert Subject.objects.get(name="Noor Ash").category == "victim"


def test_one_of_the_record_is_chosen_and_one_that_looks_alike_is_asked_about(people, ocg, sign_in):
    client, sam = sign_in("owner"), add_person(people, ocg)
    dated = {"since_day": 3, "since_month": 3, "since_year": 2025, "state": "at_large", "role": role().pk}
    dated |= {"audience": "all"}
    answer = client.post(url("ocg:member_add", ocg), {"name": "Sam Sailor", "kind": "person", **dated})
    assert answer.status_code == 200 and "Is it one of these?" in page_text(answer)
    typed = {"name": "Sam Sailor", "kind": "person", "same": str(sam.uuid), **dated}
    client.post(url("ocg:member_add", ocg), typed)
    assert Member.objects.get().subject_id == sam.pk and Subject.objects.count() == 1
    other = add_person(people, ocg, "Kit Crane")
    answer = client.post(url("ocg:member_add", ocg), {"subject": other.pk, "name": "X", **dated})
    assert "Leave the name empty" in page_text(answer)
    client.post(url("ocg:member_add", ocg), {"subject": other.pk, "kind": "person", **dated})
    assert Member.objects.filter(subject=other).exists()


def test_nobody_has_two_parts_and_a_place_has_none(people, ocg):
    sam = add_person(people, ocg)
    add(people, ocg, sam)
    with pytest.raises(Refused) as refused:
        add(people, ocg, sam)
    assert refused.value.code == "already_there"
    with pytest.raises(Refused) as refused:
        add(people, ocg, Subject(name="4 Quay Street", kind="place", category=""))
    assert refused.value.code == "not_a_person"


def test_the_newest_status_that_is_not_struck_out_counts(people, ocg):
    member = add(people, ocg)
    today = timezone.localdate()
    bail = move(people, member, "bail", since=today - timedelta(days=200), until=today)
    assert read(people, ocg).members[0].status.state == "serving", "an older one is only history"
    free = move(people, member, "licence", until=today + timedelta(days=300))
    assert read(people, ocg).members[0].status_words.startswith("On licence, until ")
    strike(people, free)
    assert read(people, ocg).members[0].status.state == "serving"
    assert {row.pk for row in MemberStatus.objects.all()} >= {bail.pk, free.pk}


def test_a_correction_strikes_through_and_the_only_status_needs_another(people, ocg):
    member = add(people, ocg)
    first = MemberStatus.objects.get()
    with pytest.raises(Refused) as refused:
        strike(people, first)
    assert refused.value.code == "only_one"
    strike(people, first, instead=status(establishment="HMP Farrow"))
    kept = list(member.statuses.order_by("pk").values_list("establishment", "struck_reason"))
    assert kept[0][1] == "The wrong prison" and kept[1] == ("HMP Farrow", "")
    with pytest.raises(Refused) as refused:
        strike(people, first)
    assert refused.value.code == "already_struck"


@pytest.mark.parametrize(
    ("state", "values", "field"),
    [
        ("at_large", {"release_on": timezone.localdate()}, "release_on"),
        ("bail", {"establishment": "HMP Stonefell"}, "establishment"),
        ("serving", {"until": timezone.localdate()}, "until"),
        ("licence", {"until": timezone.localdate() - timedelta(days=900)}, "until"),
        ("at_large", {"since": timezone.localdate() + timedelta(days=9)}, "since"),
        ("nowhere", {}, "state"),
    ],
)
def test_a_status_that_does_not_fit_is_refused_beside_its_field(people, ocg, state, values, field):
    member = add(people, ocg)
    with pytest.raises(Refused) as refused:
        move(people, member, state, **values)
    assert refused.value.field == field


def test_a_partner_who_contributes_adds_a_status_and_strikes_out_their_own_alone(people, ocg):
    share_with(people, ocg)
    member = add(people, ocg)
    with pytest.raises(PermissionDenied):
        move(people, member, "licence", "granted")
    share_with(people, ocg, level=Level.CONTRIBUTE)
    theirs = move(people, member, "licence", "granted")
    with pytest.raises(PermissionDenied):
        strike(people, MemberStatus.objects.order_by("pk").first(), "granted", reason="No")
    strike(people, theirs, "granted")


def test_members_are_for_the_agencies_that_the_person_is_for_or_fewer(people, ocg, sign_in):
    share_with(people, ocg)
    police = [people.agencies["police"].pk]
    hidden = add_person(people, ocg, "Kit Crane", agencies=police)
    row = add(people, ocg, hidden)
    assert row.agencies == police and MemberStatus.objects.get().agencies == police
    assert not read(people, ocg, "granted").any and read(people, ocg).any
    client = sign_in("granted")
    assert client.get(url("ocg:member", row)).status_code == 404
    assert "Kit" not in page_text(client.get(url("ocg:members", ocg)))


def raw(people, sql, *values):
    """How many rows a statement of the owner's web process changes."""
    with visibility.reading(people.reader("owner")), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_the_database_keeps_members_and_statuses_as_they_were_said(people, ocg):
    police = [people.agencies["police"].pk]
    hidden = add_person(people, ocg, "Kit Crane", agencies=police)
    member = add(people, ocg, hidden)
    first = MemberStatus.objects.get()
    strike(people, first, instead=status())
    for sql in (
        "UPDATE ocg_member SET agencies = NULL WHERE id = %s",
        "UPDATE ocg_memberstatus SET establishment = 'HMP Farrow' WHERE member_id = %s",
        "UPDATE ocg_memberstatus SET struck_at = NULL, struck_reason = '' WHERE member_id = %s",
        "UPDATE ocg_memberstatus SET agencies = NULL WHERE member_id = %s",
        "UPDATE ocg_memberstatus SET released_at = now() WHERE member_id = %s",
    ):
        with pytest.raises(REFUSED):
            raw(people, sql, member.pk)
    other = add_person(people, group(people, "Third"))
    with pytest.raises(REFUSED):
        raw(people, "UPDATE ocg_member SET subject_id = %s WHERE id = %s", other.pk, member.pk)


def test_a_removed_member_is_gone_from_lists_and_stays_in_the_history(people, ocg, sign_in):
    member = add(people, ocg)
    client = sign_in("owner")
    client.post(url("ocg:member_remove", member), {"version": 1, "reason": "Another person"})
    assert not read(people, ocg).any
    assert client.get(url("ocg:member", member)).status_code == 404
    assert Member.history.filter(id=member.pk).count() == 2
    assert "Another person" in page_text(client.get(url("records:chronology", ocg)))


def test_a_group_is_not_archived_while_the_status_of_a_member_is_not_known(people, ocg):
    actor, met = people.reader("owner"), _requirements[REQUIREMENT].met
    with visibility.reading(actor):
        assert met(actor, ocg)
        member = add(people, ocg, first=status(state="not_known"))
        assert not met(actor, ocg)
        move(people, member, "abroad")
        assert met(actor, ocg)
    shipped = FrameworkVersion.objects.filter(framework__code="ocg-stages").latest("number")
    archive = next(move for move in shipped.body["moves"] if move["code"] == "archive")
    assert REQUIREMENT in archive["needs"]


def test_the_download_names_each_member_and_is_logged(people, ocg, sign_in):
    add(people, ocg)
    typed = {"kind": "csv", "recipient": "Pat Holm", "reason": "Release planning"}
    answer = sign_in("owner").post(url("ocg:members_download", ocg), typed)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Jo Quay" in text and "HMP Stonefell" in text
