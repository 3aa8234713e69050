"""What is known of a group: typed, shown, found, narrowed by, put back, downloaded."""

import pytest
from django.urls import reverse

from ocg.facts.selectors import facts_of
from ocg.models import GroupPlace, Ocg
from pam.access import visibility
from pam.records.bulk import rows
from tests.ocg.test_ocg import data
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing
from tests.world.world import term

CRIME = "frameworks.crime-type"


@standing
def ocg(people):
    """A group of the owner's."""
    return group(people)


def known(people, **changes):
    """What a person types into all of the form."""
    lines, drugs = term(CRIME, "county-lines"), term(CRIME, "firearms")
    typed = data(
        people,
        main_crime=lines.pk,
        crimes=[drugs.pk],
        group_kind=term("ocg.kind", "group").pk,
        children="yes",
        communities=[term("frameworks.community", "children").pk],
        weapons=[term("ocg.weapon", "knives").pk],
        aliases="The Quay lot\nKip line",
        operation_name="Lanternfish",
        own_reference="HB/OCG/0412",
        regional_reference="R-7781",
        role_1=term("ocg.place-role", "supplies").pk,
        area_1=term("records.area", "prison").pk,
        where_1="Wing B",
    )
    return typed | changes


def test_all_that_is_typed_is_kept_and_shown(people, sign_in):
    client = sign_in("owner")
    text = page_text(client.post(reverse("ocg:new"), known(people), follow=True))
    row = Ocg.objects.get()
    assert row.crimes == [term(CRIME, "county-lines").pk, term(CRIME, "firearms").pk]
    for words in (
        "Main type of crime County lines",
        "Other types of crime Firearms",
        "Known as The Quay lot, Kip line",
        "Operation Lanternfish",
        "Our own reference HB/OCG/0412",
        "Children involved Yes",
        "Weapons Knives and machetes",
        "Supplies there: Prison, Wing B",
    ):
        assert words in text


@pytest.mark.slow
def test_the_form_shows_what_is_kept_and_an_emptied_row_takes_a_place_off(people, sign_in):
    client = sign_in("owner")
    client.post(reverse("ocg:new"), known(people))
    row = Ocg.objects.get()
    form = client.get(url("ocg:edit", row)).context["form"]
    assert form["crimes"].value() == [term(CRIME, "firearms").pk] and form["where_1"].value() == "Wing B"
    assert form["aliases"].value() == "The Quay lot\nKip line"
    emptied = {"role_1": "", "area_1": "", "where_1": ""}
    client.post(url("ocg:edit", row), known(people) | emptied | {"version": row.version})
    assert GroupPlace.objects.get().removed_at and "Wing B" not in page_text(
        client.get(row.get_absolute_url())
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"main_crime": ""}, "Select the main type of crime"),
        ({"area_1": ""}, "Select where it is"),
        ({"role_1": ""}, "Select what it does there"),
        ({"aliases": "x" * 121}, "120 characters or fewer"),
    ],
)
def test_what_does_not_fit_together_is_said_and_nothing_typed_is_lost(people, sign_in, wrong, said):
    response = sign_in("owner").post(reverse("ocg:new"), known(people) | wrong)
    assert said in page_text(response) and "Lanternfish" in response.content.decode()
    assert not Ocg.objects.exists()


def test_it_is_found_by_its_other_names_and_references(people, sign_in):
    client = sign_in("owner")
    client.post(reverse("ocg:new"), known(people))
    title = Ocg.objects.get().title
    for typed in ("Quay lot", "Lanternfish", "HB/OCG/0412", "R-7781"):
        assert title in page_text(client.get(reverse("search:results"), {"q": typed})), typed
        assert title in page_text(client.get(reverse("ocg:list"), {"q": typed})), typed
    assert title not in page_text(client.get(reverse("ocg:list"), {"q": "Anglerfish"}))


