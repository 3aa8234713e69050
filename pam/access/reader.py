"""From a signed-in browser to a `Reader`, or to nobody."""

from dataclasses import replace

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from django.conf import settings
from django.db import connection

from pam.access.in_force import MEMBERSHIP
from pam.access.visibility import Reader

ACTING_FOR = "acting_for"
DEMO_METHOD = "demo"


def second_factor_done(request):
    """Whether this session was opened with a second factor (TOTP,
    passkey), or by a demo button in the demo.
    """
    if not settings.REQUIRE_SECOND_FACTOR:
        return True
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return "mfa" in methods or (settings.DEMO_SIGN_IN and DEMO_METHOD in methods)


def reader_of(request):
    """The `Reader` behind `request`, asked anew at each click; None while the sign-in is incomplete.

    A suspended, ended or not yet started membership, and an inactive person, give None; so does a system,
    which never signs in.
    """
    user = request.user
    if not user.is_authenticated or not user.is_active or user.service or not second_factor_done(request):
        return None
    acting_for = request.session.get(ACTING_FOR)
    address = request.META.get("REMOTE_ADDR", "")
    if hasattr(user, "found_readers"):  # by pam/access/backend.py, a moment ago
        found = [replace(reader, address=address) for reader in user.found_readers]
    else:
        found = _readers("m.user_id = %s", user.pk, address=address)
    chosen = next((r for r in found if r.membership_id == acting_for), found[0] if found else None)
    if acting_for is None and len(found) > 1:
        request.session[ACTING_FOR] = chosen.membership_id  # so that it is noticed when this one stops
    return chosen


def who_signs_in(request):
    """The number of the person whose password was right in this browser, whatever is still missing; None if
    there is no such person.
    """
    if request.user.is_authenticated:
        return request.user.pk
    begun = (request.session.get(LOGIN_SESSION_KEY) or {}).get("user_pk")
    return url_str_to_user_pk(begun) if begun else None


def reader_of_membership(pk, *, in_force=True):
    """The `Reader` of the membership `pk`, or None: for jobs, which get ids and ask again.

    It must be in force; with `in_force` false it need not be, for work that was asked for while it was.
    """
    return next(iter(_readers("m.id = %s", pk, in_force=in_force)), None)


def readers_of(people):
    """{number of the membership: its Reader} for those of `people` (numbers) that are in force. One query."""
    return {reader.membership_id: reader for reader in _readers("m.id = ANY(%s)", list(people))}


# Asked with each click, so written out: Django would put the same statement together anew each time (2.9 ms
# in place of 0.3). `Membership.objects.live()` says the same in Python.
_OF_TEAMS = (
    "ARRAY(SELECT t.{} FROM access_membership_teams mt JOIN access_team t ON t.id = mt.team_id"
    " WHERE mt.membership_id = m.id ORDER BY t.id)"
)
_READER = f"""m.user_id, m.id, m.agency_id, u.name, a.name, m.principal_id, a.principal_id,
       {_OF_TEAMS.format("principal_id")}, m.clearance, m.roles, {_OF_TEAMS.format("id")}, m.post,
       u.single_keys, {{terms}}, a.training"""
_READERS = f"""
SELECT {_READER}
  FROM access_membership m JOIN access_user u ON u.id = m.user_id JOIN access_agency a ON a.id = m.agency_id
 WHERE {{where}}{{live}} ORDER BY m.id"""
# The member that a row of something else names, as `t.membership`.
_NAMED = f"""
SELECT {_READER}, {{columns}}
  FROM {{source}} t JOIN access_membership m ON m.id = t.membership
  JOIN access_user u ON u.id = m.user_id JOIN access_agency a ON a.id = m.agency_id
 WHERE {{live}}"""
# A person who is nowhere a member has one row, empty but for themselves.
_PERSON = f"""
SELECT {_READER}, {{person}}
  FROM access_user u
  LEFT JOIN (access_membership m JOIN access_agency a ON a.id = m.agency_id) ON m.user_id = u.id AND {{live}}
 WHERE u.id = %s ORDER BY m.id"""
# A session's content, and the person that it says it is of, with their readers: all that a click asks first.
_SESSION = f"""
SELECT {_READER}, {{person}}, u.id, s.content
  FROM (SELECT {{content}} AS content OFFSET 0) s
  LEFT JOIN access_user u ON u.id = substring(s.content FROM '^([0-9]{{{{1,18}}}})[|]')::bigint
  LEFT JOIN (access_membership m JOIN access_agency a ON a.id = m.agency_id) ON m.user_id = u.id AND {{live}}
 ORDER BY m.id"""
_COLUMNS = 15  # of a reader
_terms = []  # SQL of the kinds of terms that the person of the membership `m` has yet to accept


def register_terms(sql):
    """Names the SQL of the kinds of terms that the person of the membership `m` has yet to accept (an array
    of text). The room that keeps the terms says it, once; without it nobody becomes a reader.
    """
    _terms[:] = [sql]


def _readers(where, value, *, in_force=True, address=""):
    """The readers that the memberships `where` (SQL about `m`, with one `value`) make, in their order."""
    live = f" AND {MEMBERSHIP.sql('m')}" if in_force else ""
    with connection.cursor() as cursor:
        cursor.execute(_READERS.format(where=where, live=live, terms=_terms[0]), [value])
        return [_reader(row, address, in_force) for row in cursor.fetchall()]


def person_and_readers(columns, number):
    """(the values of the `columns` of the person `number`, "u" in SQL; the readers that their memberships
    in force make), or None if there is no such person. One query.
    """
    sql = _PERSON.format(terms=_terms[0], person=", ".join(columns), live=MEMBERSHIP.sql("m"))
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        rows = cursor.fetchall()
    return (rows[0][_COLUMNS:], _readers_in(rows)) if rows else None


def reader_named(columns, source, values):
    """(the values of the `columns` of the one row of `source`, SQL with these `values`; the reader that the
    membership in force makes which it names as `membership`), or None. One query.
    """
    sql = _NAMED.format(terms=_terms[0], columns=", ".join(columns), source=source, live=MEMBERSHIP.sql("m"))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return (row[_COLUMNS:], _reader(row[:_COLUMNS], "", True)) if row else None


def session_and_person(columns, content, key):
    """(the content of the session with this `key` or None; its person's number or None; what
    `person_and_readers` gives of them). One query: `content` is the SQL of the content, which begins with
    "NUMBER|".
    """
    person, live = ", ".join(columns), MEMBERSHIP.sql("m")
    sql = _SESSION.format(terms=_terms[0], person=person, live=live, content=content)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        rows = cursor.fetchall()
    *person, number, content = rows[0][_COLUMNS:]
    return content, number, (tuple(person), _readers_in(rows))


def _readers_in(rows):
    return [_reader(row[:_COLUMNS], "", True) for row in rows if row[0] is not None]


def _reader(row, address, in_force):
    user, number, agency, name, agency_name, own, its, of_teams, *rest = row
    clearance, roles, teams, post, keys, terms, training = rest
    return Reader(
        user_id=user,
        membership_id=number,
        agency_id=agency,
        name=name,
        agency_name=agency_name,
        principals=tuple(sorted((own, its, *of_teams))),
        clearance=clearance,
        roles=frozenset(roles),
        team_ids=tuple(teams),
        post=post,
        single_keys=keys,
        training=training,
        unaccepted_terms=frozenset(terms),
        address=address,
        ticket=f"{'membership' if in_force else 'former'} {number}",
    )
