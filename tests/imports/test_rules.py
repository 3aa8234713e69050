"""What holds of imports whatever the file: who, what is told, what is remembered, what is never half done."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ocg.members.models import MemberStatus
from pam.access import visibility
from pam.access.errors import Refused
from pam.imports import running, services
from pam.imports.models import ColumnMap, Import, ImportMade
from pam.records.models import Entry, Subject
from pam.records.services import add_subject
from pam.reference.selectors.lists import terms
from pam.reference.services.settings import set_general
from tests.imports.files import csv_file
from tests.imports.made import begin, checked, done, fates, undone
from tests.imports.test_imports import groups_file, media, tiers  # noqa: F401  (fixtures)
from tests.records.world import add_person, group, page_text
from tests.standing import standing

MEMBERS = ["Group", "Name", "DOB", "Role", "Category"]


@standing
def ocg(people):
    """A group of the owner's."""
    return group(people)


def member_rows(record, *rows):
    """A file of members of a group."""
    return csv_file([MEMBERS, *([record.reference, *row] for row in rows)], name="members.csv")


def test_members_come_in_with_one_line_each_and_go_again(people, ocg):
    upload = member_rows(ocg, ["Ann Ash", "1990", "driver", "Suspect"], ["Ben Birch", "about 30", "", ""])
    importing = done(people, checked(people, "ocg.members", upload))
    assert importing.state == "done", importing.problem
    rows = Subject.objects.filter(record_id=ocg.pk, name__in=["Ann Ash", "Ben Birch"]).order_by("name")
    assert [(row.name, str(row.born)[:2], row.category) for row in rows] == [
        ("Ann Ash", "19", "suspect"),
        ("Ben Birch", "ab", "other"),
    ]
    assert all(row.identity_id and row.history.count() == 1 for row in rows)
    assert Entry.objects.filter(record_id=ocg.pk, title__startswith="Person added: ").count() == 2
    assert undone(people, importing).state == "undone", importing.problem
    assert not Subject.objects.filter(name__in=["Ann Ash", "Ben Birch"]).exists()
    assert not Entry.objects.filter(record_id=ocg.pk, title__startswith="Person added: Ann").exists()


def test_a_role_in_the_group_makes_a_member_with_a_status_and_what_does_not_fit_is_refused(people, ocg):
    head = ["Group", "Name", "Role in the group", "Status", "Earliest release date"]
    role = terms("ocg.member-role")[0].label
    rows = [
        [ocg.reference, "Ann Ash", role, "Serving", "1/2/2031"],
        [ocg.reference, "Ben Birch", "", "Serving", ""],
    ]
    found = fates(checked(people, "ocg.members", csv_file([head, *rows])))
    assert found[2] == ("new", []) and found[3][0] == "refused" and "needs it" in found[3][1][0]
    importing = done(people, checked(people, "ocg.members", csv_file([head, rows[0]])))
    assert importing.state == "done", importing.problem
    status = MemberStatus.objects.get(record_id=ocg.pk)
    assert (status.state, str(status.release_on)) == ("serving", "2031-02-01")
    assert undone(people, importing).state == "undone", importing.problem
    assert not MemberStatus.objects.filter(record_id=ocg.pk).exists()


def test_a_record_that_is_hidden_and_one_that_is_not_there_get_the_same_sentence(people, ocg):
    hidden = group(people, "Hidden group", "other_force", "other")
    upload = csv_file(
        [MEMBERS, [hidden.reference, "Ann Ash", "", "", ""], ["OCG-26-ZZZZ", "Ann Ash", "", "", ""]]
    )
    found = fates(checked(people, "ocg.members", upload))
    said = [
        sentences[0].replace(hidden.reference, "X").replace("OCG-26-ZZZZ", "X")
        for _, sentences in found.values()
    ]
    assert said[0] == said[1] and {fate for fate, _ in found.values()} == {"refused"}


def test_what_may_be_the_same_is_looked_for_through_the_gate(people, ocg):
    hidden = group(people, "Hidden group", "other_force", "other")
    other = people.reader("other_force")
    with visibility.reading(other):
        add_subject(actor=other, record=hidden, subject=Subject(name="Ann Ash", category="suspect"))
    upload = member_rows(ocg, ["Ann Ash", "", "", ""])
    assert {fate for fate, _ in fates(checked(people, "ocg.members", upload)).values()} == {"new"}
    add_person(people, ocg, "Ann Ash")
    again = member_rows(ocg, ["Ann Ash", "", "driver", ""])
    assert {fate for fate, _ in fates(checked(people, "ocg.members", again)).values()} == {"duplicate"}


