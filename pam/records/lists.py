"""Lists of one kind of record: the spine alone finds a page and counts; the kind's own rows are fetched after it."""

from django.db.models import BooleanField, F, Func, Value

from pam.access import gate

from .models import Record
from .paging import page


class Is(Func):
    """`column = value`, false where it is missing, as a boolean expression that no index answers.

    For counts: an index of nothing but kinds finds a third of the table, and costs more than the count it is to help.
    """

    template = "coalesce(%(expressions)s, false)"
    arg_joiner = " = "
    output_field = BooleanField()
    conditional = True

    def __init__(self, name, value):
        super().__init__(F(name), Value(value))


def kind_page(request, model, kind, rows, order=("-updated", "-pk"), related=()):
    """One page (`paging.Page`) of the records of `kind`, as rows of its `model` with their `related` rows.

    `rows` are records through the gate, narrowed by the list's filters; what belongs to the kind's own table is
    reached as `ocg__stage`. The reader is asked about again for the kind's rows.
    """
    spine = rows.only("pk", *(name.lstrip("-") for name in order))
    shown = page(spine.filter(kind=kind), list(order), request, count=rows.filter(Is("kind", kind)))
    numbers = [row.pk for row in shown.rows]
    found = gate.visible_to(request.reader, model).select_related(*related).in_bulk(numbers)
    shown.rows = [found[number] for number in numbers if number in found]
    return shown


def records(request):
    """The records that the reader may open, of every kind: where a list begins."""
    return gate.visible_to(request.reader, Record)
