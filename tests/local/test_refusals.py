"""What stops a start: one plain sentence with the remedy, an exit code, nothing left behind."""

import socket
from collections import namedtuple

import pytest

from local import environment, need_python, places
from local.processes import Lock
from local.talk import Trouble

Usage = namedtuple("Usage", "total used free")


def one_sentence(done):
    """The single line on stderr of a program that refused; fails if it said more, less, or succeeded."""
    assert done.returncode == 1, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and "Traceback" not in done.stderr, done.stderr
    return lines[0]


def test_a_second_run_names_the_first_and_leaves_it_alone(local, command):
    (local / "run").mkdir()
    first = Lock(local / "run" / "lock")
    assert first.take()
    (local / "run" / "launcher.json").write_text('{"address": "http://127.0.0.1:8123", "children": []}')
    said = one_sentence(command("run", "--port", str(places.free_port())))
    assert "http://127.0.0.1:8123" in said and "Ctrl-C" in said and first.holder() in said
    assert (local / "run" / "launcher.json").exists()


def test_a_dead_run_leaves_no_lock(local):
    lock = Lock(local / "lock")
    lock.path.write_text("999999")
    assert lock.take()


def test_a_port_in_use_is_refused_with_one_that_is_free(local, command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_sentence(command("run", PORT=str(port)))
    assert f"Port {port} is in use" in said
    assert places.port_is_free(int(said.rstrip(".").rsplit(" ", 1)[1]))
    assert not (local / "run" / "launcher.json").exists()
    assert Lock(local / "run" / "lock").take()


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_number_that_is_no_port_is_refused(command, port):
    assert "is not a port" in one_sentence(command("run", "--port", port))


def test_a_folder_that_cannot_be_written_is_refused(local, command):
    (local / "file").write_text("")
    said = one_sentence(command("run", PAM_LOCAL=str(local / "file" / "below")))
    assert "can't be written" in said and "PAM_LOCAL" in said


def test_a_full_disk_is_refused_before_anything_starts(local):
    with pytest.raises(Trouble, match="299 MB free.*needs 300 MB.*make room"):
        places.need_room(local, places.ROOM_TO_RUN, lambda folder: Usage(0, 0, 299 * places.MEGABYTE))
    places.need_room(local, places.ROOM_TO_RUN, lambda folder: Usage(0, 0, 300 * places.MEGABYTE))


def test_an_old_python_hands_over_to_a_newer_one():
    handed = []

    def execute(path, arguments):
        handed.append((path, arguments[0]))
        raise SystemExit

    with pytest.raises(SystemExit):
        need_python((3, 9), lambda name: "/opt/" + name if name == "python3.12" else None, execute)
    assert handed == [("/opt/python3.12", "/opt/python3.12")]


def test_an_old_python_alone_says_what_to_install():
    with pytest.raises(SystemExit, match="needs Python 3.11 or newer and this is 3.9: install"):
        need_python((3, 9), lambda name: None)


def test_a_benchmark_that_does_not_exist_is_named_with_those_that_do(command):
    done = command("bench", "nothing")
    assert done.returncode == 2 and "bin/bench NAME" in done.stderr


def test_a_missing_chromium_is_found_missing(monkeypatch, local):
    monkeypatch.delenv("PAM_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(local))
    assert environment.chromium() == ""
    browser = local / "chromium"
    browser.touch(mode=0o755)
    assert environment.chromium() == str(browser)


def test_a_missing_pango_is_a_sentence_with_the_remedy(monkeypatch, local):
    monkeypatch.setattr(environment, "remembered", lambda path: "" if path.parent == local else "stamp")
    monkeypatch.setattr(environment, "works", lambda command: False)
    assert "apt-get install libpango" in environment.pango_warning(local)
    monkeypatch.setattr(environment, "works", lambda command: True)
    assert environment.pango_warning(local) == ""
    assert (local / "pango-found").read_text() == "stamp"


@pytest.mark.parametrize(
    ("good", "expected"),
    [
        ({"uv"}, ["uv"]),
        ({"pip", "fetch", "wheel"}, ["fetch", "wheel"]),
        ({"pip", "fetch"}, ["fetch", "wheel", "pip"]),
        ({"pip"}, ["fetch", "pip"]),
    ],
)
def test_packages_are_installed_by_uv_or_its_wheel_or_pip(monkeypatch, local, good, expected):
    tried = []

    def long_step(title, command, **options):
        if "uv" in command[:3]:
            what = "wheel" if command[0] == str(environment.PYTHON) else "uv"
        else:
            what = "fetch" if str(environment.INSTALLER) in command else "pip"
        assert "--require-hashes" in command
        tried.append(what)
        return what in good

    monkeypatch.setattr(environment, "long_step", long_step)
    monkeypatch.setattr(environment, "works", lambda command: True)
    monkeypatch.setattr(environment.shutil, "which", lambda name: "uv" if "uv" in good else None)
    environment.install(local)
    assert tried == expected


def test_packages_that_cannot_be_installed_are_a_sentence(monkeypatch, local):
    monkeypatch.setattr(environment, "long_step", lambda *given, **options: False)
    monkeypatch.setattr(environment, "works", lambda command: True)
    with pytest.raises(Trouble, match="could not be installed: check that this machine reaches"):
        environment.install(local)
