"""Sessions, of which the database gives one at a time, to those who know its key."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection

from pam.access.backend import session_with_person


def _ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


class SessionStore(DatabaseStore):
    """Keeps sessions where Django does. The web role has no right to the table.

    What is kept begins with the number of the person, so that they are fetched with it. That alone signs
    nobody in: the signed content behind it says the same, or they are fetched anew.
    """

    person = (None, None)  # found with the session; for `person_of_session`

    def load(self):
        """The session's content; {} if there is none, or no more, with this key."""
        data, self.person = session_with_person("pam_session(%s)", self.session_key)
        if data is None:
            self._session_key = None
            return {}
        return self.decode(data.rpartition("|")[2])

    def encode(self, session_dict):
        """The content as it is kept: the person's number or nothing, and what Django signs."""
        return f"{session_dict.get(SESSION_KEY, '')}|{super().encode(session_dict)}"

    def exists(self, session_key):
        """Whether there is a session with this key."""
        return _ask("SELECT pam_session(%s) IS NOT NULL", session_key)

    def save(self, must_create=False):
        """Keeps the session. Raises CreateError if one that must be new is there, UpdateError if it ended."""
        if self.session_key is None:
            return self.create()
        data = self.encode(self._get_session(no_load=must_create))
        values = self._get_or_create_session_key(), data, self.get_expiry_date(), must_create
        if not _ask("SELECT pam_keep_session(%s, %s, %s, %s)", *values):
            raise CreateError if must_create else UpdateError

    def delete(self, session_key=None):
        """Ends the session with this key, or this one."""
        if key := session_key or self.session_key:
            _ask("SELECT pam_forget_session(%s)", key)

    def cycle_key(self):
        """Goes on under another key; the list of the person's browsers follows."""
        before = self.session_key
        super().cycle_key()
        if before:
            _ask("SELECT pam_renew_session(%s, %s)", before, self.session_key)
