"""What a system reads of a group: its disruptions and places, as far as it may see them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocg.models import GroupPlace
from pam.audit.models import LogEntry
from pam.records.bulk import rows
from tests.actions.world import make_ocg
from tests.world.disruptions import add_disruptions
from tests.world.responsible import add_place


def test_a_disruption_says_its_codes_state_and_outputs_and_the_look_is_logged(people, program):
    ocg = make_ocg(people)
    add_disruptions(people, ocg, "one")
    listed = program("owner").get(f"records/{ocg.uuid}/disruptions").json()
    assert {row["state"] for row in listed["items"]} == {"submitted", "returned"}
    row = listed["items"][0]
    assert (row["claimed"], row["level"], row["strand"]) == ("moderate", "", "pursue")
    assert {"kind": "drugs", "drug": "heroin", "amount": 1.25} in row["outputs"]
    logged = LogEntry.objects.filter(records=[ocg.pk], detail__endswith=": disruptions")
    assert logged.get().detail.startswith("API, ")


def test_a_place_of_a_group_says_what_it_does_where_and_one_taken_off_is_left_out(people, program):
    ocg, mine = make_ocg(people), program("owner")
    add_place(people, ocg, "The market")
    gone = add_place(people, ocg, "Gone")
    rows(GroupPlace).filter(pk=gone.pk).update(removed_at="2026-01-01T00:00Z")
    (row,) = mine.get(f"records/{ocg.uuid}/group-places").json()["items"]
    assert (row["role"], row["area"], row["details"]) == ("supplies", "prison", "Wing The market")


def test_what_is_for_another_agency_is_not_in_the_list_of_a_partner(world, program):
    ocg = world.ocg
    add_place(world.people, ocg, "For all")
    add_place(world.people, ocg, "canarypolice", [world.people.agencies["police"].pk])
    mine = program("granted")
    told = mine.get(f"records/{ocg.uuid}/group-places").content.decode()
    assert "For all" in told and "canarypolice" not in told
    assert "canarypolice" not in mine.get(f"records/{ocg.uuid}/disruptions").content.decode()
    assert mine.get(f"records/{world.pvp.uuid}/disruptions").status_code == 404


def test_a_record_of_another_kind_has_no_such_lists(world, program):
    mine = program("owner")
    for path in ("disruptions", "group-places"):
        assert mine.get(f"records/{world.pvp.uuid}/{path}").status_code == 404


def test_both_lists_page_and_ask_as_much_for_many_rows_as_for_a_few(people, program):
    ocg, mine, counted = make_ocg(people), program("owner"), {}
    for _ in range(2):
        add_disruptions(people, ocg, "one")
        for number in range(3):
            add_place(people, ocg, f"Quay {number}")
        for path in ("disruptions", "group-places"):
            mine.get(f"records/{ocg.uuid}/{path}")  # what a process keeps is kept by now
            with CaptureQueriesContext(connection) as asked:
                page = mine.get(f"records/{ocg.uuid}/{path}", {"limit": 100}).json()
            counted.setdefault(path, []).append(len(asked))
            first = mine.get(f"records/{ocg.uuid}/{path}", {"limit": 1}).json()
            second = mine.get(f"records/{ocg.uuid}/{path}", {"limit": 1, "after": first["next"]}).json()
            assert [first["items"][0], second["items"][0]] == page["items"][:2]
    assert all(few == many for few, many in counted.values()), counted
