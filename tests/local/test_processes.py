"""The launcher stops what it started, in order, and nothing else."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from local import processes
from local.processes import Child, Family, birth
from local.talk import Trouble

LOOP = 'trap "echo $0 >> $1; exit 0" TERM; echo $0 ready >> $1; while :; do sleep 0.02; done'
STUBBORN = 'trap "" TERM; sleep 60 & echo ready >> $0; wait; wait'


def until(condition, seconds=5):
    """Wait until `condition()`; fail when it doesn't come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def text(path):
    """A file's text, "" while there is none."""
    return path.read_text() if path.exists() else ""


def group_lives(group):
    """Whether a process group has a member that isn't merely waiting to be buried."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True).stdout.splitlines()
    return any(line.split()[0] == str(group) and "Z" not in line.split()[1] for line in listed)


def test_they_stop_highest_rank_first(local):
    family, story = Family(local / "launcher.json"), local / "story"
    for name, rank in (("database", 0), ("web", 2), ("worker", 3)):
        family.add(Child(name, ["sh", "-c", LOOP, name, story], local / "log" / name, rank))
    until(lambda: text(story).count("ready") == 3)
    pids = [child.popen.pid for child in family.children]
    family.stop()
    assert [line for line in text(story).splitlines() if "ready" not in line] == ["worker", "web", "database"]
    assert not any(birth(pid) for pid in pids)
    assert not family.record.exists()


def test_one_that_does_not_stop_is_killed_with_what_it_started(local):
    family, story = Family(local / "launcher.json"), local / "story"
    family.add(Child("stubborn", ["sh", "-c", STUBBORN, story], local / "log" / "s", patience=0.3))
    until(lambda: "ready" in text(story))
    group = family.children[0].popen.pid
    family.stop()
    until(lambda: not group_lives(group))


def test_one_that_dies_is_started_again_only_so_often(local, capsys):
    family = Family(local / "launcher.json")
    family.add(Child("worker", ["sh", "-c", "echo no broker; exit 3"], local / "log" / "worker", restarts=2))
    with pytest.raises(Trouble, match="worker ended by itself 3 times in a minute .exit code 3.*no broker"):
        for _ in range(3):
            family.children[0].popen.wait()
            family.look_after()
    assert capsys.readouterr().out.count("it is started again") == 2


def test_a_server_that_dies_stops_everything(local):
    family = Family(local / "launcher.json")
    family.add(Child("database", ["sleep", "60"], local / "log" / "database"))
    family.children[0].popen.kill()
    family.children[0].popen.wait()
    with pytest.raises(Trouble, match="database ended by itself .SIGKILL.*everything is stopped"):
        family.look_after()


def test_what_a_killed_run_left_is_stopped_and_a_stranger_with_its_number_is_not(local):
    family = Family(local / "launcher.json")
    family.add(Child("left", ["sleep", "60"], local / "log" / "left"))
    family.add(Child("stranger", ["sleep", "60"], local / "log" / "stranger"))
    left, stranger = (child.popen for child in family.children)
    # The number of a process that ended was given out again: same number, another birth.
    family.record.write_text(family.record.read_text().replace(birth(stranger.pid), "another birth", 1))
    entries = processes.read_record(family.record)["children"]
    entries[0]["birth"], entries[1]["birth"] = birth(left.pid), "another birth"
    family.record.write_text(json.dumps({"children": entries}))
    assert Family(family.record).recover(patience=3) == ["left"]
    assert left.wait(1) == -signal.SIGTERM
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's death"
)
def test_a_killed_launcher_takes_its_children_along(local):
    program = (
        "import sys, time; from pathlib import Path; from local.processes import Child, Family\n"
        f"family = Family(Path({str(local)!r}) / 'launcher.json')\n"
        f"family.add(Child('child', ['sleep', '60'], Path({str(local)!r}) / 'log' / 'child'))\n"
        "print(family.children[0].popen.pid, flush=True); time.sleep(60)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    launcher = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=env)
    pid = int(launcher.stdout.readline())
    assert birth(pid)
    launcher.kill()
    launcher.wait()
    until(lambda: not birth(pid))
    launcher.stdout.close()