def test_the_same_headings_are_mapped_by_themselves_for_the_agency_alone(people):
    checked(people, "ocg.groups", groups_file())
    assert ColumnMap.objects.get().agency_id == people.agencies["police"].pk
    again = begin(people, "ocg.groups", groups_file())
    assert (again.state, again.remembered) == ("checking", True)


def test_one_refused_row_keeps_all_from_being_imported(people):
    importing = checked(people, "ocg.groups", groups_file(["Bad", "Platinum", "", ""]))
    actor = people.reader("owner")
    with visibility.reading(actor), pytest.raises(Refused) as refused:
        services.run(actor=actor, importing=importing)
    assert refused.value.code == "rows_refused"


def test_what_was_added_since_the_check_stops_the_import_and_nothing_is_added(people):
    importing = checked(people, "ocg.groups", groups_file())
    group(people, "Quay Nine")
    importing = done(people, importing)
    assert importing.state == "checked" and "may be the same" in importing.problem
    assert not ImportMade.objects.exists()


def test_a_person_without_a_team_or_below_supervisor_where_the_agency_says_so_imports_nothing(people):
    with pytest.raises(PermissionDenied):
        begin(people, "ocg.groups", groups_file(), who="colleague")
    importing = checked(people, "ocg.groups", groups_file(), who="other_force")
    set_general("imports.supervisors_alone", True)
    with pytest.raises(PermissionDenied):
        actor = people.reader("other_force")
        with visibility.reading(actor):
            services.run(actor=actor, importing=importing)
    Import.objects.filter(pk=importing.pk).update(state="running")
    running.go_on(importing.pk, people.reader("other_force").membership_id)
    importing.refresh_from_db()
    assert importing.state == "checked" and "no longer" in importing.problem


def test_raw_sql_cannot_call_what_was_there_before_imported(people, ocg):
    person = add_person(people, ocg, "Ann Ash")
    importing = checked(people, "ocg.groups", groups_file())
    Import.objects.filter(pk=importing.pk).update(state="running")
    actor = people.reader("owner")
    with visibility.reading(actor), connection.cursor() as cursor:
        for sql, values in (
            ("INSERT INTO imports_importmade (importing_id, number, model, row, record, noted_at)"
             " VALUES (%s, 2, 'records.Subject', %s, %s, now())", [importing.pk, person.pk, ocg.pk]),
            ("SELECT pam_import_erase('records.Subject', ARRAY[%s]::bigint[])", [person.pk]),
            ("SELECT pam_import_note(%s, 'records.Subject', ARRAY[2], ARRAY[0::bigint], ARRAY[0::bigint])",
             [importing.uuid]),
            ("SELECT pam_undo_import(%s)", [importing.uuid]),
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(sql, values)


def test_another_persons_import_is_not_there(people, sign_in):
    importing = checked(people, "ocg.groups", groups_file())
    for name in ("import", "map", "run", "errors", "undo", "give_up"):
        assert (
            sign_in("other_force").get(reverse(f"imports:{name}", args=[importing.uuid])).status_code == 404
        )


def test_the_pages_lead_from_a_file_to_a_report(people, sign_in):
    client, tier = sign_in("owner"), tiers()[0]
    upload = csv_file([["Title of it", "Tier"], ["Quay Nine", tier], ["Quay Nine", "Nothing"]])
    answer = client.post(reverse("imports:list"), {"target": "ocg.groups", "upload": upload}, follow=True)
    importing = Import.objects.get()
    assert "Which column is what?" in page_text(answer) and importing.state == "mapping"
    team = str(people.teams["unit"].pk)
    typed = {"sheet": 0, "heading": 1, "column_title": 0, "column_tier": 1, "option_team": team}
    page = reverse("imports:map", args=[importing.uuid])
    text = page_text(client.post(page, typed | {"column_tier": ""}))
    assert "Select the column of: Tier" in text
    client.post(page, typed | {"option_marking": "2"}, follow=True)
    importing.refresh_from_db()
    assert importing.state == "checking", importing.problem
    running.go_on(importing.pk, people.memberships["owner"].pk)
    text = page_text(client.get(reverse("imports:import", args=[importing.uuid])))
    assert "Tier is “Nothing”" in text and "Download the refused rows" in text
    sheet = client.get(reverse("imports:errors", args=[importing.uuid]))
    assert sheet.status_code == 200 and b"".join(sheet.streaming_content)[:2] == b"PK"
    client.post(reverse("imports:give_up", args=[importing.uuid]))
    importing.refresh_from_db()
    assert importing.state == "given_up" and not importing.file
