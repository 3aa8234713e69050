"""A hundred tampered logs, a hundred found: a person who steps up to the role that owns the tables can lift
their locks, but not unseen.
"""

import hashlib
import random
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from pam.audit.anchors import anchor_to_file, anchors_in, unsigned_in
from pam.audit.canonical import DIGEST, FORMS, row_hash, seal_hash
from pam.audit.models import LogEntry, Seal
from pam.audit.seals import seal_all
from pam.audit.signing import signature
from pam.audit.verifying import _ROWS, verify
from pam.db import keeper
from tests.audit.world import skip_number, unlock, write

COLUMNS = {
    "at": "at - interval '1 microsecond'",
    "verb": "'erasure'",
    "how": "how || ' '",
    "actor_id": "actor_id + 1",
    "actor_name": "upper(actor_name)",
    "agency_id": "NULL",
    "agency_name": "''",
    "address": "'192.0.2.7/24'",
    "records": "records[1:1]",
    "what": "what || '!'",
    "recipient": "'Somebody'",
    "recipient_agency_id": "9",
    "reason": "'Because'",
    "request_id": "'K7QX-M2PD'",
}


class TakenBack(Exception):
    """Ends a savepoint."""


@pytest.fixture
def sealed(db, tmp_path):
    """A log of 240 rows in 12 seals with gaps, and the file that its newest seal is anchored in."""
    gaps = []
    for _ in range(12):
        for number in range(20):
            write(f"open {number}")
            if number in (3, 11):
                gaps.append(skip_number())
        seal_all()
    anchor_to_file(tmp_path / "anchors")
    settled = Seal.objects.latest("number").settled
    return {
        "rows": list(LogEntry.objects.order_by("pk").values_list("pk", flat=True)),
        "gaps": [gap for gap in gaps if gap < settled],
        "anchors": anchors_in((tmp_path / "anchors").read_text()),
        "file": str(tmp_path / "anchors"),
    }


def tampered(how, *, anchors=()):
    """The findings after `how(cursor)` was done behind the locks; all is taken back, the sequence too."""
    findings, sequence = [], "pg_get_serial_sequence('audit_logentry', 'id')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT currval({sequence})")
        given = cursor.fetchone()[0]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            unlock()
            how(cursor)
            findings = verify(anchors).findings
            raise TakenBack
    except TakenBack:
        with connection.cursor() as cursor, keeper.stepped_up(cursor, table="audit_logentry"):
            cursor.execute(f"SELECT setval({sequence}, %s)", [given])
        return findings


def change_row(chance, log):
    row, column = chance.choice(log["rows"]), chance.choice(sorted(COLUMNS))
    return [f"Row {row} was changed"], [
        f"UPDATE audit_logentry SET {column} = {COLUMNS[column]} WHERE id = {row}"
    ]


def delete_row(chance, log):
    row = chance.choice(log["rows"])
    return [f"Row {row} is missing"], [f"DELETE FROM audit_logentry WHERE id = {row}"]


def insert_row(chance, log):
    gap = chance.choice([*log["gaps"], log["rows"][0] - 1, -5])
    copied = (
        "at, verb, how, actor_id, actor_name, agency_id, agency_name, address, records, what, "
        "recipient, reason"
    )
    return [f"Row {gap} is not in any seal"], [
        (
            f"INSERT INTO audit_logentry (id, {copied}) SELECT {gap}, {copied} FROM audit_logentry "
            f"WHERE id = {log['rows'][0]}"
        )
    ]


def swap_rows(chance, log):
    # Rows of one transaction differ by what was done alone (20 kinds): two alike can be swapped unseen, and
    # nothing is said wrongly then.
    place = chance.randrange(len(log["rows"]))
    one, other = log["rows"][place], chance.choice([r for n, r in enumerate(log["rows"]) if (n - place) % 20])
    return [f"Row {one} was changed", f"Row {other} was changed"], [
        f"UPDATE audit_logentry SET id = -1 WHERE id = {one}",
        f"UPDATE audit_logentry SET id = {one}, how = how || '' WHERE id = {other}",
        f"UPDATE audit_logentry SET id = {other} WHERE id = -1",
    ]


def drop_batch(chance, log):
    """A batch with its rows, anywhere; or its seal alone."""
    number = chance.randint(1, 12)
    seal = Seal.objects.get(number=number)
    rows = [
        f"DELETE FROM audit_logentry WHERE id BETWEEN {a} AND {z}"
        for a, z in zip(seal.firsts, seal.lasts, strict=True)
    ]
    found = f"Seal {number} is missing" if number < 12 else "Seal 12 was anchored outside and is missing"
    return [found], [
        f"DELETE FROM audit_seal WHERE number = {number}",
        *(rows if chance.random() < 0.5 else []),
    ]


