"""Training and real are kept apart: all that one row names is on one side, held by triggers on every table.

A row's side is that of the agencies that it names: by itself, through a principal, team or membership, or
through a record or another row that belongs to one. Which columns these are is read from the models, so that
a new table is held too. What a row named before counts as well, so that nothing changes sides.
"""

from django.apps import apps
from django.contrib.auth.models import Group

from pam.access.models import Agency, Membership, Principal, Team, User
from pam.db.checks import is_history

REFUSED = "training and real are kept apart"
DEPTH = 3  # how many rows are between a row and an agency at most


def agency_of(model, value, depth=DEPTH):
    """SQL for the number of the agency that the row of `model` with the key `value` (SQL) belongs to; None
    where it belongs to none.
    """
    if model is Agency:
        return value
    found = _own(model, depth)
    if found is None:
        return None
    field, inner = found
    if inner is not Agency and depth < 1:
        return None
    alias = f"x{depth}"
    of = agency_of(inner, f"{alias}.{field.column}", depth - 1)
    return of and (
        f"(SELECT {of} FROM {model._meta.db_table} {alias} WHERE {alias}.{model._meta.pk.column} = {value})"
    )


def _own(model, depth):
    """(the field by which a row belongs to an agency, what it leads to), or None."""
    fields = [(field, _target(field)) for field in _links(model)]
    for wanted in (Agency, apps.get_model("records", "Record"), Team, Membership, Principal):
        for field, target in fields:
            if target is wanted and model is not wanted:
                return field, target
    for field, target in fields:
        if depth > 0 and target is not model and not field.null and agency_of(target, "0", depth - 1):
            return field, target
    return None


def _links(model):
    return [field for field in model._meta.local_concrete_fields if field.is_relation and field.related_model]


def _target(field):
    """The model that a foreign key leads to: a grant's group is always a principal."""
    return Principal if field.related_model is Group else field.related_model


def held():
    """[(model, [(column, the agency of what it names, as SQL of `{}`)])] of each table whose rows name
    something that belongs to an agency.
    """
    found = []
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda one: one._meta.db_table):
        if not model._meta.managed or model._meta.proxy or is_history(model):
            continue
        if model in (Agency, Principal, User) or not model.__module__.startswith(_rooms()):
            continue
        named = [(field.column, agency_of(_target(field), "{}." + field.column)) for field in _links(model)]
        named = [(column, agency) for column, agency in named if agency]
        if named:
            found.append((model, named))
    return found


def _rooms():
    return tuple(config.name for config in apps.get_app_configs() if not config.name.startswith("django"))


def statements():
    """The function and the trigger of each table, as SQL."""
    for model, named in held():
        if len(named) < 2:
            continue
        table = model._meta.db_table
        columns = ", ".join(column for column, _ in named)
        agencies = ",\n    ".join(agency.format(row) for row in ("NEW", "OLD") for _, agency in named)
        yield (
            f"CREATE OR REPLACE FUNCTION pam_one_side_{table}() RETURNS trigger LANGUAGE plpgsql"
            " SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n"
            "  IF EXISTS (SELECT 1 FROM access_agency a WHERE a.training)\n"
            "     AND (SELECT count(DISTINCT a.training) FROM access_agency a WHERE a.id = ANY (ARRAY[\n"
            f"    {agencies}]::bigint[])) > 1 THEN\n"
            f"    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'insufficient_privilege';\n"
            "  END IF;\n  RETURN NEW;\nEND $$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER pam_one_side BEFORE INSERT OR UPDATE OF {columns} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION pam_one_side_{table}()"
        )
    yield from _has_work()


# Rooms whose rows an agency has before it has begun to work: its people, settings, lists, mail.
NO_WORK = ("access", "accounts", "reference", "lists", "notifications", "contact", "exchange", "drafts")
WORK = ("access.Grant", "access.Agreement", "access.Agreement_parties")


def _has_work():
    """pam_agency_has_work(agency): whether work, a share or an agreement names an agency or its people; on
    the web of the reader's agency alone.
    """
    tests = []
    for model, _ in held():
        if model._meta.app_label in NO_WORK and model._meta.label not in WORK:
            continue
        for field in _links(model):
            target = _target(field)
            if target is Agency:
                wanted = "= of_agency"
            elif target in (Team, Membership, Principal):
                key = target._meta.pk.column
                wanted = f"IN (SELECT o.{key} FROM {target._meta.db_table} o WHERE o.agency_id = of_agency)"
            else:
                continue
            tests.append(f"EXISTS (SELECT 1 FROM {model._meta.db_table} t WHERE t.{field.column} {wanted})")
    yield (
        "CREATE OR REPLACE FUNCTION pam_agency_has_work(of_agency bigint) RETURNS boolean LANGUAGE sql STABLE"
        " SECURITY DEFINER SET search_path = public, pg_temp AS $$\n"
        "  SELECT (of_agency = pam_agency() OR NOT pam_asked_by_web()) AND (\n      "
        + "\n      OR ".join(tests)
        + ")\n$$"
    )
