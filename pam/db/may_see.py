"""Who may see a row, said once.

`access/visibility.py` makes the gate's expressions of these conditions, with a reader's numbers as values.
`row_security.py` makes the policies of them, and `access/sql_names.py` what stands for {{may_see_record}} and
its like in the SQL files: there PostgreSQL asks pam_principals() and its like who is reading.
"""

from functools import cache
from string import Formatter

# The index of a record's readers first; the truth (pam_reach) only once something has run out by the clock.
RECORD = (
    "({overlap} AND {marking} <= {clearance}"
    " AND ({lapses_at} IS NULL OR {lapses_at} > statement_timestamp() OR {reach} >= {view}))"
)
OVERLAP = "{readers} && {principals}"
# The same where the planner must not estimate it: row security asks the same again, and asked twice in the
# open the planner would square what it expects to find and choose a plan for too few rows.
OVERLAP_UNESTIMATED = "coalesce({readers} && {principals}, false)"
REACH = "{reach_function}({record}, {principals})"
REACH_OF_KIND = "pam_reach_part({record}, {principals}, {kind})"
# A part: its record, shared with parts of this kind (asked only where some grant names kinds), and the
# reader's agency among those that it is for.
FOR_US = "({agencies} IS NULL OR {agency} = ANY ({agencies}))"
PART = "({record_seen} AND ({narrowed} IS NULL OR {reach_of_kind} >= {view}) AND {for_us})"
# Whether a new part is for no agency that the one which it hangs from is not for.
WITHIN = "({agencies} IS NULL OR coalesce(NEW.agencies <@ {agencies}, false))"
# A row that is for some of those principals alone, and speaks of other records.
ADDRESSED = "({addressed_to} && {principals})"
SPEAKS_OF = "pam_sees_all({speaks_of})"
MARKED = "({marked} IS NULL OR {marked} <= {clearance})"
# A row that some are not to see yet: what they will look at themselves first.
WITHHELD = "({withheld} IS NULL OR NOT {withheld} && {principals})"
# A row that may be confidential to some people; none: to nobody in particular.
CONFIDENTIAL = "({named} IS NULL OR {named} && {principals})"
NAMED = {
    "addressed_to": ADDRESSED,
    "speaks_of": SPEAKS_OF,
    "marked": MARKED,
    "withheld": WITHHELD,
    "named": CONFIDENTIAL,
}
# Who is reading, as PostgreSQL knows it; {{VIEW}} stands for the level (access/levels.py).
IN_SQL = {
    "principals": "pam_principals()",
    "clearance": "pam_clearance()",
    "agency": "pam_agency()",
    "view": "{{VIEW}}",
}
COLUMNS = ("readers", "marking", "lapses_at", "narrowed")


@cache
def _pieces(template):
    return [(text, name) for text, name, _, _ in Formatter().parse(template)]


def render(template, fields):
    """(SQL, values) of a condition. Each of `fields` is SQL, or a pair (SQL, values)."""
    sql, values = [], []
    for text, name in _pieces(template):
        sql.append(text)
        if name is not None:
            field = fields[name]
            part, given = (field, ()) if isinstance(field, str) else field
            sql.append(part)
            values += given
    return "".join(sql), values


def record_seen(fields, *, estimated=True):
    """(SQL, values) of: may they see the record?

    `fields` are the columns `readers`, `marking`, `lapses_at`, the record's number `record`, and who is
    reading as in `IN_SQL`; `kind` too for a part that carries these columns itself. `reach_function` names
    the function that asks about anyone, for a person who is not the one reading.
    """
    fields = {"reach_function": "pam_reach", **fields}
    overlap = render(OVERLAP if estimated else OVERLAP_UNESTIMATED, fields)
    reach = render(REACH_OF_KIND if "kind" in fields else REACH, fields)
    return render(RECORD, {**fields, "overlap": overlap, "reach": reach})


def part_seen(fields, *, estimated=True):
    """(SQL, values) of: may they see the part? `fields` are those of `record_seen`, the record's column
    `narrowed`, the part's `agencies`, and its `kind`.
    """
    of_record = {name: field for name, field in fields.items() if name != "kind"}
    seen = record_seen(of_record, estimated=estimated)
    more = {"reach_of_kind": render(REACH_OF_KIND, fields), "for_us": render(FOR_US, fields)}
    return render(PART, {**fields, "record_seen": seen, **more})


def named_to(rule, fields):
    """(SQL, values) of: is the row for them, as its `Gated` says with `addressed_to`, `speaks_of`,
    `marked`, `withheld` and `named`? Both are empty for a rule that says none. `fields` are these columns and
    who is reading as in `IN_SQL`.
    """
    sql, values = [], []
    for name, template in NAMED.items():
        if getattr(rule, name):
            part, given = render(template, fields)
            sql.append(part)
            values += given
    return " AND ".join(sql), values


def columns(alias=""):
    """The columns of a row of `records_record`, or of a part that carries the same, by what they are for."""
    prefix = f"{alias}." if alias else ""
    return {name: prefix + name for name in COLUMNS}
