"""The second wall: row-level security, laid from the models' own declarations.

Web and worker connect as a role that owns nothing. `reading()` sets who is reading for one transaction;
without it every gated table is empty to them. So a view that forgets the gate shows an empty page.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from pam import files
from pam.plans import planned_each_time
from pam.rules import CLOSED_ELSEWHERE, Gated, Open, Special

from .checks import is_history, part_kind_of, rule_of

SQL = Path(__file__).parent / "sql"
CACHE_TABLES = ("access_cache",)  # counts of sign-in attempts; no model of its own
NOBODY = object()
_reading = ContextVar("pam_reading", default=NOBODY)


def current_reader():
    """The `gate.Reader` of the innermost `reading()` block, or None outside of one."""
    reader = _reading.get()
    return None if reader is NOBODY else reader


@contextmanager
def reading(reader):
    """Runs the block in one transaction in which the database shows what `reader` may see, and no more.

    `reader` is a `gate.Reader` or None (nobody: sees nothing). A process that connects as another role
    steps down to the web role for the length of the block.
    """
    before, outermost = _reading.get(), not connection.in_atomic_block
    with files.atomic():
        _tell(reader)
        token = _reading.set(reader)
        try:
            with planned_each_time():
                yield
            # The end of the transaction takes the settings back by itself, and so does a rollback.
            if not (outermost or connection.needs_rollback):
                _tell(before)
        finally:
            _reading.reset(token)


@contextmanager
def working(job):
    """Runs the block in one transaction in which only the rows that `job` works on are shown.

    `job` is a name that a model's `Gated(job=…)` declares. For background tasks that work for nobody.
    """
    with reading(None), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pam.job', %s, true)", [job])
        yield
        if not connection.needs_rollback:
            cursor.execute("SELECT set_config('pam.job', '', true)")


def _tell(reader):
    """Sets the role and the reader for the rest of the transaction (0.1 ms)."""
    stepped_down = connection.settings_dict["USER"] != settings.WEB_ROLE
    principals, agency, clearance, user = "", "", "", ""
    if reader is not None and reader is not NOBODY:
        principals = "{{{}}}".format(",".join(map(str, reader.principals)))
        agency, clearance, user = reader.agency_id, reader.clearance, reader.user_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pam.principals', %s, true), set_config('pam.agency', %s, true),"
            " set_config('pam.clearance', %s, true), set_config('pam.user', %s, true)"
            + (", set_config('role', %s, true)" if stepped_down else ""),
            [principals, str(agency), str(clearance), str(user)]
            + ([settings.WEB_ROLE if reader is not NOBODY else "none"] if stepped_down else []),
        )


# --- Laying it --------------------------------------------------------------------------------------


def lay_after_migrate(sender, using="default", **kwargs):
    """Signal handler: lays the wall when the last app has migrated."""
    if sender.label == [config.label for config in apps.get_app_configs() if config.models_module][-1]:
        if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
            call_command("createcachetable", verbosity=0)
        lay()


def lay():
    """(Re)creates functions, triggers, privileges and policies. Runs as the owner; safe to repeat."""
    role = settings.WEB_ROLE
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ("functions", "search", "audit", "triggers", "administration"):
            cursor.execute((SQL / f"{name}.sql").read_text())
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        cursor.execute(f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"')
        for statement in statements():
            cursor.execute(statement)
        for table in CACHE_TABLES:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO "{role}"')
        for name in ("policies", "doors", "people", "sanitised", "asking"):
            cursor.execute((SQL / f"{name}.sql").read_text().replace("pam_web", f'"{role}"'))
        for (
            config
        ) in apps.get_app_configs():  # a room's own, beside its models; and what it makes of all models
            own = Path(config.path) / "sql" / "policies.sql"
            if own.parent != SQL and own.exists():
                cursor.execute(own.read_text().replace("pam_web", f'"{role}"'))
            for statement in getattr(config, "wall", list)():
                cursor.execute(statement)


def statements():
    """The privileges, policies and shade triggers of every model, as SQL, in a stable order."""
    role = f'"{settings.WEB_ROLE}"'
    anchors = []
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        if not model._meta.managed or model._meta.proxy or model._meta.label in CLOSED_ELSEWHERE:
            continue
        table, rule = model._meta.db_table, rule_of(model)
        writes = ("INSERT",) if is_history(model) else rule.writes
        written_by = "" if is_history(model) else getattr(rule, "written_by", "")
        if written_by and model._meta.auto_created:
            writes, written_by = ("INSERT", "DELETE"), _follows(model, written_by)
        yield f"GRANT {', '.join(('SELECT', *writes))} ON {table} TO {role}"
        if isinstance(rule, Open) and not written_by:
            continue
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS pam_owner ON {table}"
        yield f"CREATE POLICY pam_owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)"
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
            yield f"CREATE POLICY pam_writer ON {table} FOR INSERT TO {role} WITH CHECK (true)"
            continue
        may_change = changing_of(model, rule, condition)
        yield f"CREATE POLICY pam_reader ON {table} FOR SELECT TO {role} USING ({condition})"
        yield f"CREATE POLICY pam_writer ON {table} FOR INSERT TO {role} WITH CHECK ({condition})"
        yield f"CREATE POLICY pam_changer ON {table} FOR UPDATE TO {role} USING ({may_change}) WITH CHECK ({may_change})"
        if rule.kind == "anchor" and table != "records_record":
            anchors.append(table)
            yield (
                f"CREATE OR REPLACE TRIGGER pam_part_shades BEFORE INSERT OR UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION pam_part_shades('{part_kind_of(model).code}')"
            )
    yield from _pushing(anchors)


def _follows(through, written_by):
    """The condition `written_by` of a model, asked of the row that a row of its many-to-many table belongs
    to.
    """
    owner = through._meta.auto_created._meta
    return f"EXISTS (SELECT 1 FROM {owner.db_table} o WHERE o.id = {owner.model_name}_id AND ({written_by}))"


def _open_to_read(table, role, written_by):
    """The policies of a table that everybody may read, and that is written where `written_by` holds."""
    for name, rest in (
        ("pam_reader", "FOR SELECT TO {role} USING (true)"),
        ("pam_giver", "FOR INSERT TO {role} WITH CHECK ({by})"),
        ("pam_changer", "FOR UPDATE TO {role} USING ({by}) WITH CHECK ({by})"),
        ("pam_taker", "FOR DELETE TO {role} USING ({by})"),
    ):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} " + rest.format(role=role, by=written_by)


def _pushing(tables):
    """The trigger that carries a record's changed readers into the parts that lists use."""
    pushes = "\n".join(
        f"  UPDATE {table} SET readers = readers WHERE record_id = NEW.id;" for table in tables
    )
    yield (
        "CREATE OR REPLACE FUNCTION pam_push_readers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $$ BEGIN\n{pushes}\n  RETURN NULL;\nEND $$"
    )
    yield (
        "CREATE OR REPLACE TRIGGER pam_push_readers AFTER UPDATE ON records_record FOR EACH ROW WHEN "
        "((OLD.readers, OLD.marking, OLD.lapses_at, OLD.agency_id, OLD.narrowed) IS DISTINCT FROM "
        "(NEW.readers, NEW.marking, NEW.lapses_at, NEW.agency_id, NEW.narrowed)) EXECUTE FUNCTION pam_push_readers()"
    )


