"""A list of values that is in force gives its values to the list of the forms that it names."""

from datetime import date
from typing import Any

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.db.kept import forget_all
from pam.frameworks.models import Framework, FrameworkVersion
from pam.reference.list_declarations import list_named
from pam.reference.models import ReferenceValue


def feed_list(actor: Reader | None, framework: Framework) -> None:
    """Makes the values of the forms' lists what `framework` says now. Done again it changes nothing.

    A value that an earlier version brought and none in force brings is retired; what bears it keeps it. All
    others are left alone. `actor` is None for the owner of the database. Raises Refused for an actor who is
    no administrator, a list that is the same for every agency, and a parent that is not there.
    """
    listings = _brought(framework)
    for listing in sorted(listings):
        _require(actor, listing)
        wanted = _wanted(framework, listing)
        rows = {
            row.code: row for row in ReferenceValue.objects.filter(listing=listing, agency=framework.agency)
        }
        for level in wanted:
            _write_level(actor, framework, listing, level, rows)
        own = {value["code"] for level in wanted for value in level}
        for code in listings[listing] - own - _wanted_elsewhere(framework, listing):
            if code in rows:
                _change(rows[code], {"retired": True})
    forget_all()  # what was written together sends no signal


def _write_level(actor, framework, listing, level, rows):
    """Values whose parents are there: new ones together as the owner (without histories), else one by one."""
    new = []
    for value in level:
        columns = _columns(value, rows, listing)
        if row := rows.get(value["code"]):
            _change(row, columns)
        else:
            new.append(
                ReferenceValue(agency_id=framework.agency_id, listing=listing, code=value["code"], **columns)
            )
    if actor is None:
        ReferenceValue._base_manager.bulk_create(new)
    else:
        for row in new:
            row.save()
    rows.update({row.code: row for row in new})


def _require(actor, listing):
    if actor is None:
        return
    if not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise Refused("Forms use this list: an administrator has to publish it.", code="administrators")
    if not list_named(listing).own:
        raise Refused("This list is the same for every agency.", code="list_of_all", field="listing")


def _brought(framework):
    """{listing: the codes that any published version brought}."""
    found: dict[str, set[str]] = {}
    for version in FrameworkVersion.objects.filter(framework=framework).exclude(number=None):
        if list_named(version.body.get("listing", "")):
            codes = {value["code"] for value in version.body["values"]}
            found.setdefault(version.body["listing"], set()).update(codes)
    return found


def _wanted(framework, listing) -> list[list[dict[str, Any]]]:
    """The values in levels, each after what they are a part of; [] where it names another list now."""
    body = framework.current.body if framework.current and not framework.retired else {}
    if body.get("listing") != listing:
        return []
    rows = [{"place": place, **value} for place, value in enumerate(body["values"])]
    waiting, levels = {row["code"] for row in rows}, []
    while ready := [row for row in rows if row.get("parent") not in waiting]:
        levels.append(ready)
        waiting -= {row["code"] for row in ready}
        rows = [row for row in rows if row["code"] in waiting]
    return levels


def _wanted_elsewhere(framework, listing):
    others = Framework.objects.filter(kind="list", agency_id=framework.agency_id, retired=False)
    bodies = others.exclude(pk=framework.pk).exclude(current=None).values_list("current__body", flat=True)
    return {value["code"] for body in bodies if body.get("listing") == listing for value in body["values"]}


def _columns(value, rows, listing):
    parent = rows.get(value.get("parent", "")) or _of_every_agency(listing, value.get("parent", ""))
    if value.get("parent") and parent is None:
        raise Refused(f"The list has no value “{value['parent']}” to be a part of.", code="no_parent")
    return {
        "label": value["label"],
        "meaning": value.get("meaning", ""),
        "colour": value.get("colour", ""),
        "order": value["place"],
        "parent_id": parent.pk if parent else None,
        "valid_from": _day(value.get("from")),
        "valid_until": _day(value.get("until")),
        "area": value.get("area", ""),
        "retired": value.get("retired", False),
    }


def _of_every_agency(listing, code):
    return ReferenceValue.objects.filter(listing=listing, agency=None, code=code).first() if code else None


def _day(text):
    return date.fromisoformat(text) if text else None


def _change(row, columns):
    if row.protected:
        columns = {**columns, "retired": False}
    if all(getattr(row, name) == value for name, value in columns.items()):
        return
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*columns, "version"])
