"""Orders by a column that may be empty: paging by keyset compares values, and nothing compares with none."""

from django.db.models import DateField, Transform


@DateField.register_lookup
class OrLast(Transform):
    """`order_by("next_review__or_last", "pk")`: rows without a date come after all that have one."""

    lookup_name = "or_last"
    function = "COALESCE"
    template = "%(function)s(%(expressions)s, DATE '9999-12-31')"
    output_field = DateField()
