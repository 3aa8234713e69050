"""The database holds what is known of a group: values of the right list, each once, one main crime type."""

import pytest
from django.db import IntegrityError, transaction

from ocg.models import Ocg
from pam.access import visibility
from pam.records.bulk import rows
from pam.reference.selectors.lists import uses_of
from tests.records.world import group
from tests.standing import standing
from tests.world.world import term

CRIME = "frameworks.crime-type"


def change(ocg, **values):
    """Past the services."""
    with transaction.atomic():
        rows(Ocg).filter(pk=ocg.pk).update(**values)


@standing
def ocg(people):
    """A group of the owner's."""
    return group(people)


def test_exactly_one_of_the_types_of_crime_is_the_main_one(ocg):
    drugs, lines = term(CRIME, "drug-supply"), term(CRIME, "county-lines")
    for wrong in (
        {"crimes": [drugs.pk]},
        {"main_crime": drugs},
        {"crimes": [drugs.pk], "main_crime": lines},
    ):
        with pytest.raises(IntegrityError):
            change(ocg, **wrong)
    change(ocg, crimes=[drugs.pk, lines.pk], main_crime=lines)


def test_an_array_takes_values_of_its_list_alone_and_each_once(ocg):
    knives, drugs = term("ocg.weapon", "knives"), term(CRIME, "drug-supply")
    for wrong in ([drugs.pk], [knives.pk, knives.pk], [0]):
        with pytest.raises(IntegrityError):
            change(ocg, weapons=wrong)
    change(ocg, weapons=[knives.pk])


def test_how_many_records_bear_a_value_counts_arrays_too(people, ocg):
    knives = term("ocg.weapon", "knives")
    change(ocg, weapons=[knives.pk])
    with visibility.reading(people.reader("administrator")):
        assert uses_of("ocg.weapon", ocg.agency_id)[knives.pk] == 1
