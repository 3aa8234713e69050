"""Settings: declared in code, kept where they were changed, the agency's own before that of every agency."""

import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Q
from django.urls import reverse

from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.audit.models import LogEntry
from pam.db import kept
from pam.reference import declarations
from pam.reference.declarations import Text, WholeNumber, YesNo, all_declared, declare, declared
from pam.reference.models import Setting
from pam.reference.selectors.settings import forget_settings, setting, settings_by_value
from pam.reference.services import settings as services
from pam.reference.services.settings import reset_general, set_general
from tests.records.world import page_text

KEY, GENERAL = "enquiries.daily_limit", "matching.by_phone"
PAGE = "reference:setting"


def change(people, value, version=0, key=KEY, persona="administrator"):
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.change_setting(actor=actor, key=key, value=value, version=version)


def in_sql(key, agency):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_setting(%s, %s)::text", [key, agency])
        return cursor.fetchone()[0]


def test_a_setting_that_nobody_changed_has_its_default_in_python_and_in_the_database(people):
    police = people.agencies["police"].pk
    for one in all_declared():
        if one.key == "meetings.access_days":  # the small world's own
            continue
        assert setting(one.key, police) == setting(one.key) == one.default
        with connection.cursor() as cursor:
            cursor.execute("SELECT pam_setting(%s, %s) = %s::jsonb", [one.key, police, _json(one.default)])
            assert cursor.fetchone()[0]
    with pytest.raises(KeyError):
        setting("enquiries.no_such_thing")


def _json(value):
    import json

    return json.dumps(value)


def test_the_agencys_value_wins_over_that_of_every_agency_and_is_no_other_agencys(people):
    police, other = people.agencies["police"], people.agencies["other"]
    set_general(KEY, 5)
    change(people, 3)
    assert (setting(KEY, police.pk), setting(KEY, other.pk), setting(KEY)) == (3, 5, 5)
    assert (in_sql(KEY, police.pk), in_sql(KEY, other.pk), in_sql(KEY, None)) == ("3", "5", "5")
    change(people, None, version=1)  # emptied: no limit, and not the general value
    assert setting(KEY, police.pk) is None and in_sql(KEY, police.pk) is None


@pytest.mark.slow
def test_a_value_of_another_process_counts_after_half_a_minute(people, monkeypatch):
    assert setting(KEY) == 40
    Setting._base_manager.bulk_create([Setting(key=KEY, value=7)])  # no signal in this process
    assert setting(KEY) == 40
    now = kept.time.monotonic()
    monkeypatch.setattr(kept.time, "monotonic", lambda: now + kept.SECONDS + 1)
    assert setting(KEY) == 7 and kept.SECONDS <= 30


def test_rows_of_every_agency_are_told_apart_by_their_agencys_value(people):
    police, other = people.agencies["police"].pk, people.agencies["other"].pk
    set_general(KEY, 5)
    change(people, 3)
    found = settings_by_value(KEY, "agency")
    assert found == [(5, ~Q(agency__in=[police])), (3, Q(agency__in=[police]))]
    names = Setting.objects.none().model.agency.field.related_model.objects
    rows = settings_by_value(KEY, "pk")
    assert {
        value: set(names.filter(q).values_list("pk", flat=True)) & {police, other} for value, q in rows
    } == {
        5: {other},
        3: {police},
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [(KEY, 0), (KEY, 1001), (KEY, "5"), (KEY, True), (KEY, 1.5), (GENERAL, 1), (GENERAL, None),
     ("retention.first_group_ocg", "no-such-group"), ("meetings.access_days", None)],
)  # fmt: skip
def test_a_value_outside_its_declaration_is_refused_with_a_sentence(people, key, value):
    with pytest.raises(Refused) as refused:
        set_general(key, value)
    assert declared(key).label in refused.value.message or "Select" in refused.value.message