def cut_tail(chance, log):
    """The newest batches with their rows, and what the sequence gave out."""
    first = chance.randint(2, 12)
    start = Seal.objects.get(number=first).firsts[0]
    return ["Seal 12 was anchored outside and is missing"], [
        f"DELETE FROM audit_seal WHERE number >= {first}",
        f"DELETE FROM audit_logentry WHERE id >= {start}",
        f"SELECT setval(pg_get_serial_sequence('audit_logentry', 'id'), {start - 1})",
    ]


def wipe(chance, log):
    """Everything; and, sometimes, the sequence set back."""
    back = "SELECT setval(pg_get_serial_sequence('audit_logentry', 'id'), 1, false)"
    return ["Seal 12 was anchored outside and is missing"], [
        "DELETE FROM audit_seal",
        "DELETE FROM audit_logentry",
        *([back] if chance.random() < 0.5 else []),
    ]


def write_whole_chain_anew(chance, log):
    """A row changed and each seal made right again, with the right key of the log or without one."""
    row, key = chance.choice(log["rows"]), chance.choice(["", settings.LOG_KEY, "another key"])
    return ["Seal 12 is not the one that was anchored outside."], [
        lambda cursor: write_anew(cursor, row=row, key=key)
    ]


WAYS = [change_row, delete_row, insert_row, swap_rows, drop_batch, cut_tail, wipe, write_whole_chain_anew]


@pytest.mark.slow
def test_of_a_hundred_tampered_logs_a_hundred_are_found_and_said_which(sealed):
    assert verify(sealed["anchors"]).findings == []
    chance, found = random.Random(62), 0
    for turn in range(100):
        wanted, statements = WAYS[turn % len(WAYS)](chance, sealed)
        findings = tampered(
            lambda cursor, s=statements: [one(cursor) if callable(one) else cursor.execute(one) for one in s],
            anchors=sealed["anchors"],
        )
        for words in wanted:
            assert any(line.startswith(words) for line in findings), (turn, statements, findings)
        found += bool(findings)
    assert found == 100
    assert verify(sealed["anchors"]).findings == []


def test_a_seal_that_is_changed_itself_is_found(sealed):
    for change in (
        "sha256 = md5('') || md5('')",
        "at = at + interval '1 s'",
        "settled = settled + 1",
        "previous = md5('') || md5('')",
        "count = count + 1",
        "digests = sha256('a')",
        "form = 9",
        "lasts = firsts",
        "frontier = 10^17",
    ):
        findings = tampered(
            lambda cursor, c=change: cursor.execute(f"UPDATE audit_seal SET {c} WHERE number = 5")
        )
        assert any("eal 5" in line or "eal 6" in line or "batch 5" in line for line in findings), (
            change,
            findings,
        )


def write_anew(cursor, *, row=None, key=""):
    """A row changed, and the whole chain after it made right again, as an attacker with all rights and all
    knowledge would; `key` is what they sign with.
    """
    cursor.execute(
        "UPDATE audit_logentry SET actor_name = 'Somebody else' WHERE id = coalesce(%s, (SELECT min(id) "
        "FROM audit_logentry))",
        [row],
    )
    previous = "0" * 64
    for seal in Seal.objects.order_by("number"):
        cursor.execute(_ROWS.format(form=FORMS[seal.form]), [seal.firsts, seal.lasts])
        hashes = [row_hash(text) for _, text in cursor.fetchall()]
        seal.previous = previous
        previous = seal_hash(seal, hashes)
        with override_settings(LOG_KEY=key):
            signed = signature("seal", seal.number, previous)
        cursor.execute(
            "UPDATE audit_seal SET digests = %s, sha256 = %s, previous = %s, signature = %s"
            " WHERE number = %s",
            [
                b"".join(digest[:DIGEST] for digest in hashes),
                previous,
                seal.previous,
                signed,
                seal.number,
            ],
        )


def test_a_chain_that_was_written_anew_with_the_logs_own_key_is_found_by_its_anchor_alone(sealed, settings):
    def anew(cursor):
        write_anew(cursor, key=settings.LOG_KEY)

    assert tampered(anew) == []
    assert tampered(anew, anchors=sealed["anchors"]) == ["Seal 12 is not the one that was anchored outside."]


