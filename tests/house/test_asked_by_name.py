"""What the code asks for by its name is there: settings, and values of reference lists."""

import ast
import re

import pytest

from pam.reference.declarations import all_declared
from pam.reference.models import ReferenceValue
from tests.house.sources import ROOMS, ROOT, nodes_of, text_of, tracked

pytestmark = pytest.mark.slow
ASK_FOR_SETTINGS = {"setting", "settings_by_value", "before_by_agency"}


def code_of_rooms(ending):
    """The files of the rooms with this ending."""
    return [path for path in tracked(ending) if path.relative_to(ROOT).parts[0] in ROOMS]


def calls_of(*functions):
    """The first two arguments of each call of these functions that names them; None where it does not."""
    for path in code_of_rooms(".py"):
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in functions and node.args:
                yield [getattr(argument, "value", None) for argument in node.args[:2]]


def test_every_setting_that_the_code_asks_for_is_declared():
    """By setting(…) in Python, by pam_setting('…') in SQL."""
    keys = {key for key, *_ in calls_of(*ASK_FOR_SETTINGS) if isinstance(key, str)}
    assert len(keys) > 10
    for path in code_of_rooms(".sql"):
        keys |= set(re.findall(r"pam_setting\('([^']+)'", text_of(path)))
    assert keys <= {one.key for one in all_declared()}


def test_every_value_of_a_list_that_the_code_names_is_shipped_as_protected_and_no_other(db):
    named = {tuple(arguments) for arguments in calls_of("protected_value")}
    protected = set(ReferenceValue.objects.filter(protected=True).values_list("listing", "code"))
    assert (
        named
        == protected
        == {
            ("meetings.outcome", "not-reached"),
            ("ocg.disruption-output", "drugs"),
            ("ocg.member-role", "exploited"),
        }
    )
