"""The key of the second wall, where the database looks for it (see `pam/db/tickets.py`)."""

from django.db import connection

from pam.access.models import WallKey
from pam.db.tickets import pads


def keep_after_migrate(sender, **kwargs):
    """Signal handler: keeps the key that SECRET_KEY makes, in place of the one before."""
    if WallKey._meta.db_table in connection.introspection.table_names():
        keep_key()


def keep_key() -> bool:
    """Keeps the key, as the owner; returns whether it was another one before."""
    inner, outer = pads()
    kept = WallKey.objects.filter(pk=1).first()
    if kept and (bytes(kept.inner_pad), bytes(kept.outer_pad)) == (inner, outer):
        return False
    WallKey.objects.update_or_create(pk=1, defaults={"inner_pad": inner, "outer_pad": outer})
    return True
