"""The seal: each row in exactly one batch, whenever it was committed, and nobody waits."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from pam.access import visibility
from pam.audit import tasks
from pam.audit.anchors import anchor_to_file, anchors_in
from pam.audit.models import LogEntry, Seal
from pam.audit.seals import LOCK, seal_all, seal_next
from pam.audit.services import Verb, log
from pam.audit.verifying import verify
from pam.db import keeper
from tests.audit.world import another_connection, skip_number, write


def sealed_rows():
    """Every row number in the seals, as often as it is there."""
    return [
        pk
        for seal in Seal.objects.all()
        for a, z in zip(seal.firsts, seal.lasts, strict=True)
        for pk in range(a, z + 1)
    ]


def assert_each_row_is_sealed_once():
    assert sorted(sealed_rows()) == sorted(LogEntry.objects.values_list("pk", flat=True))
    assert verify().findings == []


def test_every_row_is_sealed_once_in_batches_that_follow_from_each_other(db):
    for _ in range(25):
        write()
    skip_number()
    write()
    assert seal_all(batch=10) == 26
    assert list(Seal.objects.order_by("number").values_list("number", "count")) == [(1, 10), (2, 10), (3, 6)]
    assert_each_row_is_sealed_once()
    report = verify()
    assert (report.seals, report.rows, report.waiting) == (3, 26, 0)
    assert seal_all() == 0
    assert Seal.objects.count() == 3


def test_a_row_that_was_committed_late_goes_into_the_next_batch(committed):
    write()
    with another_connection() as late:
        number = write(cursor=late)
        after = write()
        for _ in range(3):  # however often it is sealed in the meantime
            seal_all()
            write()
        seal_all()
        assert after in sealed_rows() and number not in sealed_rows()
        assert Seal.objects.latest("number").settled <= number
        late.commit()
    assert verify().findings == [] and verify().waiting == 1
    assert seal_all() == 1
    assert_each_row_is_sealed_once()
    write()
    seal_all()
    assert Seal.objects.latest("number").settled > number


def test_gaps_of_rolled_back_rows_are_settled_and_looked_at_no_more(db):
    write()
    gap = skip_number()
    write()
    seal_all()
    assert Seal.objects.latest("number").settled < gap
    write()
    seal_all()
    assert Seal.objects.latest("number").settled > gap
    write()
    seal_all()
    assert_each_row_is_sealed_once()


def test_nobody_who_writes_the_log_waits_for_the_seal(committed):
    write()
    with transaction.atomic():
        assert seal_next().count == 1
        with another_connection() as writer:
            writer.execute("SET lock_timeout = '200ms'")
            write(cursor=writer)
            writer.commit()
    assert seal_all() == 1
    assert_each_row_is_sealed_once()


def test_two_jobs_at_once_seal_each_row_once(committed):
    for _ in range(60):
        write()

    def job(_):
        try:
            return seal_all(batch=5)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(job, range(4)))
    seal_all()
    assert_each_row_is_sealed_once()


def test_a_batch_that_is_interrupted_leaves_nothing_behind(db, monkeypatch):
    write()
    monkeypatch.setattr(Seal, "save", lambda self, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        seal_all()
    monkeypatch.undo()
    assert not Seal.objects.exists()
    assert seal_all() == 1
    assert_each_row_is_sealed_once()


@pytest.mark.parametrize(
    "change", ["UPDATE audit_seal SET count = 0", "DELETE FROM audit_seal", "TRUNCATE audit_seal"]
)
def test_neither_the_owner_nor_the_role_that_keeps_it_changes_a_seal(db, change):
    write()
    seal_all()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
        keeper.stepped_up(cursor, table="audit_seal"),
    ):
        cursor.execute(change)


def test_the_web_role_sees_no_seal_and_chooses_no_row_number(people):
    reader = people.reader("owner")
    log(reader, Verb.CONSULTATION, "open")
    seal_all()
    with visibility.reading(reader), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_seal")
        assert cursor.fetchone()[0] == 0
        log(reader, Verb.CONSULTATION, "open")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(
                "INSERT INTO audit_logentry (id, at, verb, how, actor_id, actor_name, agency_name, "
                "records, what, recipient, reason)"
                " VALUES (1, now(), 'consultation', 'open', %s, '', '', '{}', '', '', '')",
                [reader.user_id],
            )


def test_the_jobs_seal_and_anchor_as_the_settings_say(db, settings, tmp_path, mailoutbox):
    settings.LOG_ANCHOR_FILE, settings.LOG_ANCHOR_MAIL = str(tmp_path / "anchors"), "assurance@police.example"
    tasks.anchor()  # nothing is sealed yet
    write()
    assert tasks.seal() == 1
    tasks.anchor()
    tasks.anchor()
    tasks.mail_anchor()
    seal = Seal.objects.get()
    kept = (tmp_path / "anchors").read_text()
    assert anchors_in(kept) == [(1, seal.sha256)]
    assert anchors_in("> " + mailoutbox[0].body.replace("\n", "\n> ")) == [(1, seal.sha256)]
    assert verify(anchors_in(kept)).findings == []
    write()
    tasks.seal()
    assert [number for number, _ in anchors_in((tmp_path / "anchors").read_text())] == [1, 2]
    assert anchor_to_file(settings.LOG_ANCHOR_FILE) == "", "the job that seals kept it already"


def test_an_anchor_that_can_not_be_kept_fails_the_job(db, settings, tmp_path):
    write()
    tasks.seal()
    settings.LOG_ANCHOR_FILE = str(tmp_path / "missing" / "anchors")
    with pytest.raises(OSError):
        tasks.anchor()


def test_while_somebody_else_seals_a_job_leaves_it_to_them(committed):
    write()
    with another_connection() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        assert seal_all() == 0
        other.rollback()
    assert seal_all() == 1
