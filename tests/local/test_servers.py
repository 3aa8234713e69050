"""The embedded servers, their secrets and addresses."""

import os
import socket
import stat
import time

import psycopg
import pytest
import redis

from local import beside, places, prepare, servers, stack
from local.processes import Child, Family, Lock, read_record
from local.talk import Trouble


def test_a_secret_is_made_once_and_is_its_owners_alone(local):
    path = local / "secret-key"
    value = places.secret(path)
    assert len(value) > 40 and places.secret(path) == value
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in local.iterdir() if entry.is_file()] == ["secret-key"]


def test_a_port_is_remembered_until_somebody_else_has_it(local, monkeypatch):
    port = servers.port_for(local, "postgres")
    assert servers.port_for(local, "postgres") == port
    monkeypatch.setattr(places, "port_is_free", lambda number: False)
    assert servers.port_for(local, "postgres") != port


def test_a_stale_number_of_another_program_is_forgotten_and_a_dead_one_left_to_postgresql(local):
    pid = local / "postmaster.pid"
    pid.write_text(f"{os.getpid()}\n")
    servers.forget_stale_pid(local)
    assert not pid.exists()
    pid.write_text("4194303\n")
    servers.forget_stale_pid(local)
    assert pid.exists()


def test_the_web_never_gets_the_owners_address(local, monkeypatch):
    monkeypatch.setattr(stack, "LOCAL", local)
    monkeypatch.setenv("DATABASE_URL", "postgres://owner@elsewhere/pam")
    monkeypatch.setenv("PAM_WEB_DATABASE_URL", "postgres://web@elsewhere/pam")
    urls = {role: f"postgres://{role}@here/pam" for role in ("owner", "web", "system")}
    owner, web, system = stack.environments("demo", local, {**urls, "redis": "redis://here"})
    assert owner["DATABASE_URL"] == urls["owner"] and owner["PAM_WEB_DATABASE_URL"] == urls["web"]
    assert web["DATABASE_URL"] == urls["web"] and system["DATABASE_URL"] == urls["system"]
    assert not [v for env in (web, system) for v in env.values() if "owner@" in v]


