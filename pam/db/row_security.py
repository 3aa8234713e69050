"""The second wall: row-level security, laid from the models' own declarations.

Web and worker connect as a role that owns nothing. `reading()` sets who is reading for one transaction;
without it every gated table is empty to them. So a view that forgets the gate shows an empty page.
"""

from django.apps import apps
from django.conf import settings

from pam.db.checks import is_history, part_kind_of, rule_of
from pam.db.declarations import CLOSED_ELSEWHERE, Gated, Open, Special
from pam.db.keeper import is_kept
from pam.db.keeper import role as keeper_role
from pam.db.may_see import IN_SQL, MARKED, NAMED, columns, named_to, record_seen, render

# The second wall's key is the owner's functions' alone.
KEPT_FROM_JOBS = {"access.WallKey"}
CACHE_TABLES = ("access_cache",)  # counts of sign-in attempts; no model of its own


def statements():
    """The privileges, policies and shade triggers of every model, as SQL, in a stable order."""
    role = f'"{settings.WEB_ROLE}"'
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        if model._meta.managed and not model._meta.proxy and model._meta.label not in KEPT_FROM_JOBS:
            yield from _of_jobs(model)
        if not model._meta.managed or model._meta.proxy or model._meta.label in CLOSED_ELSEWHERE:
            continue
        table, rule = model._meta.db_table, rule_of(model)
        writes = ("INSERT",) if is_history(model) else rule.writes
        written_by = "" if is_history(model) else getattr(rule, "written_by", "")
        if written_by and model._meta.auto_created:
            writes, written_by = ("INSERT", "DELETE"), _follows(model, written_by)
        if is_kept(model):
            yield from _kept(model)
        if rights := (*_rights_to_read(model, rule), *writes):
            yield f"GRANT {', '.join(rights)} ON {table} TO {role}"
        if is_history(model):
            yield from _stamping(model)
        if isinstance(rule, Open) and not written_by:
            continue
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS pam_owner ON {table}"
        owners = f"SESSION_USER, {keeper_role()}" if is_kept(model) else "CURRENT_USER"
        yield f"CREATE POLICY pam_owner ON {table} TO {owners} USING (true) WITH CHECK (true)"
        if isinstance(rule, Open):
            yield from _open_to_read(table, role, written_by)
            continue
        if isinstance(rule, Special):
            continue
        condition = condition_of(model, rule)
        for policy in ("pam_reader", "pam_writer", "pam_changer"):
            yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        if is_history(model):
            yield f"CREATE POLICY pam_reader ON {table} FOR SELECT TO {role} USING ({condition})"
            yield f"CREATE POLICY pam_writer ON {table} FOR INSERT TO {role} WITH CHECK ({condition})"
            continue
        before, after = changing_of(model, rule, condition)
        adding = adding_of(model, rule, condition)
        yield f"CREATE POLICY pam_reader ON {table} FOR SELECT TO {role} USING ({condition})"
        yield f"CREATE POLICY pam_writer ON {table} FOR INSERT TO {role} WITH CHECK ({adding})"
        yield (
            f"CREATE POLICY pam_changer ON {table} FOR UPDATE TO {role} USING ({before}) WITH CHECK ({after})"
        )
        if _is_part(model, rule):
            yield _keeping_origin(table)
        if rule.kind == "anchor" and table != "records_record":
            yield from _pushing(table)
            yield (
                f"CREATE OR REPLACE TRIGGER pam_set_part_readers BEFORE INSERT OR UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION pam_set_part_readers('{part_kind_of(model).code}')"
            )


def _of_jobs(model):
    """What the role of background jobs may do with a table: everything that is no change of the table itself;
    with the log, its seals and the histories nothing but reading and adding.
    """
    role, table = f'"{settings.SYSTEM_ROLE}"', model._meta.db_table
    yield f"GRANT SELECT, INSERT{'' if is_kept(model) else ', UPDATE, DELETE'} ON {table} TO {role}"
    if model._meta.label in CLOSED_ELSEWHERE:
        return
    rule = rule_of(model)
    if not isinstance(rule, Open) or (rule.written_by and not is_history(model)):
        yield f"CREATE POLICY pam_system ON {table} TO {role} USING (true) WITH CHECK (true)"


def _kept(model):
    """What keeps the rows of a table as they were written: whose it is, and with a history the trigger (the
    log and its seals have their own, which refuses the keeper too).
    """
    table = model._meta.db_table
    yield f"ALTER TABLE {table} OWNER TO pam_keeper"
    if is_history(model):
        yield (
            f"CREATE OR REPLACE TRIGGER pam_history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION pam_history_stays()"
        )


def _rights_to_read(model, rule):
    """The privilege to read the table, all of it or of its columns those that are not hidden; none at all."""
    hidden = getattr(rule, "hidden", ())
    if not getattr(rule, "reads", True):
        return ()
    if not hidden:
        return ("SELECT",)
    columns = [field.column for field in model._meta.local_concrete_fields if field.name not in hidden]
    return (f"SELECT ({', '.join(columns)})",)


def _follows(through, written_by):
    """The condition `written_by` of a model, asked of the row that a row of its many-to-many table belongs
    to.
    """
    owner = through._meta.auto_created._meta
    return f"EXISTS (SELECT 1 FROM {owner.db_table} o WHERE o.id = {owner.model_name}_id AND ({written_by}))"


def _open_to_read(table, role, written_by):
    """The policies of a table that everyone may read, and that is written where `written_by` holds."""
    for name, rest in (
        ("pam_reader", "FOR SELECT TO {role} USING (true)"),
        ("pam_giver", "FOR INSERT TO {role} WITH CHECK ({by})"),
        ("pam_changer", "FOR UPDATE TO {role} USING ({by}) WITH CHECK ({by})"),
        ("pam_taker", "FOR DELETE TO {role} USING ({by})"),
    ):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} " + rest.format(role=role, by=written_by)


