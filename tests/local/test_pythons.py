"""Which Python the environment is made with."""

import os
import subprocess
import sys

from local.pythons import quickest, seconds_of

NAME = "python{}.{}".format(*sys.version_info)


def a_python(folder):
    """The path of a program that is called as a Python of this version is."""
    folder.mkdir()
    program = folder / NAME
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    return str(program)


def chosen(took, *folders):
    """What is chosen where the programs take these seconds; a program that is not in `took` is none."""
    own = next(iter(took))
    return quickest(own, os.pathsep.join(str(one) for one in folders), took.get)


def test_the_quickest_of_the_path_makes_the_environment(tmp_path):
    own, slow, quick = (a_python(tmp_path / name) for name in ("own", "slow", "quick"))
    took = {own: 0.010, slow: 0.012, quick: 0.007}
    assert chosen(took, tmp_path / "slow", tmp_path / "quick") == quick
    assert chosen(took, tmp_path / "slow") == own


def test_a_difference_that_may_be_chance_changes_nothing(tmp_path):
    own, other = a_python(tmp_path / "own"), a_python(tmp_path / "other")
    assert chosen({own: 0.0100, other: 0.0095}, tmp_path / "other") == own


def test_a_python_that_lacks_something_or_is_of_another_version_is_not_chosen(tmp_path):
    own, broken = a_python(tmp_path / "own"), a_python(tmp_path / "broken")
    assert chosen({own: 0.010}, tmp_path / "broken") == own
    assert seconds_of(broken) is None and seconds_of(str(tmp_path / "nothing")) is None


def test_this_python_runs_the_race():
    base = getattr(sys, "_base_executable", sys.executable)
    assert 0 < seconds_of(base) < 10
    assert subprocess.run([quickest(base), "-c", "import venv"]).returncode == 0
