"""Who else has a share is for those who manage a record to know: below that no page, label or copy names the
others, nor how many they are.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import MinutesCopy
from meetings.selectors import meetings as meeting_selectors
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.sharing import share_record
from pam.records.models import Entry
from tests.actions.world import add_action
from tests.matrix.requests import same_bytes, undone
from tests.meetings import room as rooms
from tests.records.world import add_note, add_person, group, page_text, share_with, url
from tests.standing import standing

THIRD = ("Probation", "Northshire Probation Service")


@standing
def ocg(people):
    """A group that the council contributes to, with a part of each kind for the council and the police."""
    record = group(people)
    share_with(people, record, agency="council", level=Level.CONTRIBUTE)
    both = [people.agencies[key].pk for key in ("police", "council")]
    add_note(people, record, title="Seen at the quay", agencies=both)
    add_note(people, record, persona="signposted", title="Housing visit", agencies=both)
    add_person(people, record, agencies=both)
    record.action = add_action(people, record, title="Visit", agencies=["police", "council"])
    return record


def share_with_the_third(people, record):
    """Gives probation a share, with its line, and addresses what is for the council to probation too."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        share_record(
            actor=actor,
            record=record,
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=Level.VIEW,
                reason="Joint plan",
                until=people.agreement.ends_at,
                basis=people.basis,
                agreement=people.agreement,
                conditions=("no-print",),
            ),
        )
    council, third = people.agencies["council"].pk, people.agencies["probation"].pk
    with connection.cursor() as cursor:
        for table in ("records_entry", "records_subject", "actions_action"):
            cursor.execute(
                f"UPDATE {table} SET agencies = agencies || %s WHERE %s = ANY (agencies)", [[third], council]
            )


@pytest.mark.slow
@pytest.mark.parametrize("level", [Level.VIEW, Level.CONTRIBUTE])
def test_a_third_agencys_share_changes_neither_bytes_nor_queries_of_another_below_manage(
    people, ocg, sign_in, level
):
    Grant.objects.filter(content_object_id=ocg.pk, group=people.agencies["council"].principal).update(
        level=level
    )
    client = sign_in("signposted")
    asked = [
        ocg.get_absolute_url(),
        url("records:chronology", ocg),
        url("actions:detail", ocg.action),
        reverse("actions:list"),
        reverse("disclosure:receipts"),
        reverse("search:results") + "?q=quay",
    ]

    def tell(address):
        with undone(), CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        return answer.status_code, same_bytes(answer), len(queries)

    for address in asked:  # caches of the process warm up once
        tell(address)
    without = {address: tell(address) for address in asked}
    share_with_the_third(people, ocg)
    for address in asked:
        assert tell(address) == without[address], address
    assert without[asked[0]][0] == 200 and b"Chosen agencies" in without[asked[0]][1]


def test_labels_name_the_agencies_to_those_who_manage_alone(people, ocg, sign_in):
    share_with_the_third(people, ocg)
    pages = [ocg.get_absolute_url(), url("records:chronology", ocg), url("actions:detail", ocg.action)]
    for address in pages:
        theirs, ours = (page_text(sign_in(persona).get(address)) for persona in ("signposted", "owner"))
        assert "Chosen agencies" in theirs
        assert not [name for name in THIRD if name in theirs], address
        assert "Council, Northshire and Probation only" in ours and "Chosen agencies" not in ours


def test_the_line_of_a_share_is_for_the_giver_the_owner_and_the_receiver(people, ocg):
    share_with_the_third(people, ocg)
    for persona, told in (("owner", True), ("granted", True), ("signposted", False)):
        reader = people.reader(persona)
        with visibility.reading(reader):
            lines = visibility.visible_to(reader, Entry).filter(record_id=ocg.pk, kind="share")
            assert any("Probation" in line.title for line in lines) == told, persona


def equal_sight(world):
    """The approved minutes of a meeting with probation and the council, who may see the same; the council on
    a condition, and in the owner's own words.
    """
    people = world.people
    actor = people.reader("owner")
    Grant.objects.filter(content_object_id=world.ocg.pk, group=people.agencies["council"].principal).delete()
    with visibility.reading(actor):
        share_record(
            actor=actor,
            record=world.ocg,
            proposal=ShareProposal(
                principal=people.agencies["council"].principal,
                level=Level.VIEW,
                reason="Joint plan",
                until=people.agreement.ends_at,
                basis=people.basis,
                agreement=people.agreement,
                conditions=("source",),
                condition_text="Ring Olive before you act.",
            ),
        )
    return rooms.approved(world, invite=("granted", "signposted"))


def said(copy):
    """What a copy says outside of the list of those who were invited, who know of each other."""
    return str({name: value for name, value in copy.content.items() if name != "attendance"})


@pytest.mark.slow
def test_agencies_that_may_see_the_same_get_copies_that_do_not_tell_of_each_other(world):
    _, copies = equal_sight(world)
    labels = {copy.label: copy for copy in copies}
    probation, council = (
        labels[f"Copy for {name}"] for name in ("Northshire Probation Service", "Harbourne City Council")
    )
    assert probation.about_records == council.about_records == [world.ocg.pk]
    assert "Ring Olive before you act." in said(council) and "Protect where it came from" in said(council)
    for words in ("Ring Olive", "Protect where it came from", "Harbourne City Council", "record’s page"):
        assert words not in said(probation), words
    assert council.content["copy_for"] == "Harbourne City Council"
    people = world.people
    assert people.memberships["signposted"].principal_id not in probation.for_principals
    assert people.memberships["granted"].principal_id not in council.for_principals


@pytest.mark.slow
def test_the_log_of_reading_a_copy_does_not_count_the_copies(world, sign_in):
    room, _ = equal_sight(world)
    sign_in("granted").get(url("meetings:minutes", room.meeting))
    row = LogEntry.objects.filter(operation="read minutes").latest("pk")
    assert row.detail == f"{room.meeting.reference}, Copy for Northshire Probation Service"


@pytest.mark.parametrize("said", [True, False])
def test_a_copy_says_that_a_part_is_withheld_where_the_force_says_so(world, monkeypatch, said):
    from meetings.selectors import sight

    for module in (meeting_selectors, sight):
        monkeypatch.setattr(module, "says_what_is_withheld", lambda meeting: said)
    _, copies = rooms.approved(world)
    full, partner = copies
    assert (full.label == "Full copy") == said
    assert partner.label == "Copy for Northshire Probation Service"
    assert partner.withheld == partner.content["withheld"] == said
    assert MinutesCopy.objects.filter(withheld=True).exists() == said
