"""What the database is to hold besides tables: each function, trigger, policy, privilege as one object.

Gathered from the rooms' SQL files (`sql_files.py`), from the models' declarations (`row_security.py`) and
from what rooms make of all models (`AppConfig.row_security_sql`). `laying.py` compares them with what is
there.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.apps import apps
from django.conf import settings

from pam.db.row_security import CACHE_TABLES, statements
from pam.db.sql_files import filled, room_statements

ARGUMENTS = r"\(((?:[^()]|\([^()]*\))*)\)"
# Every form that a statement may have, what kind of object it makes, and where its names are.
FUNCTION = re.compile(rf"CREATE OR REPLACE FUNCTION (\w+)\s*{ARGUMENTS}", re.S)
TRIGGER = re.compile(r"CREATE OR REPLACE TRIGGER (\w+)\s.*?\sON (\w+)", re.S)
POLICY = re.compile(r"CREATE POLICY (\w+) ON (\w+)")
EXTENSION = re.compile(r"CREATE EXTENSION IF NOT EXISTS (\w+)$")
INDEX = re.compile(r"CREATE INDEX IF NOT EXISTS (\w+) ON (\w+)")
SETTING = re.compile(r"ALTER TABLE (\w+) ALTER COLUMN (\w+) SET STATISTICS (\d+)$")
HANDED_OVER = re.compile(r"ALTER TABLE (\w+) OWNER TO pam_keeper$")
KEPT_FUNCTION = re.compile(r"ALTER FUNCTION (\w+)\([^)]*\) OWNER TO pam_keeper$")
SECURITY = re.compile(r"ALTER TABLE (\w+) (?:ENABLE|FORCE) ROW LEVEL SECURITY$")
NOT_EXECUTED = re.compile(r"REVOKE EXECUTE ON FUNCTION (\w+)")
PRIVILEGE = re.compile(r"(?:GRANT|REVOKE) [^;]*? ON ([\w, ]+?) (?:TO|FROM) \S+$", re.S)
PUT_TOGETHER = {"privileges", "security"}  # of several statements
# Names of types as the catalogue writes them.
TYPES = {
    "int": "integer",
    "bool": "boolean",
    "float8": "double precision",
    "timestamptz": "timestamp with time zone",
    "varchar": "character varying",
}


@dataclass(frozen=True)
class DatabaseObject:
    """One object: what makes it, and what its name and table are in the catalogue.

    `kind` is "extension", "function", "trigger", "policy", "index", "setting", "security" (row security of a
    table is on), "owner" (it is the keeper's: pam/db/keeper.py) or "privileges" (all that the web role and
    that of jobs may do with a table). `name` is "pam_sees(bigint)" for a function, "pam_reader ON
    records_record" for a trigger or policy. `kept` says that a function is the keeper's. `table` is
    empty for a function.
    """

    kind: str
    name: str
    table: str
    statements: tuple[str, ...]
    kept: bool = False

    @property
    def key(self):
        """(kind, name): one in the database."""
        return self.kind, self.name

    @property
    def hash(self):
        """Changes with the text, and with whose it is."""
        texts = [*self.statements, *(["kept"] if self.kept else [])]
        return sha256("\n;\n".join(texts).encode()).hexdigest()[:32]


def objects():
    """[DatabaseObject] of all that is wanted, in the order in which it can be made.

    The privileges on `CACHE_TABLES`, which only some deployments have, are among them.

    Raises ValueError for a statement of an unknown form, and for two of one name.
    """
    texts = [*room_statements("functions", "triggers", "tables"), *statements()]
    texts += [text.replace("pam_web", web_role()) for text in room_statements("policies")]
    for role in roles():
        texts += [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}" for table in CACHE_TABLES]
    for config in apps.get_app_configs():
        texts += getattr(config, "row_security_sql", list)()
    return list(gathered(map(filled, texts)))


def web_role():
    """The web role's name, quoted."""
    return f'"{settings.WEB_ROLE}"'


def roles():
    """The names, quoted, of the roles that processes connect as: the web's and that of background jobs."""
    return web_role(), f'"{settings.SYSTEM_ROLE}"'


def gathered(texts):
    """The objects that statements make; those that make one together are kept together."""
    found, functions = {}, set()
    for text in texts:
        for kind, name, table in _named(text):
            found.setdefault((kind, name), (table, []))[1].append(text)
            again = len(found[kind, name][1]) > 1 and kind not in PUT_TOGETHER
            if again or (kind == "function" and bare(name) in functions):
                raise ValueError(f"There are two of the name {bare(name)}: give one another name.")
            functions |= {bare(name)} if kind == "function" else set()
    for (kind, name), (table, made) in found.items():
        if kind == "privileges":
            made = [
                f"REVOKE ALL ON {name} FROM {', '.join(roles())}",
                *(_of_one_table(text, name) for text in made),
            ]
        elif kind == "function":
            closed = ("revoked", bare(name)) in found
            change, role = ("REVOKE", "FROM PUBLIC") if closed else ("GRANT", "TO PUBLIC")
            made = [*made, f"{change} EXECUTE ON FUNCTION {name} {role}"]
        if kind not in {"revoked", "handed over"}:
            kept = ("handed over", bare(name)) in found
            yield DatabaseObject(kind, name, table, tuple(made), kept)


def bare(name):
    """A function's name without its arguments."""
    return name.split("(")[0]


def _named(text):
    """[(kind, name, table)] of what a statement makes or is a part of."""
    if text.startswith("DROP POLICY IF EXISTS"):
        return []
    if found := FUNCTION.match(text):
        return [("function", f"{found[1]}({_types(found[2])})", "")]
    if found := NOT_EXECUTED.match(text):
        return [("revoked", found[1], "")]
    if found := KEPT_FUNCTION.match(text):
        return [("handed over", found[1], "")]
    if found := HANDED_OVER.match(text):
        return [("owner", found[1], found[1])]
    for kind, form in (("trigger", TRIGGER), ("policy", POLICY)):
        if found := form.match(text):
            return [(kind, f"{found[1]} ON {found[2]}", found[2])]
    if found := EXTENSION.match(text):
        return [("extension", found[1], "")]
    if found := INDEX.match(text):
        return [("index", found[1], found[2])]
    if found := SETTING.match(text):
        return [("setting", f"{found[2]} ON {found[1]}", found[1])]
    if found := SECURITY.match(text):
        return [("security", found[1], found[1])]
    if found := PRIVILEGE.match(text):
        return [("privileges", table, table) for table in re.split(r",\s*", found[1])]
    raise ValueError(f"A statement of an unknown form: {text[:80]}")


def _of_one_table(text, table):
    """A GRANT or REVOKE on several tables, for one of them."""
    tables = PRIVILEGE.match(text)[1]
    return text.replace(f" ON {tables} ", f" ON {table} ")


def _types(arguments):
    """The types of a function's arguments, as the catalogue writes them: "bigint, integer[]"."""
    return ", ".join(type_of for _, type_of in parameters(arguments))


def parameters(arguments):
    """[(name, type as the catalogue writes it)] of "which uuid, most int[]".

    Raises ValueError for an argument without a name.
    """
    found = []
    for argument in filter(None, re.split(r"\s*,\s*(?![^()]*\))", arguments.strip())):
        name, _, type_of = argument.partition(" ")
        if not type_of:
            raise ValueError(f"An argument without a name: {argument}")
        bare = type_of.strip().removesuffix("[]")
        found.append((name, TYPES.get(bare, bare) + "[]" * type_of.endswith("[]")))
    return found