def test_what_python_compiled_is_kept_for_the_next_process(local, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    urls = dict.fromkeys(("owner", "web", "system", "redis"), "postgres://here/pam")
    for environment in stack.environments("test", local, urls):
        assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_a_role_is_put_into_an_address_whatever_its_password():
    url = prepare.as_role("postgres://me:secret@db.example:5433/pam?sslmode=require", "pam_web", "a/b@c:d")
    assert url == "postgres://pam_web:a%2Fb%40c%3Ad@db.example:5433/pam?sslmode=require"


@pytest.mark.parametrize(
    ("given", "parallel"),
    [
        ([], True),
        (["tests/ocg"], True),
        (["-k", "gate", "tests/ocg", "tests/pvp"], True),
        (["tests/ocg/test_pages.py"], False),
        (["tests/ocg/test_pages.py::test_list"], False),
        (["-n", "0"], False),
        (["-n4"], False),
        (["--numprocesses=3"], False),
        (["--pdb"], False),
    ],
)
def test_pytest_runs_in_parallel_unless_the_user_chose(given, parallel):
    workers = ["-n", str(beside.CORES + 1), *beside.IN_ORDER]
    assert beside.with_workers(given) == ([*workers, *given] if parallel else given)


def test_without_browsers_there_are_as_many_workers_as_cores():
    assert beside.with_workers(beside.quick(["--quick"]))[:2] == ["-n", str(beside.CORES)]


@pytest.mark.slow
def test_servers_start_with_their_roles_survive_a_kill_and_stop(local, monkeypatch):
    """The whole life: first start, a killed database, a start after it, both roles' rights, the stop."""
    monkeypatch.setattr(stack, "LOCAL", local)
    (local / "x").mkdir()
    for start in ("first", "after a kill"):
        lock = Lock(local / "x" / "lock")
        assert lock.take()
        with stack.running("x", "demo", lock=lock, tuning={"fsync": "off"}) as running:
            owner_sees_its_rights(running.owner, first=start == "first")
            for role in ("WEB", "SYSTEM"):
                owns_nothing(running.owner[f"PAM_{role}_DATABASE_URL"])
            without_a_password_nobody_gets_in(running.owner)
            broker = redis.Redis.from_url(running.owner["REDIS_URL"])
            if start == "first":
                broker.rpush("work", "minutes")
                for child in running.family.children:
                    child.popen.kill()
                    child.popen.wait()
                (local / "x" / "prepared").unlink()  # Preparing again must do no harm.
            else:
                assert broker.lrange("work", 0, -1) == [b"minutes"]
            broker.close()
        assert not running.family.record.exists()
        assert places.port_is_free(read_record(local / "x" / "ports.json")["postgres"])


def test_manage_uses_the_servers_of_a_run_until_it_stops(local, monkeypatch):
    monkeypatch.setattr(stack, "LOCAL", local)
    (local / "run").mkdir()
    assert stack.stack_of_run(patience=0) is None
    lock, family = Lock(local / "run" / "lock"), Family(local / "run" / "launcher.json")
    assert lock.take()
    with pytest.raises(Trouble, match="still starting or stopping"):
        stack.stack_of_run(patience=0)
    urls = {role: f"postgres://{role}@here/pam" for role in ("owner", "web", "system")}
    urls["redis"] = "redis://here"
    family.note(urls=urls)
    assert stack.stack_of_run(patience=0)["DATABASE_URL"] == urls["owner"]
    program = 'trap "cp $0 $0.seen; exit" TERM; touch $0.ready; while :; do sleep 0.02; done'
    family.add(Child("web", ["sh", "-c", program, family.record], local / "log" / "web"))
    while not (local / "run" / "launcher.json.ready").exists():
        time.sleep(0.02)
    family.stop()
    assert "urls" not in read_record(local / "run" / "launcher.json.seen")


def owner_sees_its_rights(env, *, first):
    """The owner may make tables and databases and step down to the web role; it is no superuser."""
    with psycopg.connect(env["DATABASE_URL"], autocommit=True) as owner:
        row = owner.execute(
            "SELECT rolsuper, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert row.fetchone() == (False, True, False)
        if first:
            owner.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
        assert owner.execute("SELECT id FROM kept").fetchone() == (7,)
        with owner.transaction():
            owner.execute("SET LOCAL ROLE pam_web")
            assert owner.execute("SELECT current_user").fetchone() == ("pam_web",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                owner.execute("SELECT id FROM kept")
            raise psycopg.Rollback


def owns_nothing(url):
    """The web role, and that of jobs, can't make anything, nor read what it wasn't granted."""
    with psycopg.connect(url, autocommit=True) as web:
        for statement in ("CREATE TABLE mine (id int)", "CREATE DATABASE mine", "SELECT id FROM kept"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)


def without_a_password_nobody_gets_in(env):
    """Neither server answers a person on this machine who has no password."""
    for role in ("pam_admin", "pam_owner", "pam_web", "pam_system"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(prepare.as_role(env["DATABASE_URL"], role, "wrong"))
    port = int(env["REDIS_URL"].rsplit(":", 1)[1].split("/")[0])
    with socket.create_connection(("127.0.0.1", port)) as stranger:
        stranger.sendall(b"PING\r\n")
        assert stranger.recv(100).startswith(b"-NOAUTH")


def test_the_tests_database_is_made_anew_only_when_what_made_it_changed(local, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(stack, "ROOT", tmp_path)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    first, second = (tmp_path / "pam" / "x" / "migrations" / f"000{n}.py" for n in (1, 2))
    first.parent.mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("django")
    first.write_text("one")
    made, migrated = [], iter([True, True, None, True, True])
    monkeypatch.setattr(stack, "prepare", lambda renew: made.append(renew))
    monkeypatch.setattr(stack, "migrate", lambda *args, **options: next(migrated))
    servers_of = stack.Stack(local, None, {"DATABASE_URL": "postgres://here/pam"}, {}, {}, "1", "")

    def made_anew():
        before = len(made)
        stack.fresh_template(servers_of)
        return len(made) > before

    assert made_anew() and not made_anew()
    second.write_text("two")
    assert not made_anew(), "a new migration alone: migrated on, though it failed half way"
    second.write_text("two, mended")
    assert made_anew(), "what it was begun with changed"
    second.rename(second.with_name("0003.py"))
    assert made_anew()
