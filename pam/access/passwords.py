"""A person whose password's hash is out of the web role's reach."""

from hashlib import md5

from django.contrib.auth.hashers import check_password, is_password_usable
from django.db import connection
from django.utils.crypto import salted_hmac

from pam.db.reading import behind_the_wall
from pam.db.tickets import signed


class PasswordOutOfReach:
    """What `AbstractBaseUser` does with the hash, for a row that was loaded without it.

    `password` is empty on a row that was loaded, and the hash on one whose password was just set.
    """

    def _hash(self):
        if self.password or self._state.adding:
            return self.password
        with connection.cursor() as cursor:
            cursor.execute("SELECT pam_password_of(%s, %s, %s)", signed(f"person {self.pk}"))
            return cursor.fetchone()[0]

    def check_password(self, raw_password):
        """Whether it is their password. One that was kept in an older way is kept anew."""

        def keep_anew(raw):
            self.set_password(raw)
            self._password = None
            self.save(update_fields=["password"])

        return check_password(raw_password, self._hash(), keep_anew)

    def has_usable_password(self):
        """Whether they have a password at all."""
        return is_password_usable(self._hash())

    def mark(self):
        """Another text with each password: `password_mark`, also before it is saved."""
        return md5(self.password.encode()).hexdigest() if self.password else self.password_mark

    def _get_session_auth_hash(self, secret=None):
        return salted_hmac("pam.access.session", self.mark(), secret=secret, algorithm="sha256").hexdigest()

    def save(self, *args, update_fields=None, **kwargs):
        """Keeps the row; the password only if it was set. Behind the wall nothing but password and last
        sign-in can change, of a person that the application names by a ticket.
        """
        if self._state.adding:
            return super().save(*args, update_fields=update_fields, **kwargs)
        every = {field.name for field in self._meta.concrete_fields if not field.generated}
        names = every if update_fields is None else set(update_fields)
        names = names - {"id", *(() if self.password else ("password",))}
        if not behind_the_wall():
            return super().save(*args, update_fields=names, **kwargs)
        hashed = self.password if "password" in names else None
        seen = self.last_login if "last_login" in names else None
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pam_change_user(%s, %s, %s, %s, %s)", [*signed(f"person {self.pk}"), hashed, seen]
            )
        return None
