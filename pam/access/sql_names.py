"""What stands for the {{names}} in the SQL files: levels and markings, who may see, and what is in force."""

from pam.access.in_force import AGREEMENT, GRANT, MEMBERSHIP
from pam.access.levels import Level, Marking
from pam.access.roles import CONFIRMED_ROLES
from pam.db.may_see import FOR_US, IN_SQL, MARKED, WITHIN, columns, part_seen, record_seen, render
from pam.db.tickets import MOST_SECONDS

# In the statements that pam_search_gate() is for, which have the reader as values.
SEARCHING = IN_SQL | columns() | {"principals": "$1", "clearance": "$2"}

# Of a ticket `who`, `at`, `mac` (see pam/db/tickets.py): by the key that only the owner's functions read.
TICKET_HOLDS = f"""(abs(extract(epoch FROM clock_timestamp()) - at) <= {MOST_SECONDS} AND EXISTS (
      SELECT 1 FROM access_wallkey k
       WHERE mac = encode(sha256(k.outer_pad || sha256(
               k.inner_pad || convert_to(who || ' ' || at, 'UTF8'))), 'hex')))"""


def _listed(alias, kind):
    """The columns of a part that lists use, which carries the record's readers itself."""
    return IN_SQL | columns(alias) | {"record": f"{alias}.record_id", "kind": f"'{kind}'"}


def names():
    """{name: SQL}. `r` is a record, `a` an action, `s` a subject, `p` a particular of one, `d` a document,
    `t` and `x` any part, `m` a membership, `g` a grant, `a` an agreement too, `wanted` a level; `theirs` and
    `cleared` are the principals and the clearance of a person who is not the one reading.
    """
    codenames = " ".join(f"WHEN {level:d} THEN '{level.codename}'" for level in Level)
    of_record = IN_SQL | columns("r") | {"record": "r.id"}
    cleared = {one: render(MARKED, IN_SQL | {"marked": f"{one}.own_marking"})[0] for one in "dp"}
    return {
        **{f"for_us_{one}": render(FOR_US, IN_SQL | {"agencies": f"{one}.agencies"})[0] for one in "apstx"},
        **{f"within_{one}": render(WITHIN, {"agencies": f"{one}.agencies"})[0] for one in "ps"},
        **{f"cleared_for_{one}": condition for one, condition in cleared.items()},
        "may_find_marked": render(MARKED, SEARCHING | {"marked": "own_marking"})[0],
        **{one.name: f"{one:d}" for one in (*Level, *Marking)},
        "may_see_record": record_seen(of_record)[0],
        "may_see_action": record_seen(_listed("a", "action"))[0],
        "may_see_subject": record_seen(_listed("s", "subject"))[0],
        "may_see_particular": f"({record_seen(_listed('p', 'subject'))[0]} AND {cleared['p']})",
        "may_see_part": part_seen(of_record | {"agencies": "for_agencies", "kind": "of_kind"})[0],
        "others_may_see_record": record_seen(
            of_record | {"principals": "theirs", "clearance": "cleared", "reach_function": "pam_reach_of"}
        )[0],
        "may_find_record": record_seen(SEARCHING | {"record": "id"})[0],
        "may_find_part": record_seen(SEARCHING | {"record": "record_id", "kind": "%L"})[0],
        "membership_is_live": MEMBERSHIP.sql("m"),
        "membership_is_over": MEMBERSHIP.over_in_sql("m"),
        "grant_lives": GRANT.sql("g"),
        "grant_is_over": GRANT.over_in_sql("g"),
        "agreement_in_force": AGREEMENT.sql("a"),
        "grant_ends": GRANT.end_in_sql("g"),
        "ticket_holds": TICKET_HOLDS,
        "CONFIRMED_ROLES": "'{" + ",".join(sorted(CONFIRMED_ROLES)) + "}'::text[]",
        "codename": f"CASE wanted {codenames} END",
    }
