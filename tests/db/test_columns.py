"""Columns are told apart as Django tells them apart, only quicker."""

import pytest
from django.db import connection
from django.db.models import BigAutoField, BigIntegerField, CharField, Count, F, TextField, Value
from django.db.models.expressions import Col, Expression
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler

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


@pytest.mark.parametrize("column", [one for one in COLUMNS if hasattr(one.target, "column")], ids=repr)
def test_a_column_is_written_and_read_as_django_does_it(column):
    compiler = User.objects.all().query.get_compiler("default")
    written = {c: f'"{c}"' for c in (column.alias, column.target.column) if c}
    compiler.quote_cache.update(written)
    assert column.as_sql(compiler, connection) == (".".join(written.values()), [])
    kinds = (
        [column.output_field]
        if column.target == column.output_field
        else [column.output_field, column.target]
    )
    wanted = [converter for kind in kinds for converter in kind.get_db_converters(connection)]
    assert column.get_db_converters(connection) == wanted


def test_a_name_is_quoted_but_for_an_alias_and_never_with_a_dollar():
    compiler = User.objects.all().query.get_compiler("default")
    assert [compiler.quote_name_unless_alias("name") for _ in range(2)] == ['"name"', '"name"']
    for _ in range(2):
        with pytest.raises(ValueError, match="Dollar"):
            compiler.quote_name_unless_alias("na$me")


def test_a_key_that_points_has_the_type_of_what_it_points_to():
    user, pointing = User._meta.pk, Membership._meta.get_field("user")
    assert isinstance(user, BigAutoField)
    wanted = BigIntegerField().db_type(connection)
    assert user.rel_db_type(connection) == pointing.db_type(connection) == wanted == "bigint"


MANY = User.objects.annotate(small=Lower("name"), posts=Count("memberships"))
ORDERED = [
    User.objects.order_by("name", "-pk"),
    User.objects.order_by(F("name").desc(nulls_last=True), Lower("email")),
    Membership.objects.select_related("user", "agency").order_by("user__name", "agency"),
    MANY.order_by("-posts", "small", "posts"),
    MANY.order_by(F("small").asc(), Value(1)).reverse(),
    MANY.values("posts", "name").order_by("name", "posts"),
    User.objects.values_list("name", Lower("email")).order_by("lower1"),
    User.objects.values(called=F("name")).order_by("called"),
    User.objects.values("name").union(User.objects.values("email")).order_by("name"),
    User.objects.order_by("name").distinct(),
]


@pytest.mark.parametrize("rows", ORDERED, ids=lambda rows: str(rows.query.order_by))
def test_a_statement_is_ordered_as_django_orders_it(rows):
    ours = rows.query.clone().get_compiler("default")
    plain = SQLCompiler(rows.query.clone(), connection, "default")
    assert ours.as_sql() == plain.as_sql() and "ORDER BY" in ours.as_sql()[0]