def test_the_list_is_narrowed_by_a_value_and_by_what_it_is_a_part_of(people, sign_in, ocg):
    client = sign_in("owner")
    client.post(reverse("ocg:new"), known(people))
    there = Ocg.objects.exclude(pk=ocg.pk).get().title
    asked = {
        "crime": (CRIME, "drug-supply", "modern-slavery"),  # county lines are a part of drug supply
        "place": ("records.area", "prison", "abroad"),
        "group_kind": ("ocg.kind", "group", "vulnerability"),
        "community": ("frameworks.community", "children", "tenants"),
    }
    for name, (listing, fits, other) in asked.items():
        found = page_text(client.get(reverse("ocg:list"), {name: term(listing, fits).pk}))
        assert there in found and ocg.title not in found, name
        assert there not in page_text(client.get(reverse("ocg:list"), {name: term(listing, other).pk})), name
    assert ocg.title not in page_text(client.get(reverse("ocg:list"), {"children": "on"}))


def test_the_same_reference_on_another_group_is_a_hint_and_names_only_what_one_may_open(people, sign_in, ocg):
    rows(Ocg).filter(pk=ocg.pk).update(own_reference="HB/OCG/0412")
    hidden = group(people, "Hidden group", "other_force", "other", own_reference="HB/OCG/0412")
    text = page_text(sign_in("owner").post(reverse("ocg:new"), known(people), follow=True))
    assert f"The same reference is on {ocg.reference}." in text and hidden.reference not in text


@pytest.mark.slow
def test_what_was_noted_before_is_shown_until_an_editor_has_taken_it_over(people, sign_in, ocg):
    rows(Ocg).filter(pk=ocg.pk).update(crime_types="Scrap metal", area="The coast")
    client = sign_in("owner")
    text = page_text(client.get(ocg.get_absolute_url()))
    assert "Crime types noted before Scrap metal" in text and "Area noted before The coast" in text
    client.post(url("ocg:edit", ocg), data(people, version=ocg.version))
    assert "Scrap metal" in page_text(client.get(ocg.get_absolute_url()))
    ocg.refresh_from_db()
    client.post(url("ocg:edit", ocg), data(people, version=ocg.version, noted_done="on"))
    assert "Scrap metal" not in page_text(client.get(ocg.get_absolute_url()))
    assert "Scrap metal" in page_text(client.get(url("records:changes", ocg)))


def test_a_stale_save_says_the_values_by_their_names(people, sign_in, ocg):
    client = sign_in("owner")
    client.post(url("ocg:edit", ocg), known(people, version=1))
    mine = data(people, version=1, weapons=[term("ocg.weapon", "firearms").pk])
    text = page_text(client.post(url("ocg:edit", ocg), mine))
    assert "Weapons Knives and machetes Firearms" in text


def test_a_stale_save_shows_the_main_type_of_crime_once(people, sign_in, ocg):
    client = sign_in("owner")
    client.post(url("ocg:edit", ocg), known(people, version=1))
    main = Ocg.objects.get(pk=ocg.pk).main_crime
    page = client.post(url("ocg:edit", ocg), data(people, version=1))
    rows = [row for row in page.context["form"].stale_rows if main.label in f"{row[1]}{row[2]}"]
    assert [label for label, *_ in rows] == ["Main type of crime"]


def test_the_history_names_the_values_and_one_of_them_is_put_back(people, sign_in, ocg):
    client = sign_in("owner")
    client.post(url("ocg:edit", ocg), known(people, version=1))
    client.post(url("ocg:edit", ocg), known(people, version=2, weapons=[]))
    page = client.get(url("records:changes", ocg))
    assert "Knives and machetes" in page_text(page)


def test_a_place_for_the_police_alone_is_not_told_to_a_partner(people, ocg):
    from tests.world.responsible import add_place

    share_with(people, ocg)
    with visibility.reading(people.reader("owner")):
        add_place(people, ocg, "of the police", [people.agencies["police"].pk])
        add_place(people, ocg, "for all")
    partner = people.reader("granted")
    with visibility.reading(partner):
        seen = visibility.get(partner, Ocg, ocg.uuid)
        assert [place.details for place in facts_of(partner, seen).places] == ["Wing for all"]
