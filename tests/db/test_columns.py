"""Columns are told apart as Django tells them apart, only quicker."""

import pytest
from django.db.models import CharField, TextField
from django.db.models.expressions import Col, Expression

from pam.access.models import Membership, User

NAME, POST = User._meta.get_field("name"), Membership._meta.get_field("post")
COLUMNS = [
    Col("access_user", NAME),
    Col("T4", NAME),
    Col("access_user", NAME, NAME),
    Col("access_user", NAME, output_field=TextField()),
    Col(alias="access_user", target=POST),
    Col("access_user", CharField()),
    Col(None, POST),
]


@pytest.mark.parametrize("column", COLUMNS, ids=repr)
def test_a_column_is_known_by_what_django_knows_it_by(column):
    assert Col.identity is not Expression.identity
    assert column.identity == Expression.identity.func(column)


def test_columns_are_equal_when_all_of_that_is():
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert Col("access_user", NAME) == COLUMNS[0] and hash(Col("access_user", NAME)) == hash(COLUMNS[0])
