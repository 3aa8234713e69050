"""How each model says who may see its rows: `gate = Gated(…)` or `gate = Open(…)`.

A model that says neither fails `manage.py check` (see `checks.py`). The same declaration makes the
gate's condition in Python (`access/visibility.py`) and the row-level security policy in the database
(`row_security.py`), both in the words of `may_see.py`.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Gated:
    """Rows seen through a record.

    `kind` is one of:
      "anchor"  the row carries `readers`, `marking`, `lapses_at` itself (a record; a part that lists use),
      "child"   the row extends a record (`class Ocg(Record)`),
      "part"    the row hangs off `record` and names the agencies that it is for.
    `also` names nullable foreign keys to other records which the reader must be able to see too. `writes` are
    the SQL privileges of the web role. `addressed_to` names an array of the principals that a row is for
    alone, `speaks_of` one of the records that its reader must be able to see too. `marked` names the column
    of a marking of its own, which its reader must be cleared for besides the record's. `withheld` names an
    array of the principals that the row, with its history, is withheld from; `named` one of the principals
    that it is for alone, where it says any. `job` names a background job that works on these rows for nobody
    in particular (`reading.working`).

    Who may change a row: a record asks for `manage`. A part asks for `manage` too, but for `contribute` alone
    of the people of an agency that one of the fields `own` names: who wrote it. `changer` is a SQL condition
    under which a person may change a row who could not otherwise; `changed_to` is one more that the row may
    meet afterwards (a trigger says what of it they change). `added_with` is the level that adds a part.
    """

    kind: str
    also: tuple[str, ...] = ()
    writes: tuple[str, ...] = ("INSERT", "UPDATE")
    addressed_to: str = ""
    speaks_of: str = ""
    marked: str = ""
    withheld: str = ""
    named: str = ""
    job: str = ""
    own: tuple[str, ...] = ("author_agency",)
    changer: str = ""
    changed_to: str = ""
    added_with: str = "CONTRIBUTE"


@dataclass(frozen=True)
class PartKind:
    """Which kind of part the rows of a model are, for shares that reach chosen kinds alone: `part_kind =
    PartKind(…)`.

    `code` is stored on the grant, `label` is what people read. Where the kind is told by a column, `column`
    names it, `by` gives the codes of its values, and `code` is that of every other value. Without a
    declaration the model's own name is the code.
    """

    code: str
    label: str
    column: str = ""
    by: dict = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Open:
    """Rows that every process may read; `why` says why that harms nobody.

    `writes` are the SQL privileges of the web role, for example "UPDATE (name, contact)". `written_by` is an
    SQL condition on the row that must hold before and after each write of the web role, for example that the
    reader administers its agency; rows of a many-to-many field of the model follow the model's row. `hidden`
    names columns that the web role can't read.
    """

    why: str
    writes: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    written_by: str = ""
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Special:
    """Rows with policies of their own, written out in `access/sql/policies.sql`; `why` says what they are.

    `reads` is false for a table that the web role may not even name: functions of the owner read it.
    """

    why: str
    writes: tuple[str, ...] = ()
    reads: bool = True


# Models of libraries, which can't carry a declaration of ours.
OPEN_ELSEWHERE = {
    "auth.Permission": Open("Names of levels; no case text.", writes=()),
    "auth.Group": Open("Principals' numbers and technical names.", writes=("INSERT",)),
    "contenttypes.ContentType": Open("Names of models.", writes=()),
    "sessions.Session": Special("Signed-in browsers: one by its key, from a function.", reads=False),
    "account.EmailAddress": Special("One's own.", writes=("INSERT", "UPDATE", "DELETE")),
    "account.EmailConfirmation": Special("Not used: addresses come from administrators.", reads=False),
    "mfa.Authenticator": Special("One's own, also while signing in.", writes=("INSERT", "UPDATE", "DELETE")),
}
# guardian's own generic tables stay empty and out of reach: the one grant table is access.Grant.
CLOSED_ELSEWHERE = {"guardian.UserObjectPermission", "guardian.GroupObjectPermission"}
