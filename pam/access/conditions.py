"""The conditions on which a person reads what was shared with them."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Func, JSONField

from pam.access.in_force import GRANT
from pam.access.models import Grant, HandlingCondition
from pam.db.kept import Kept

OWN = "As the owner says"  # the label of a condition in its giver's own words


@dataclass(frozen=True)
class Conditions:
    """What holds for one reader: (label, meaning) of each condition, and what is enforced."""

    rows: tuple = ()
    no_print: bool = False
    no_onward: bool = False
    codes: tuple = ()
    texts: tuple = ()

    def __bool__(self):
        return bool(self.rows)

    @property
    def short(self):
        """Their labels, and the giver's own words, in a line."""
        return "; ".join(meaning if label == OWN else label for label, meaning in self.rows)


def conditions_of(reader, record):
    """The `Conditions` on which `reader` reads `record` (with its team); none for the owner team, without a
    query.
    """
    return (
        Conditions() if record.team.principal_id in reader.principals else conditions_on(reader, [record.pk])
    )


def conditions_on(reader, records):
    """The `Conditions` on which `reader` reads the records with these numbers, all of them together.

    Of several shares that reach the reader each one's conditions hold. Nothing holds for an owner team.
    """
    found = _held(reader, records)
    return named({code for _, codes, _ in found for code in codes}, [text for _, _, text in found])


def conditions_each(reader, records):
    """{number: `Conditions`} of those of these records that `reader` reads on conditions."""
    found = {}
    for number, codes, text in _held(reader, records):
        found.setdefault(number, []).append((codes, text))
    return conditions_meant(found)


def conditions_meant(held):
    """{number: `Conditions`} of {number: [(codes, words)]}, as `HeldConditions` says them. What they mean is
    asked of the database: one query, none without any.
    """
    terms = _terms({code for shares in held.values() for codes, _ in shares for code in codes})
    found = {}
    for number, shares in held.items():
        codes = {code for of_one, _ in shares for code in of_one}
        meant = [term for term in terms if term.code in codes]
        found[number] = _conditions(meant, [text for _, text in shares])
    return found


def conditions_in(held):
    """The `Conditions` of [(codes, words)] of shares, as a row of a list says them: of its `HeldConditions`.

    What they mean is kept by the process for half a minute, unless one is new. What lets a person print,
    download or share asks the database: `conditions_of`, `_on`, `_each` or `_meant`.
    """
    codes = {code for of_one, _ in held for code in of_one}
    if not codes <= {term.code for term in _kept_terms()}:
        _kept_terms.forget()
    return _conditions([term for term in _kept_terms() if term.code in codes], [text for _, text in held])


# coalesce() keeps the planner off the index of principals: of one that was given very many records
# it would collect every share, where each record has a few.
_ON_CONDITIONS = f"""access_grant g JOIN records_record r ON r.id = g.record_id
 WHERE g.record_id = {{record}} AND coalesce(g.group_id = ANY (%s::int[]), false)
   AND (g.conditions <> '{{{{}}}}' OR g.condition_text <> '') AND {GRANT.sql("g")}
   AND r.team_id <> ALL (%s::bigint[])"""
_HELD = (
    "SELECT g.record_id, g.conditions, g.condition_text FROM "
    + _ON_CONDITIONS.format(record="ANY (%s::bigint[])")
    + " ORDER BY g.id"
)


class HeldConditions(Func):
    """`HeldConditions("pk", reader)`: on which conditions `reader` reads the record of this column, for a row
    of a list: [[codes, words]] of each share, NULL for none. `conditions_in` reads it.
    """

    output_field = JSONField()

    def __init__(self, record, reader):
        super().__init__(F(record))
        self.reader = reader

    def as_sql(self, compiler, connection, *args, **extra):
        """The same question as `_HELD`, of one record."""
        record, values = compiler.compile(self.get_source_expressions()[0])
        each = "jsonb_build_array(g.conditions, g.condition_text)"
        sql = f"(SELECT jsonb_agg({each} ORDER BY g.id) FROM {_ON_CONDITIONS.format(record=record)})"
        return sql, (*values, list(self.reader.principals), list(self.reader.team_ids))


def _held(reader, records):
    """(number, codes, words) of each share in force that reaches `reader` on conditions."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(records), list(reader.principals), list(reader.team_ids)])
        return cursor.fetchall()


def named(codes, texts):
    """The `Conditions` of these codes and words."""
    return _conditions(_terms(codes), texts)


_kept_terms = Kept(lambda: list(HandlingCondition.objects.all()), HandlingCondition)


def _terms(codes):
    return list(HandlingCondition.objects.filter(code__in=codes)) if codes else []


def _conditions(terms, texts):
    own = [(OWN, text) for text in dict.fromkeys(texts) if text]
    return Conditions(
        tuple((term.label, term.meaning) for term in terms) + tuple(own),
        no_print=any(term.no_print for term in terms),
        no_onward=any(term.no_onward for term in terms),
        codes=tuple(sorted(term.code for term in terms)),
        texts=tuple(text for _, text in own),
    )


def passed_on_conditions(reader, record, principal_id, codes, text):
    """(codes, words) of the conditions on which `reader` shares `record` with a principal, who may have a
    share already.

    The person who reads it on conditions passes those on; another agency's people keep what the owner put on
    a share that is current.
    """
    own, standing = conditions_of(reader, record), None
    if reader.agency_id != record.agency_id:
        standing = Grant.objects.filter(content_object_id=record.pk, group_id=principal_id).first()
    codes = {*codes, *own.codes, *(standing.conditions if standing else ())}
    words = [text.strip(), *own.texts, standing.condition_text if standing else ""]
    return sorted(codes), "; ".join(dict.fromkeys(filter(None, words)))
