"""What a column of a statement is called among others, worked out without asking for a signature.

Django compares each column that an ordered statement selects with what it is ordered by, and for that binds
the arguments of every column to the signature of its class: 46 µs a column, an eighth of what My work costs.
"""

from django.db.models.expressions import Col, Expression
from django.utils.functional import cached_property


def identity_of(column):
    """The same as `Expression.identity` of a `Col`."""
    args, kwargs = column._constructor_args
    if kwargs:
        return Expression.identity.func(column)
    alias, target, output_field = args if len(args) == 3 else (*args, None)
    return (
        type(column),
        ("alias", alias),
        ("target", column._identity(target)),
        ("output_field", output_field and column._identity(output_field)),
    )


def name_columns_quickly():
    """Lets every column work out its identity so from now on."""
    Col.identity = cached_property(identity_of)
    Col.identity.__set_name__(Col, "identity")
