"""Fixtures that fill the database once for all tests that ask for them (see tests/layers.py)."""

import inspect
import shutil

import pytest


def standing(build):
    """Makes a fixture of a function that fills the database: what it did stays beneath all tests of a worker
    that ask for it one after another, and each test gets its own copy of what it returned.

    It may ask for the people, for one of the worlds, and for other fixtures that are standing. Nothing that a
    test sets up for itself (settings, patches, a folder) is there yet when it is called.
    """
    asked = inspect.signature(build).parameters

    def fixture(request, **given):
        if "transactional_db" in request.fixturenames:
            return build(**given)
        layers = request.getfixturevalue("layers")
        if layers.has_files():
            place = request.getfixturevalue("tmp_path")
            request.getfixturevalue("settings").MEDIA_ROOT = str(place)
            shutil.copytree(layers.media, place, dirs_exist_ok=True)
        return layers.made_by(build)

    of_pytest = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    fixture.__signature__ = inspect.Signature([of_pytest, *asked.values()])
    fixture.__name__, fixture.__doc__, fixture.__module__ = build.__name__, build.__doc__, build.__module__
    fixture.builds = build
    return pytest.fixture(fixture)


def builders_of(item):
    """The functions behind the standing fixtures that a test asks for, each after those that it needs."""
    if "transactional_db" in item.fixturenames:
        return []
    found = {}
    for name, definitions in sorted(item._fixtureinfo.name2fixturedefs.items()):
        if build := getattr(definitions[-1].func, "builds", None):
            found[name] = build
    ordered = []

    def add(build):
        for name in inspect.signature(build).parameters:
            if name in found:
                add(found[name])
        if build not in ordered:
            ordered.append(build)

    for build in found.values():
        add(build)
    return ordered


def name_of(build):
    """What it is called among all standing fixtures."""
    return f"{build.__module__}.{build.__qualname__}"
