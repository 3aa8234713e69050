"""What PostgreSQL's catalogue says is there, and what `migrate` remembers that it laid.

The table `pam_laid` keeps for each object the hash of the text that made it and a fingerprint of what the
catalogue said afterwards. Where either differs, the object is laid again: so what was changed by hand, or
went with a column, comes back.
"""

from pam.db.keeper import role as keeper_role
from pam.db.objects import roles

# One row (kind, name, table, fingerprint) for each object in the schema that pam could have made.
PRESENT = """
SELECT 'function', p.proname || '(' || oidvectortypes(p.proargtypes) || ')', '',
       md5(pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '')
           || CASE p.proowner WHEN to_regrole(%s) THEN 'kept' ELSE '' END)
  FROM pg_proc p
 WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'pam\\_%%' AND p.prokind = 'f'
UNION ALL
SELECT 'trigger', t.tgname || ' ON ' || c.relname, c.relname,
       md5(pg_get_triggerdef(t.oid) || t.tgenabled::text)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgname LIKE 'pam\\_%%'
UNION ALL
SELECT 'policy', p.polname || ' ON ' || c.relname, c.relname,
       md5(concat_ws('|', p.polcmd, p.polpermissive, p.polroles::regrole[]::text,
                     pg_get_expr(p.polqual, c.oid), '|', pg_get_expr(p.polwithcheck, c.oid)))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'security', c.relname, c.relname, md5(concat_ws('|', c.relrowsecurity, c.relforcerowsecurity))
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
UNION ALL
SELECT 'owner', c.relname, c.relname,
       md5((SELECT string_agg(a.privilege_type, ',' ORDER BY a.privilege_type)
              FROM aclexplode(c.relacl) a WHERE a.grantee = session_user::regrole))
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relowner = to_regrole(%s)
UNION ALL
SELECT 'privileges', c.relname, c.relname,
       md5(string_agg(concat_ws('|', a.grantee::regrole, a.col, a.privilege_type, a.is_grantable), ','
                      ORDER BY a.grantee::regrole::text, a.col, a.privilege_type))
  FROM pg_class c, LATERAL (
    SELECT '' AS col, x.* FROM aclexplode(c.relacl) x
    UNION ALL
    SELECT b.attname, x.* FROM pg_attribute b, LATERAL aclexplode(b.attacl) x WHERE b.attrelid = c.oid) a
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.grantee IN (%s::regrole, %s::regrole)
 GROUP BY 2
UNION ALL
SELECT 'index', c.relname, t.relname, md5(pg_get_indexdef(i.indexrelid))
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
 WHERE c.relnamespace = 'public'::regnamespace AND i.indisvalid
UNION ALL
SELECT 'extension', e.extname, '', e.extversion FROM pg_extension e
UNION ALL
SELECT 'setting', a.attname || ' ON ' || c.relname, c.relname, md5(a.attstattarget::text)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attstattarget > 0
"""
# Policies and triggers that call a function: both refuse that it goes.
CALLING = """
SELECT 'policy', o.polname || ' ON ' || c.relname, c.relname
  FROM pg_depend d JOIN pg_policy o ON o.oid = d.objid JOIN pg_class c ON c.oid = o.polrelid
 WHERE d.classid = 'pg_policy'::regclass AND d.refclassid = 'pg_proc'::regclass
   AND d.refobjid = to_regprocedure(%s)
UNION
SELECT 'trigger', o.tgname || ' ON ' || c.relname, c.relname
  FROM pg_depend d JOIN pg_trigger o ON o.oid = d.objid JOIN pg_class c ON c.oid = o.tgrelid
 WHERE d.classid = 'pg_trigger'::regclass AND d.refclassid = 'pg_proc'::regclass
   AND d.refobjid = to_regprocedure(%s)
"""
# Changes with each column of each table: what functions read.
SHAPE = """
SELECT md5(string_agg(concat_ws(' ', c.relname, a.attname, a.atttypid::regtype, a.attnotnull, a.atthasdef),
           ',' ORDER BY c.relname, a.attname))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'pam_laid'
   AND a.attnum > 0 AND NOT a.attisdropped
"""


def present(cursor):
    """{(kind, name): (table, fingerprint)} of what is in the database."""
    keeper = keeper_role()
    cursor.execute(PRESENT, [keeper, keeper, *roles()])
    return {(kind, name): (table, mark) for kind, name, table, mark in cursor.fetchall()}


def shape(cursor):
    """A fingerprint of all tables and their columns."""
    cursor.execute(SHAPE)
    return cursor.fetchone()[0]


def calling(cursor, function):
    """[(kind, name, table)] of the policies and triggers that call a function."""
    cursor.execute(CALLING, [function, function])
    return cursor.fetchall()


def remembered(cursor):
    """{(kind, name): (hash, fingerprint)} as of the last time that something was laid."""
    cursor.execute("SELECT to_regclass('pam_laid') IS NULL")
    if cursor.fetchone()[0]:
        return {}
    cursor.execute("SELECT kind, name, hash, fingerprint FROM pam_laid")
    return {(kind, name): (text, mark) for kind, name, text, mark in cursor.fetchall()}


def remember(cursor, rows):
    """Keeps {(kind, name): (hash, fingerprint)} in place of what was remembered before."""
    cursor.execute("SELECT to_regclass('pam_laid') IS NULL")
    if cursor.fetchone()[0]:
        cursor.execute(
            "CREATE TABLE pam_laid (kind text, name text, hash text NOT NULL, fingerprint text NOT NULL, "
            "PRIMARY KEY (kind, name))"
        )
    cursor.execute("DELETE FROM pam_laid")
    columns = [
        list(column) for column in zip(*((*key, *values) for key, values in rows.items()), strict=True)
    ]
    cursor.execute(
        "INSERT INTO pam_laid (kind, name, hash, fingerprint)"
        " SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])",
        columns,
    )
