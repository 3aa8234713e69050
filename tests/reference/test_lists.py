"""Reference lists: an agency's own values, keys to one list, and values that the code names."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from ocg.models import Ocg
from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.db import shipped
from pam.reference.keys import reference_keys
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values, uses_of
from pam.reference.services import lists as services
from tests.records.world import page_text
from tests.standing import standing
from tests.world.world import make_ocg, term

VALUE = {"label": "Cross-border", "meaning": "With other forces", "colour": "blue", "order": 7}


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        return make_ocg(people, "owner", "Wharf group", team="unit")


def add(people, persona="administrator", listing="ocg.tier", **changed):
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.add_value(actor=actor, listing=listing, **{**VALUE, **changed})


def test_a_key_to_one_list_takes_no_value_of_another_whoever_writes(people, ocg):
    row = Ocg.objects.get(pk=ocg.pk)
    row.tier = term("pvp.strand", "cce")
    with pytest.raises(IntegrityError, match="another list"), transaction.atomic():
        row.save()
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        value = term("pvp.strand", "cce").pk
        cursor.execute("UPDATE ocg_ocg SET tier_id = %s WHERE record_ptr_id = %s", [value, ocg.pk])


DISRUPTIONS = {"ocg_disruption", "ocg_disruptionoutput", "ocg_disruptionassessment"}


def test_each_key_to_a_list_has_its_trigger(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'pam_reference_lists'")
        tables = {row[0] for row in cursor.fetchall()}
    assert tables == {model._meta.db_table for model, _ in reference_keys()}
    assert {"ocg_ocg", "pvp_casefile", "orders_order", *DISRUPTIONS} <= tables


def test_a_form_takes_no_value_of_another_list(people, ocg, sign_in):
    typed = {"tier": term("pvp.strand", "cce").pk, "version": ocg.version}
    told = page_text(sign_in("owner").post(reverse("ocg:edit", args=[ocg.uuid]), typed))
    assert "There is a problem" in told and Ocg.objects.get(pk=ocg.pk).tier.code == "2"


def test_an_administrator_adds_a_value_on_its_page_and_only_their_agency_is_offered_it(people, sign_in):
    client = sign_in("administrator")
    page = reverse("reference:value_new", args=["ocg.tier"])
    told = client.post(page, {**VALUE, "version": 1}, follow=True)
    assert "“Cross-border” is saved" in page_text(told)
    assert "Cross-border" in sign_in("owner").get(reverse("ocg:new")).content.decode()
    assert "Cross-border" not in sign_in("other_force").get(reverse("ocg:new")).content.decode()
    assert "Cross-border" not in sign_in("other_force").get(reverse("ocg:list")).content.decode()


def test_a_retired_value_stays_on_its_records_and_is_offered_for_no_other(people, ocg, sign_in):
    row = Ocg.objects.get(pk=ocg.pk)
    row.tier = people.value
    row.save()
    client, page = sign_in("administrator"), reverse("reference:value_retire", args=[people.value.uuid])
    assert "keep it: 1 of your agency" in page_text(client.get(page))
    client.post(page, {"version": 1})
    owner = sign_in("owner")
    assert "Local tier" not in owner.get(reverse("ocg:new")).content.decode()
    assert "Local tier" in page_text(owner.get(ocg.get_absolute_url()))
    client.post(page, {"version": 2})
    assert "Local tier" in owner.get(reverse("ocg:new")).content.decode()


def test_a_value_is_not_offered_before_its_first_day(people):
    from datetime import timedelta

    from django.utils import timezone

    police = people.agencies["police"].pk
    value = add(people, valid_from=timezone.localdate() + timedelta(days=1))
    assert value not in offered_values("ocg.tier", police)
    assert value in offered_values("ocg.tier", police, keep=value.pk)


def test_values_of_every_agency_and_of_others_are_not_an_administrators_to_change(people):
    actor = people.reader("administrator")
    with visibility.reading(actor), connection.cursor() as cursor:
        with pytest.raises(PermissionDenied):
            services.retire_value(actor=actor, value=term("ocg.tier", "1"), version=1)
        cursor.execute("UPDATE reference_referencevalue SET retired = true WHERE agency_id IS NULL")
        assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            ReferenceValue(listing="ocg.tier", code="x", label="x").save()
    with pytest.raises(PermissionDenied):
        add(people, persona="owner")
    with pytest.raises(PermissionDenied):
        add(people, listing="retention.keep")


def test_a_name_that_the_list_has_and_a_late_save_are_refused(people):
    with pytest.raises(Refused, match="with that name"):
        add(people, label="tier 1")
    actor = people.reader("administrator")
    with visibility.reading(actor):
        services.retire_value(actor=actor, value=people.value, version=1)
        with pytest.raises(Stale):
            services.retire_value(actor=actor, value=people.value, version=1, retired=False)


def test_administrators_alone_are_told_how_many_records_bear_a_value(people, ocg):
    police = people.agencies["police"].pk
    with visibility.reading(people.reader("administrator")):
        assert uses_of("ocg.tier", police)[ocg.tier_id] == 1
    with visibility.reading(people.reader("owner")):
        assert uses_of("ocg.tier", police) == {}


# --- Values that the code names ---


@pytest.mark.parametrize(
    "change", ["retired = true", "code = 'gone'", "protected = false", "listing = 'ocg.tier'"]
)
def test_the_database_keeps_a_protected_value_as_the_code_names_it(people, change):
    ReferenceValue.objects.create(
        agency=None, listing="score.band", code="named", label="Named", protected=True
    )
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(f"UPDATE reference_referencevalue SET {change} WHERE protected")
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("DELETE FROM reference_referencevalue WHERE protected")


def test_loading_what_is_shipped_again_adds_nothing_and_leaves_what_was_changed(people):
    value = term("ocg.tier", "1")
    value.label, value.retired = "Highest", True
    value.save()
    assert shipped.load() == 0
    value.refresh_from_db()
    assert value.label == "Highest" and value.retired
