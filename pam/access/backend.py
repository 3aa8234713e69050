"""The person of a session and the readers that they can be, in one question: it is asked with each click."""

from contextvars import ContextVar
from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from pam.access.models import User
from pam.access.password_field import HashField
from pam.access.reader import person_and_readers, session_and_person

_of_session: ContextVar[tuple] = ContextVar("pam_person_of_session", default=(None, None))


class Backend(AuthenticationBackend):
    """Signs in as allauth does; fetches the person of a session with what `reader_of` asks next."""

    def get_user(self, user_id):
        """The person with this number, their readers in `found_readers`; None if they may not sign in."""
        number, found = _of_session.get()
        if number != int(user_id):
            found = person_and_readers(_columns(), int(user_id))
        if found is None:
            return None
        values, readers = found
        user = User.from_db(connection.alias, [field.attname for field in User._meta.concrete_fields], values)
        user.found_readers = readers
        return user if self.user_can_authenticate(user) else None


def session_with_person(content, key):
    """(the content of the session with this `key` or None, its person as `person_of_session` takes them):
    one query, in which the SQL `content` gives the content.
    """
    content, number, found = session_and_person(_columns(), content, key)
    return content, (number, found)


def person_of_session(person, ask):
    """What `ask()` answers, which asks for the person of a session; `person` was found with that session, a
    moment ago, and is not fetched again.
    """
    token = _of_session.set(person)
    try:
        return ask()
    finally:
        _of_session.reset(token)


@cache
def _columns():
    """The columns of a person as a SELECT loads them; nobody reads a password's hash."""
    fields = User._meta.concrete_fields
    return [
        "''" if isinstance(field, HashField) else f"u.{connection.ops.quote_name(field.column)}"
        for field in fields
    ]
