"""What a system reads of a meeting: agenda and decisions, as far as it may see what they are about."""

import pytest

from meetings.models import AgendaItem
from pam.audit.models import LogEntry
from pam.records.bulk import rows


@pytest.mark.parametrize("path", ["agenda", "decisions"])
def test_what_is_about_a_record_is_for_who_opens_it_and_the_log_names_it(path, world, program):
    mine = program("owner")
    listed = mine.get(f"records/{world.meeting.uuid}/{path}").json()["items"]
    about = {row["about"] for row in listed} - {None}
    assert listed and about and all({"uuid", "version"} <= set(row) for row in listed)
    line = LogEntry.objects.filter(detail__endswith=f": {path}").latest("pk")
    assert world.meeting.pk in line.records and len(line.records) == 1 + len(about)
    partner = program("granted").get(f"records/{world.meeting.uuid}/{path}").json()["items"]
    assert {row["uuid"] for row in partner} < {row["uuid"] for row in listed}
    assert not {str(world.pvp.uuid)} & {row["about"] for row in partner}
    assert mine.get(f"records/{world.ocg.uuid}/{path}").status_code == 404


def test_decisions_name_their_item_and_a_page_goes_on_where_the_one_before_ended(world, program):
    mine, path = program("owner"), f"records/{world.meeting.uuid}/decisions"
    items = {row["uuid"] for row in mine.get(f"records/{world.meeting.uuid}/agenda").json()["items"]}
    found, after = [], ""
    for _ in range(20):
        page = mine.get(path, {"limit": 1, **({"after": after} if after else {})}).json()
        found += page["items"]
        after = page["next"]
        if not after:
            break
    assert len(found) == len({row["uuid"] for row in found}) == page["total"]
    assert {row["item"] for row in found} <= items and all(row["rationale"] for row in found)


def test_the_discussion_is_for_a_system_that_manages_the_meeting_others_get_minutes(world, program):
    path = f"records/{world.meeting.uuid}/agenda"
    rows(AgendaItem).filter(record_id=world.meeting.pk).update(notes="Typed in the room")
    mine, theirs = (program(persona).get(path).json()["items"] for persona in ("owner", "granted"))
    assert mine and {row["notes"] for row in mine} == {"Typed in the room"}
    assert theirs and {row["notes"] for row in theirs} == {""}
