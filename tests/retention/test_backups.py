"""A backup is restored into an empty database and an empty folder, nothing lost or readable on the way."""

import os
import re
import shutil
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.test import override_settings

from pam.access import visibility
from pam.audit.seals import seal_all
from pam.records import services
from pam.retention.backups import sealed
from pam.retention.backups.sealed import BackupError, new_keys
from tests.records.world import group
from tests.upgrade.databases import connected, database, manage, present, rows
from tests.world.people import make_people

pytestmark = pytest.mark.slow
SECRET_WORDS = b"Words that nobody reads on the way"
MFA_KEY = "the-key-of-second-factors-0123456789"


def add_a_document():
    """People, a record with a document, and a sealed log."""
    people = make_people()
    record = group(people)
    with visibility.reading(people.reader("owner")):
        services.add_document(
            actor=people.reader("owner"),
            record=record,
            upload=SimpleUploadedFile("plan.txt", SECRET_WORDS, "text/plain"),
            title="The plan",
        )
    seal_all()


@pytest.fixture(scope="module")
def made(tmp_path_factory, django_db_blocker):
    """A database with people, a record, a document and a sealed log; its backup and its keys."""
    folder = tmp_path_factory.mktemp("backup")
    (media := folder / "media").mkdir()
    public, secret = new_keys()
    with (
        database("pam_backed_up", like=os.environ["PAM_TEST_TEMPLATE"]) as url,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("PAM_MFA_KEYS", MFA_KEY)
        with django_db_blocker.unblock(), override_settings(
            MEDIA_ROOT=str(media), BACKUP_KEY=public, MFA_KEYS=[MFA_KEY]
        ):  # fmt: skip
            with connected(url):
                add_a_document()
            said = manage(url, "backup", "--to", folder)
        path = next(folder.glob("*.tar.age"))
        yield {"url": url, "path": path, "public": public, "secret": secret, "said": said, "media": media}


@pytest.fixture(scope="module")
def empty():
    """The address of an empty database, into which nothing can be restored."""
    with database("pam_restored") as url:
        yield url


@pytest.fixture
def refused(settings, django_db_blocker):
    """A function that runs a command in this process on the database at `url`: with what it is refused."""

    def run(url, command, *options, key="", media=None):
        settings.BACKUP_KEY = key
        settings.MEDIA_ROOT = str(media or settings.MEDIA_ROOT)
        with django_db_blocker.unblock(), pytest.raises(CommandError) as error:
            manage(url, command, *options)
        return str(error.value)

    return run


@pytest.fixture(scope="module")
def restored(made, tmp_path_factory, django_db_blocker):
    """The database and the folder into which the backup was restored, and what the command said."""
    media = tmp_path_factory.mktemp("restored") / "media"
    digest = made["said"].split("SHA-256 ")[1].split()[0]
    with database("pam_restored_whole") as url:
        with django_db_blocker.unblock(), override_settings(BACKUP_KEY=made["secret"], MEDIA_ROOT=str(media)):
            said = manage(url, "restore", "--from", made["path"], "--sha256", digest)
            checked = manage(url, "verify_log")
        yield {"url": url, "media": media, "said": said, "checked": checked}


def test_a_backup_is_restored_with_its_files_and_the_log_is_proved(made, restored):
    there, media = restored["url"], restored["media"]
    assert "1 file." in restored["said"] and "The log is as it was written" in restored["said"]
    assert "The log is as it was written" in restored["checked"]
    name, size = rows(there, "SELECT file, size FROM records_document")[0]
    assert (media / name).read_bytes() == SECRET_WORDS and size == len(SECRET_WORDS)
    assert stat.S_IMODE((media / name).stat().st_mode) == 0o600
    for table in ("records_record", "access_membership", "audit_seal", "records_historicaldocument"):
        counted = f"SELECT count(*) FROM {table}"
        assert rows(there, counted) == rows(made["url"], counted) != [(0,)], table


def test_a_restored_database_has_its_second_wall(made, restored):
    whole = restored["url"]
    there, here = present(made["url"]), present(whole)
    assert there.keys() == here.keys(), "functions, triggers, policies, privileges, indexes"
    # An index's condition is written out otherwise after a dump: it says the same.
    differing = {key for key in there if there[key] != here[key]}
    assert {kind for kind, _ in differing} <= {"index"}
    role = os.environ.get("PAM_WEB_ROLE", "pam_web")
    assert rows(whole, "SELECT count(*) FROM records_record") == [(1,)]
    assert rows(whole, "SELECT count(*) FROM records_record", role=role) == [(0,)]
    forced = "SELECT count(*) FROM pg_class WHERE relforcerowsecurity"
    assert rows(whole, forced) == rows(made["url"], forced) != [(0,)]
    assert rows(whole, "SELECT count(*) FROM audit_logentry WHERE how = 'restore'") == [(1,)]
    assert rows(made["url"], "SELECT count(*) FROM audit_logentry WHERE how = 'backup'") == [(1,)]


def test_nothing_can_be_read_in_a_backup_without_the_key_and_no_key_is_in_it(made):
    whole = made["path"].read_bytes()
    assert whole.startswith(b"age-encryption.org/v1") and SECRET_WORDS not in whole
    assert stat.S_IMODE(made["path"].stat().st_mode) == 0o600
    assert [p.name for p in made["path"].parent.iterdir() if p != made["media"]] == [made["path"].name]
    held = []
    take = lambda *given: held.append(given[-1].read())  # noqa: E731
    sealed.read(made["path"], sealed.secret_key(made["secret"]), piece=take, file=take)
    assert SECRET_WORDS in held
    for key in (MFA_KEY, made["secret"], os.environ.get("SECRET_KEY", MFA_KEY)):
        assert not any(key.encode() in content for content in held)


def test_the_second_walls_key_is_not_in_a_backup_and_is_there_after_a_restore(made, restored, tmp_path):
    dump = tmp_path / "dump"
    with dump.open("wb") as out:
        sealed.read(made["path"], sealed.secret_key(made["secret"]),
                    piece=lambda stream: shutil.copyfileobj(stream, out))  # fmt: skip
    listed = lambda table: _dumped_rows(dump, table)  # noqa: E731
    assert listed("access_membership") and listed("access_wallkey") == []
    kept = "SELECT inner_pad, outer_pad FROM access_wallkey"
    assert rows(restored["url"], kept) == rows(made["url"], kept) != []


def _dumped_rows(dump, table):
    """The lines of a table's rows in a dump, as PostgreSQL's own program writes them out."""
    command = ["pg_restore", "--data-only", f"--table={table}", "--file=-", str(dump)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    copied = re.search(rf"^COPY public.{table} .*?;\n(.*?)^\\\.$", said, re.S | re.M)
    return copied[1].splitlines() if copied else []


def test_a_backup_that_was_changed_or_cut_off_is_refused_before_anything_is_restored(
    made, empty, refused, tmp_path
):
    whole = made["path"].read_bytes()
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 1
    given = {"key": made["secret"], "media": tmp_path / "media"}
    path = tmp_path / "bad.tar.age"
    for content in (bytes(changed), whole[:-100], whole[: len(whole) // 2]):
        path.write_bytes(content)
        assert "cannot be opened" in refused(empty, "restore", "--from", path, **given)
        assert rows(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    said = refused(empty, "restore", "--from", path, "--sha256", "0" * 64, **given)
    assert "its SHA-256 differs" in said


@pytest.mark.parametrize(
    ("key", "says"),
    [("public", "must be the secret key"), ("other", "is it the right key"), ("", "Set PAM_BACKUP_KEY")],
)
def test_a_wrong_key_is_said_to_be_wrong(made, refused, key, says):
    given = {"public": made["public"], "other": new_keys()[1], "": ""}[key]
    assert says in refused(made["url"], "restore", "--from", made["path"], "--check", key=given)


def test_nothing_is_restored_over_what_is_there(made, empty, refused, tmp_path):
    given = {"key": made["secret"], "media": tmp_path / "media"}
    assert "restore into an empty one" in refused(made["url"], "restore", "--from", made["path"], **given)
    (tmp_path / "mine").write_text("x")
    said = refused(empty, "restore", "--from", made["path"], key=made["secret"], media=tmp_path)
    assert "restore into an empty folder" in said


def test_a_backup_refuses_a_secret_key_a_role_that_sees_less_and_an_old_program(
    made, refused, tmp_path, monkeypatch
):
    to = ("backup", "--to", tmp_path)
    assert "need the public one" in refused(made["url"], *to, key=made["secret"])
    web = os.environ["PAM_WEB_DATABASE_URL"].rsplit("/", 1)[0] + "/pam_backed_up"
    assert "not shown all rows" in refused(web, *to, key=made["public"])
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    for says in ("echo 'pg_dump (PostgreSQL) 15.3 (Debian 15.3-1)'", "exit 1"):
        (program := tmp_path / "pg_dump").write_text(f"#!/bin/sh\n{says}\n")
        program.chmod(0o755)
        said = refused(made["url"], *to, key=made["public"])
        assert "too old" in said and "version " in said
    assert not list(tmp_path.glob("*.age")) and not list(tmp_path.glob(".*.part"))


def test_a_backup_that_fails_leaves_no_file_and_does_not_hang(tmp_path):
    def fail(writer):
        writer.about(pam="x")
        raise BackupError("pg_dump failed: the server went away")

    with pytest.raises(BackupError, match="the server went away"):
        sealed.write(tmp_path / "a.tar.age", sealed.public_key(new_keys()[0]), fail)
    assert not list(tmp_path.iterdir())


def test_what_is_backed_up_goes_through_a_few_megabytes_of_memory(tmp_path):
    public, secret = new_keys()
    (big := tmp_path / "big").write_bytes(os.urandom(1024 * 1024) * 64)
    held, ended = [0], threading.Event()

    def watch():
        while not ended.wait(0.02):
            held.append(_resident())

    def fill(writer):
        writer.about(pam="x")
        writer.file("big", big)
        writer.end()

    threading.Thread(target=watch, daemon=True).start()
    before = _resident()
    sealed.write(tmp_path / "a.tar.age", sealed.public_key(public), fill)
    sealed.read(tmp_path / "a.tar.age", sealed.secret_key(secret))
    ended.set()
    time.sleep(0.05)
    assert max(held) - before < 40 * 1024 * 1024


def _resident():
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_backup_cannot_write_outside_of_its_folder(tmp_path):
    public, secret = new_keys()
    (file := tmp_path / "file").write_text("x")

    def fill(writer):
        writer.about(pam="x")
        writer.file("../outside", file)
        writer.end()

    sealed.write(tmp_path / "a.tar.age", sealed.public_key(public), fill)
    with pytest.raises(BackupError, match="outside of its folder"):
        sealed.read(tmp_path / "a.tar.age", sealed.secret_key(secret), file=lambda name, stream: None)
