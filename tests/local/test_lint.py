"""bin/lint, and when bin/test runs it."""

import sys

import pytest
from django.conf import settings

from local import beside, lint


@pytest.mark.parametrize("given", [[], ["-q"], ["--quick"], ["-q", "-n", "2"], ["-k", "sharing"]])
def test_lint_comes_before_the_whole_suite(given):
    assert beside.whole(given)


@pytest.mark.parametrize("given", [["tests/house"], ["-q", "tests/local/test_lint.py::test_x"], ["--lf"]])
def test_lint_does_not_keep_anybody_from_a_single_test(given):
    assert not beside.whole(given)


def test_quick_leaves_out_browsers_and_what_is_slow():
    assert beside.quick(["--quick", "-x"]) == ["-m", "not browser and not slow", "-x"]
    assert beside.quick(["-x"]) == ["-x"]


def test_one_check_that_finds_something_fails_it_and_is_named(monkeypatch, capsys):
    said = [sys.executable, "-c", "print('line 7: too long'); raise SystemExit(1)"]
    fine = [sys.executable, "-c", "print('never shown')"]
    monkeypatch.setattr(lint, "checks", lambda: [("the ruler", said, {}), ("the other", fine, {})])
    assert not lint.lint()
    told = capsys.readouterr().out
    assert "line 7: too long" in told and "the ruler found something" in told and "never shown" not in told
    monkeypatch.setattr(lint, "checks", lambda: [("the other", fine, {})])
    assert lint.lint() and "nothing found" in capsys.readouterr().out


def test_the_deployments_settings_are_checked_as_the_example_names_them():
    given = lint.example_settings()
    assert given["PAM_MODE"] == "production"
    assert not [name for name in settings.REQUIRED_IN_PRODUCTION if not given.get(name)]