@pytest.mark.parametrize(
    ("key", "value"),
    [(KEY, 0), (KEY, 1001), (KEY, "x"), (KEY, 1.5), (GENERAL, 1), (GENERAL, None), ("no.such", 1),
     ("retention.first_group_ocg", 2)],
)  # fmt: skip
def test_the_database_takes_no_value_outside_its_declaration_whoever_writes(people, key, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Setting(key=key, value=value).save()


def test_the_database_keeps_what_has_one_value_for_every_agency_at_one(people):
    with pytest.raises(IntegrityError, match="one value for every agency"), transaction.atomic():
        Setting(key=GENERAL, value=True, agency=people.agencies["police"]).save()
    with pytest.raises(PermissionDenied):
        change(people, False, key=GENERAL)


def test_nobody_but_an_administrator_changes_a_setting_and_only_their_agencys(people):
    with pytest.raises(PermissionDenied):
        change(people, 3, persona="owner")
    set_general(KEY, 5)
    theirs = set_general(KEY, 6, agency=people.agencies["other"])
    with visibility.reading(people.reader("administrator")), connection.cursor() as cursor:
        cursor.execute("UPDATE reference_setting SET value = '9' WHERE key = %s", [KEY])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM reference_setting WHERE id = %s", [theirs.pk])
        assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Setting(key="disclosure.share_days", value=9, agency=None).save()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Setting(key="disclosure.share_days", value=9, agency=people.agencies["other"]).save()


def test_an_administrator_changes_a_setting_on_its_page_after_one_more_question(people, sign_in):
    client, page = sign_in("administrator"), reverse(PAGE, args=[KEY])
    assert "Most enquiries by one person" in page_text(client.get(reverse("reference:settings")))
    asked = client.post(page, {"value": "12", "version": 0})
    assert "Change this setting?" in page_text(asked) and "12 enquiries" in page_text(asked)
    assert setting(KEY, people.agencies["police"].pk) == 40
    done = client.post(page, {"value": "12", "version": 0, "confirm": "1"}, follow=True)
    assert "is changed" in page_text(done)
    assert setting(KEY, people.agencies["police"].pk) == 12
    told = page_text(client.get(page))
    assert "12 enquiries" in told and people.users["administrator"].name in told.split("History")[1]
    line = LogEntry.objects.filter(operation="change setting").get()
    assert line.detail == "Most enquiries by one person: default → 12 enquiries"


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(people, sign_in):
    told = sign_in("administrator").post(reverse(PAGE, args=[KEY]), {"value": "a lot", "version": 0})
    assert "must be a whole number from 1 to 1,000" in page_text(told)
    assert 'value="a lot"' in told.content.decode()
    assert not Setting.objects.filter(key=KEY).exists()


def test_a_setting_goes_back_to_its_default_after_one_more_question(people, sign_in):
    change(people, 3)
    client, page = sign_in("administrator"), reverse("reference:setting_reset", args=[KEY])
    assert "Reset “Most enquiries by one person”?" in page_text(client.get(page))
    assert "40 enquiries" in page_text(client.get(page))
    client.post(page, {"version": 1})
    assert setting(KEY, people.agencies["police"].pk) == 40
    assert "Reset" in page_text(client.get(reverse(PAGE, args=[KEY]))).split("History")[1]
    assert client.get(page).status_code == 404


def test_of_two_administrators_the_second_is_told_what_the_first_saved(people, sign_in):
    change(people, 3)
    with pytest.raises(Stale):
        change(people, 4)
    page = reverse(PAGE, args=[KEY])
    told = sign_in("administrator").post(page, {"value": "4", "version": 0, "confirm": "1"})
    assert "has changed this to 3 enquiries" in page_text(told) and 'value="4"' in told.content.decode()


def test_what_is_set_for_every_agency_is_shown_and_not_offered_to_change(people, sign_in):
    client, page = sign_in("administrator"), reverse(PAGE, args=[GENERAL])
    told = client.get(page)
    assert "one value for every agency" in page_text(told) and "Continue" not in page_text(told)
    assert client.post(page, {"value": "no", "version": 0, "confirm": "1"}).status_code == 403
    assert client.get(reverse(PAGE, args=["no.such"])).status_code == 404


def test_settings_are_found_by_words(people, sign_in):
    client, page = sign_in("administrator"), reverse("reference:settings")
    told = page_text(client.get(page, {"q": "break-glass long"}))
    assert "How long break-glass access lasts" in told and "Most enquiries" not in told
    assert "No settings found" in page_text(client.get(page, {"q": "nothing at all"}))


def test_administrators_reach_the_settings_from_their_navigation_and_others_can_not(people, sign_in):
    address = reverse("reference:settings")
    assert f'href="{address}"' in sign_in("administrator").get(reverse("accounts:people")).content.decode()
    assert sign_in("owner").get(address).status_code == 403


def test_the_command_lists_sets_and_resets_for_every_agency_or_one(people):
    def run(*words):
        out = io.StringIO()
        call_command("set_setting", *words, stdout=out)
        return out.getvalue()

    assert len(run().splitlines()) == len(all_declared())
    assert "= 5 enquiries (default 40 enquiries)" in run(KEY, "5")
    assert "= No limit" in run(KEY, "", "--agency", "Northshire")
    assert setting(KEY, people.agencies["police"].pk) is None and setting(KEY) == 5
    assert "= 40 enquiries" in run(KEY, "--reset")
    assert reset_general(KEY) is False
    for wrong in (["no.such", "1"], [KEY, "x"], [KEY, "5", "--agency", "Nowhere"],
                  [GENERAL, "no", "--agency", "Northshire"]):  # fmt: skip
        with pytest.raises(CommandError):
            run(*wrong)


def test_a_setting_is_declared_once_and_with_a_default_that_it_may_have(monkeypatch):
    monkeypatch.setattr(declarations, "_declared", {})
    same = {"key": "x.y", "label": "X", "meaning": "X", "group": "X"}
    declare(YesNo(**same, default=True))
    with pytest.raises(ValueError, match="twice"):
        declare(YesNo(**same, default=True))
    with pytest.raises(ValueError, match="whole number"):
        declare(WholeNumber(**same | {"key": "x.z"}, default=9, minimum=1, maximum=5))
    with pytest.raises(ValueError, match="at most 3"):
        declare(Text(**same | {"key": "x.t"}, default="long", maximum=3))


def test_every_setting_says_what_it_means_in_one_sentence():
    for one in all_declared():
        assert one.meaning.endswith(".") and one.label[:1].isupper() and not one.label.endswith(".")
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", one.key)
    forget_settings()
