"""Addresses in lists are those that Django would give."""

import uuid

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse

from pam.ui.addresses import address


def rendered(source, **values):
    return Template(source).render(Context(values))


def test_an_address_of_a_row_is_the_one_that_django_gives():
    for _ in range(3):
        one = uuid.uuid4()
        assert address("ocg:detail", one) == reverse("ocg:detail", args=[one])
        assert rendered("{% url 'ocg:detail' one %}", one=one) == reverse("ocg:detail", args=[one])
    assert address("actions:list") == reverse("actions:list") == rendered("{% url 'actions:list' %}")


def test_an_address_that_takes_something_else_is_left_to_django():
    name = reverse("accounts:terms", args=["use"])
    assert rendered("{% url 'accounts:terms' kind %}", kind="use") == name
    assert rendered("{% url 'accounts:terms' kind=kind as here %}[{{ here }}]", kind="use") == f"[{name}]"


def test_a_page_that_is_not_there_is_said_as_django_says_it():
    with pytest.raises(NoReverseMatch):
        address("ocg:nowhere")
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'ocg:detail' nothing %}", nothing=None)
    assert rendered("{% url 'ocg:nowhere' as here %}[{{ here }}]") == "[]"
