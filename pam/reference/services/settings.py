"""Every write to settings, as verbs. Administrators change what their agency may set; a value of every agency
is changed by the system's owner alone (`manage.py set_setting`). The database asks again.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from pam.access.errors import Refused, Stale
from pam.access.models import Agency, Membership
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.reference.declarations import declared
from pam.reference.models import Setting, SettingRequest
from pam.reference.selectors.settings import loosens
from pam.reference.selectors.settings import setting as value_of
from pam.reference.services import setting_requests

CHANGED_SINCE = (
    "Another administrator changed this setting since you opened it. Check its value and try again."
)


def _require(actor, key):
    """The declaration of a setting that `actor` may change for their agency; PermissionDenied for others."""
    setting = declared(key)
    if not setting.agency or not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    return setting


def _checked(setting, value, agency_id):
    try:
        return setting.check(value, agency_id)
    except ValidationError as error:
        raise Refused(error.messages[0], code="invalid", field="value") from None


@transaction.atomic
def change_setting(*, actor: Reader, key: str, value: Any, version: int) -> Setting | SettingRequest:
    """Gives the actor's agency a value of its own, from a page that showed `version` (0: none of its own
    yet). What loosens a setting that needs a second person is asked for instead: then it answers the request.

    Raises PermissionDenied if the actor is not an administrator or a setting of every agency; Stale if a
    person saved it since; Refused for a value that it can't have.
    """
    setting = _require(actor, key)
    value = _checked(setting, value, actor.agency_id)
    row = Setting.objects.select_for_update().filter(key=key, agency_id=actor.agency_id).first()
    if (row.version if row else 0) != version:
        raise Stale(row or Setting(key=key, version=0, value=None))
    if loosens(key, row.value if row else value_of(key), value):
        return setting_requests.ask(actor=actor, key=key, value=value)
    before = setting.words(row.value, actor.agency_id) if row else "default"
    if row is None:
        row = _first(Setting(key=key, agency_id=actor.agency_id, value=value))
    else:
        row.value, row.version = value, version + 1
        row.save(update_fields=["value", "version"])
    after = setting.words(value, actor.agency_id)
    log(actor, Verb.ALTERATION, "change setting", detail=f"{setting.label}: {before} → {after}")
    return row


def _first(row):
    """Saves the first row of a setting. Raises Stale if another process was quicker."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Stale(Setting.objects.filter(key=row.key, agency_id=row.agency_id).first() or row) from None
    return row


@transaction.atomic
def reset_setting(*, actor: Reader, key: str, version: int) -> SettingRequest | None:
    """Takes the value of the actor's agency away: that of every agency, or the default, holds again. What
    loosens a setting that needs a second person is asked for instead: then it answers the request.

    Raises PermissionDenied, Stale, or Refused if the agency has none.
    """
    setting = _require(actor, key)
    row = Setting.objects.select_for_update().filter(key=key, agency_id=actor.agency_id).first()
    if row is None:
        raise Refused("Your agency has no value of its own for this setting.", code="no_own_value")
    if row.version != version:
        raise Stale(row)
    if loosens(key, row.value, value_of(key)):
        return setting_requests.ask(actor=actor, key=key, reset=True)
    row.delete()
    before = setting.words(row.value, actor.agency_id)
    log(actor, Verb.ALTERATION, "reset setting", detail=f"{setting.label}: {before} → default")
    return None


@transaction.atomic
def set_general(key: str, value: Any, *, agency: Agency | None = None) -> Setting:
    """Sets a value of every agency, or of one; run as the owner role. Returns the row. Raises Refused."""
    setting = declared(key)
    if agency is not None and not setting.agency:
        raise Refused(f"{key} has one value for every agency.", code="not_own_agency")
    value = _checked(setting, value, agency.pk if agency else None)
    row = Setting.objects.select_for_update().filter(key=key, agency=agency).first()
    row = row or Setting(key=key, agency=agency, version=0)
    row.value, row.version = value, row.version + 1
    row._change_reason = "set_setting"  # type: ignore[attr-defined]
    row.save()
    return row


@transaction.atomic
def reset_general(key: str, *, agency: Agency | None = None) -> bool:
    """Takes that value away again, where there is one; run as the owner role. Returns whether there was."""
    row = Setting.objects.select_for_update().filter(key=declared(key).key, agency=agency).first()
    if row is None:
        return False
    row._change_reason = "set_setting"  # type: ignore[attr-defined]
    row.delete()
    return True
