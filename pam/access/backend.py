"""The person of a session and the readers that they can be, in one question: it is asked with each click."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from pam.access.models import User
from pam.access.password_field import HashField
from pam.access.reader import person_and_readers


class Backend(AuthenticationBackend):
    """Signs in as allauth does; fetches the person of a session with what `reader_of` asks next."""

    def get_user(self, user_id):
        """The person with this number, their readers in `found_readers`; None if they may not sign in."""
        found = person_and_readers(_columns(), int(user_id))
        if found is None:
            return None
        values, readers = found
        user = User.from_db(connection.alias, [field.attname for field in User._meta.concrete_fields], values)
        user.found_readers = readers
        return user if self.user_can_authenticate(user) else None


@cache
def _columns():
    """The columns of a person as a SELECT loads them; nobody reads a password's hash."""
    fields = User._meta.concrete_fields
    return [
        "''" if isinstance(field, HashField) else f"u.{connection.ops.quote_name(field.column)}"
        for field in fields
    ]