def test_a_chain_that_was_written_anew_without_the_key_is_found_without_an_anchor(sealed):
    assert tampered(write_anew) == ["No seal is signed with the log's key."]
    found = tampered(lambda cursor: write_anew(cursor, key="guessed"))
    assert found[0] == "Seal 1 was not signed with the log's key: it was written by another hand."

    def unsign(cursor):
        cursor.execute("UPDATE audit_seal SET signature = '' WHERE number > 3")

    assert "Seal 4 is not signed, though an earlier one is." in tampered(unsign)


def test_an_anchor_that_another_hand_wrote_is_told(sealed, tmp_path):
    text = (tmp_path / "anchors").read_text()
    assert unsigned_in(text) == [] and anchors_in(text)[0][0] == 12
    forged = text.replace(text.split(" signed ")[1][:64], "0" * 64)
    assert unsigned_in(forged) == [12] and unsigned_in(text.split(" signed")[0]) == [12]
    (tmp_path / "anchors").write_text(forged)
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_log", "--anchor", sealed["file"], stdout=StringIO(), stderr=StringIO())


def test_a_wiped_log_is_found_by_its_sequence_and_one_that_was_set_back_too(sealed):
    def wiped(cursor):
        cursor.execute("DELETE FROM audit_seal")
        cursor.execute("DELETE FROM audit_logentry")

    assert [line for line in tampered(wiped) if line.startswith("The log is empty, though")]

    def set_back(cursor):
        cursor.execute("SELECT setval(pg_get_serial_sequence('audit_logentry', 'id'), 1)")

    assert [line for line in tampered(set_back) if "were only given out up to 1" in line]


def test_of_rows_not_yet_sealed_a_change_is_not_found_and_a_cut_tail_leaves_a_gap_in_the_numbers(sealed):
    def then(statement):
        def how(cursor):
            newest = [write() for _ in range(3)]
            cursor.execute(statement, [newest[-1]])

        return how

    assert verify(sealed["anchors"]).given_after == 0
    change = "UPDATE audit_logentry SET how = '' WHERE id = %s"
    cut = "DELETE FROM audit_logentry WHERE id = %s"
    assert tampered(then(change), anchors=sealed["anchors"]) == []
    assert tampered(then(cut), anchors=sealed["anchors"]) == []
    with transaction.atomic(), connection.cursor() as cursor:
        unlock()
        then(cut)(cursor)
        assert verify(sealed["anchors"]).given_after == 1
        transaction.set_rollback(True)


def test_the_command_warns_when_it_runs_without_an_anchor(sealed, settings):
    err = StringIO()
    call_command("verify_log", stdout=StringIO(), stderr=err)
    assert "checked without an anchor" in err.getvalue()
    settings.LOG_ANCHOR_FILE, out, err = sealed["file"], StringIO(), StringIO()
    call_command("verify_log", stdout=out, stderr=err)
    assert "1 anchors" in out.getvalue() and "without an anchor" not in err.getvalue()


def test_the_command_says_what_it_found_and_ends_with_an_error(sealed):
    out, err = StringIO(), StringIO()
    call_command("verify_log", "--anchor", sealed["file"], stdout=out, stderr=err)
    assert "240 rows in 12 seals" in out.getvalue() and "as it was written" in out.getvalue()

    def lose_one(cursor):
        cursor.execute("DELETE FROM audit_logentry WHERE id = %s", [sealed["rows"][30]])
        with pytest.raises(CommandError, match="1 findings"):
            call_command("verify_log", stdout=out, stderr=err)

    tampered(lose_one)
    assert f"Row {sealed['rows'][30]} is missing (sealed in batch 2)." in err.getvalue()


def test_anchors_that_hold_none_are_refused(sealed, tmp_path):
    (tmp_path / "empty").write_text("nothing\n")
    for path in (tmp_path / "empty", tmp_path / "absent"):
        with pytest.raises(CommandError, match="anchor"):
            call_command("verify_log", "--anchor", str(path), stdout=StringIO())


def test_the_way_a_row_is_written_out_never_changes(db):
    number = write()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FORMS[1]}, {FORMS[2]} FROM audit_logentry l")
        text, second = cursor.fetchone()
    at = text.split('"')[1]
    assert text == (
        f'[{number}, "{at}", "consultation", "open", 7, "Ann Example", 3, "Northshire Police", '
        '"192.0.2.7/32", [11, 12],'
        ' "OCG-2026-00011", "", null, ""]'
    )
    assert second == text[:-1] + ', ""]'
    assert row_hash(text) == hashlib.sha256(text.encode()).digest()