def _pushing(table):
    """The trigger that carries a record's changed readers into a table of parts that lists use."""
    name = f"pam_push_readers_{table}"
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
        "SET search_path = public, pg_temp AS "
        f"$$ BEGIN UPDATE {table} SET readers = readers WHERE record_id = NEW.id; RETURN NULL; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {name} AFTER UPDATE ON records_record FOR EACH ROW WHEN "
        "((OLD.readers, OLD.marking, OLD.lapses_at, OLD.narrowed) IS DISTINCT FROM "
        f"(NEW.readers, NEW.marking, NEW.lapses_at, NEW.narrowed)) EXECUTE FUNCTION {name}()"
    )


def _is_part(model, rule):
    return rule.kind != "child" and model._meta.db_table != "records_record"


def _stamping(model):
    """The triggers that say who wrote a history row and when, whatever the web role's statement says."""
    table = model._meta.db_table
    names = {field.name for field in model._meta.fields}
    for name, needs in (
        ("pam_stamp_history", "history_user"),
        ("pam_stamp_history_agency", "history_agency"),
    ):
        if needs in names:
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW "
                f"WHEN (current_user = {{{{WEB_ROLE}}}} AND session_user = {{{{WEB_ROLE}}}}) "
                f"EXECUTE FUNCTION {name}()"
            )


def _keeping_origin(table):
    """The trigger that keeps a part with its record and its author: else one could give one's words to
    another agency, or take another's as one's own and change them.
    """
    origin = ("record_id", "author_id", "author_agency_id")
    old, new = (", ".join(f"{row}.{name}" for name in origin) for row in ("OLD", "NEW"))
    return (
        f"CREATE OR REPLACE TRIGGER pam_keep_origin BEFORE UPDATE ON {table} FOR EACH ROW WHEN "
        f"(current_user = {{{{WEB_ROLE}}}} AND ({old}) IS DISTINCT FROM ({new})) "
        "EXECUTE FUNCTION pam_keep_origin()"
    )


def _or_else(enough, rule, changed_to=""):
    """The same, or what the declaration lets others do: a changer, a job."""
    further = filter(None, (rule.changer, changed_to, rule.job and f"pam_job() = '{rule.job}'"))
    return " OR ".join([enough, *further])


def changing_of(model, rule: Gated, condition):
    """(before, after): the SQL conditions under which the current reader may change (and lock) a row of
    `model` that they see, of the row as it was and as it is then (see `Gated.own`).

    Who may change a part may give it to another owner: of the row afterwards less is asked.
    """
    if not _is_part(model, rule):
        column = "record_ptr_id" if rule.kind == "child" else "id"
        both = f"({condition}) AND ({_or_else(f'pam_level({column}) >= {{{{MANAGE}}}}', rule)})"
        return both, both
    own = ", ".join(f"{name}_id" for name in rule.own)
    needed = f"CASE WHEN pam_agency() IN ({own}) THEN {{{{CONTRIBUTE}}}} ELSE {{{{MANAGE}}}} END"
    return (
        f"({condition}) AND ({_or_else(f'pam_level(record_id) >= {needed}', rule)})",
        f"({condition}) AND ({_or_else('pam_level(record_id) >= {{CONTRIBUTE}}', rule, rule.changed_to)})",
    )


def adding_of(model, rule: Gated, condition):
    """The SQL condition under which the current reader may add a row of `model`: a part in their own agency's
    name, with the level that it declares.
    """
    if not _is_part(model, rule):
        return condition
    own = f"author_agency_id = pam_agency() AND pam_level(record_id) >= {{{{{rule.added_with}}}}}"
    job = f" OR pam_job() = '{rule.job}'" if rule.job else ""
    return f"({condition}) AND ({own}{job})"


def kind_in_sql(model):
    """The kind of part that a row is (see PartKind), as an SQL expression."""
    kind = part_kind_of(model)
    if not kind.column:
        return f"'{kind.code}'"
    cases = " ".join(f"WHEN '{value}' THEN '{code}'" for value, code in kind.by.items())
    return f"CASE {kind.column} {cases} ELSE '{kind.code}' END"


def condition_of(model, rule: Gated):
    """The SQL condition under which the current reader may see a row of `model`."""
    history = is_history(model)
    if rule.kind == "anchor" and not history:
        own = model._meta.db_table == "records_record"
        row = {"record": "id"} if own else {"record": "record_id", "kind": kind_in_sql(model)}
        condition = record_seen(IN_SQL | columns() | row)[0]
    elif any(field.name == "agencies" for field in model._meta.fields):
        condition = f"pam_sees_kind(record_id, agencies, {kind_in_sql(model)})"
    elif rule.kind == "child":
        condition = "pam_sees(record_ptr_id)"
    else:
        condition = "pam_sees(id)" if history else "pam_sees(record_id)"
    for name in rule.also:
        condition += f" AND pam_sees_also({name}_id)"
    own = {name: getattr(rule, name) for name in NAMED}
    if not history:
        condition = " AND ".join(filter(None, (condition, named_to(rule, IN_SQL | own)[0])))
    elif rule.withheld or rule.named:  # the row as it is now, which this asks of its own policy, says it
        own_table, table = model._meta.db_table, model.instance_type._meta.db_table
        condition += f" AND EXISTS (SELECT 1 FROM {table} now WHERE now.id = {own_table}.id)"
    elif rule.marked:
        condition += " AND " + render(MARKED, IN_SQL | own)[0]
    return f"({condition}) OR pam_job() = '{rule.job}'" if rule.job else condition