def changing_of(model, rule: Gated, condition):
    """The SQL condition under which the current reader may change (and lock) a row of `model` that they see."""
    if rule.kind == "child":
        enough = "pam_level(record_ptr_id) >= 4"
    elif model._meta.db_table == "records_record":
        enough = "pam_level(id) >= 4"
    else:
        enough = "pam_level(record_id) >= 3"
    for further in filter(None, (rule.changer, rule.job and f"pam_job() = '{rule.job}'")):
        enough += f" OR {further}"
    return f"({condition}) AND ({enough})"


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
        reach = "pam_reach(id, pam_principals())"
        if model._meta.db_table != "records_record":
            reach = f"pam_reach_part(record_id, pam_principals(), {kind_in_sql(model)})"
        condition = (
            "readers && pam_principals() AND marking <= pam_clearance() AND (lapses_at IS NULL "
            f"OR lapses_at > statement_timestamp() OR {reach} >= 2)"
        )
    elif any(field.name == "audience" for field in model._meta.fields):
        condition = f"pam_sees_kind(record_id, audience, named_agencies, {kind_in_sql(model)})"
    elif rule.kind == "child":
        condition = "pam_sees(record_ptr_id)"
    else:
        condition = "pam_sees(id)" if history else "pam_sees(record_id)"
    for name in rule.also:
        condition += f" AND pam_sees_also({name}_id)"
    if rule.extra and not history:
        condition += f" AND {rule.extra}"
    return f"({condition}) OR pam_job() = '{rule.job}'" if rule.job else condition
