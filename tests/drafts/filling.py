"""Filling a form so that it is really saved, and counting what was saved: for pressing its button twice."""

import re
from datetime import timedelta
from hashlib import sha256
from itertools import product

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.timezone import localdate

from tests.dashboard.test_add import photo
from tests.forms.every_form import post, read
from tests.matrix.requests import body, undone

NO_ROWS = {"audit_", "django_session", "drafts_", "forms_"}  # looks, sessions, and what forms themselves keep
LOGGED = "SELECT how, count(*) FROM audit_logentry WHERE verb <> 'consultation' OR how = ANY (%s) GROUP BY 1"
LOOKS = ["open reason", "answer question"]  # what forms do that counts as a look
DAYS = (None, -6, 24, 1500)  # from today: the dates that a form may take; None leaves them as they are
# What is chosen where nothing is: no boxes to tick, nothing at all.
FIRST, LAST_ONE, NO_BOXES, NONE = range(4)
# Pressed in this order before the forms that use up what they are about: a meeting in progress, the share of
# a review; and a share that is made anew is another one.
FIRST_OF_ALL = (
    "meetings:chair",
    "meetings:chair_item",
    "accounts:end_reviewed_share",
    "actions:decline",
    "disclosure:share_end",
)
# Rows of one's own, without history or line in the log: nothing to count.
CHANGES_ONLY = {"lists:rename", "watching:rename"}
LAST = ("close", "end", "withdraw", "lift", "leave", "take_out", "suspend", "reopen", "cancel", "finish")
EMPTY = {"holder", "late_why"}  # boxes that go with another choice than the one that is made
TIMES = re.compile(r"(hour|time|_at|^(came|left)_\d+)$")  # boxes for a time
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SAME_AUDIENCE = (
    "UPDATE records_subject SET agencies = NULL"
    " WHERE record_id = (SELECT record_id FROM records_subject WHERE uuid = %(uuid)s)"
)
# The state that a form needs before it can be sent: SQL on the row that its address names.
BEFORE = {
    "actions:reopen": (
        "UPDATE actions_action SET status = 'done', ended_at = now(), outcome = 'Seen' WHERE uuid = %(uuid)s"
    ),
    "actions:decline": (
        "UPDATE actions_action SET acceptance = 'offered', status = 'open', ended_at = NULL, outcome = ''"
        " WHERE uuid = %(uuid)s"
    ),
    "disclosure:access_request_decline": (
        "UPDATE disclosure_accessrequest SET state = 'waiting', answered_by_id = NULL, answered_at = NULL,"
        " answer = '', level = NULL, until = NULL WHERE uuid = %(uuid)s"
    ),
    "accounts:person_restore": "UPDATE access_membership SET suspended = true WHERE uuid = %(uuid)s",
    "subjects:merge": SAME_AUDIENCE,
    "subjects:undo_merge": (
        f"{SAME_AUDIENCE}; UPDATE records_subject s SET merged_into_id ="
        " (SELECT o.id FROM records_subject o WHERE o.record_id = s.record_id AND o.kind = s.kind"
        " AND o.id <> s.id AND o.merged_into_id IS NULL LIMIT 1) WHERE uuid = %(uuid)s"
    ),
    "retention:propose": (
        "UPDATE retention_disposal SET state = 'withdrawn', answered_at = now() WHERE state = 'proposed'"
        " AND record_id = (SELECT id FROM records_record WHERE uuid = %(uuid)s);"
        "UPDATE retention_hold SET lifted_at = now(), why_lifted = 'Over' WHERE lifted_at IS NULL"
        " AND record_id = (SELECT id FROM records_record WHERE uuid = %(uuid)s)"
    ),
}


def turn_of(form):
    """Which forms are pressed before which: what ends something comes after what is done with it."""
    name = form.key[1]
    if name in FIRST_OF_ALL:
        return FIRST_OF_ALL.index(name) - len(FIRST_OF_ALL)
    return 2 if name in BEFORE else 1 if name.endswith(LAST) else 0


def make_ready(form):
    """Makes the row that a form is about one that it can be sent for."""
    if sql := BEFORE.get(form.key[1]):
        with connection.cursor() as cursor:
            for statement in sql.split(";"):
                cursor.execute(statement, {"uuid": UUID.findall(form.action)[-1]})


def given(form, world):
    """{name: [values]} that only the world knows."""
    if "line" in form.boxes:  # an action in one line, which names who does it
        return {"line": [f'@"{world.people.memberships["owner"].user.name}" Seen twice at the quay']}
    return {
        "disclosure:break_glass": {"reference": [world.ocg.reference]},
        "subjects:subject_add": {"name": [unlike_others(form.action)]},
    }.get(form.key[1], {})


def unlike_others(text):
    """A name that looks like nobody's in the world, another one for each `text`."""
    letters = "".join(chr(ord("a") + int(sign, 16)) for sign in sha256(text.encode()).hexdigest())
    return f"{letters[:9].capitalize()} {letters[9:20].capitalize()}"


def file_for(form):
    """(its box, file) to send with a form; None for one that asks for none."""
    box = next((box for box in form.boxes.values() if box.kind == "file"), None)
    if box is None:
        return None
    if "photo" in form.key[1] + box.name:
        return box.name, "seen.jpg", photo((80, 60))
    return box.name, "seen.txt", f"Seen twice at the quay: {form.action}".encode()


def rows():
    """{table: rows} of everything that forms save, and {what was done: lines of the log}."""
    tables = sorted({m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed})
    tables = [table for table in tables if not table.startswith(tuple(NO_ROWS))]
    sql = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = dict(cursor.fetchall())
        cursor.execute(LOGGED, [LOOKS])
        return found | {f"log: {operation}": number for operation, number in cursor.fetchall()}


def more(before, after):
    """{table: how many rows it has more}."""
    grown = {table: number - before.get(table, 0) for table, number in after.items()}
    return {table: number for table, number in grown.items() if number > 0}


def candidates(form, page, known):
    """{name: [values]} of what may be valid: what the `page` has, with words, dates and choices."""
    for keep, days, chosen in product((False, True), DAYS, (FIRST, LAST_ONE, NO_BOXES, NONE)):
        sent = page | {name: [value] for name, value in form.buttons[:1]}
        for place, box in enumerate(form.boxes.values()):
            text = likely(box, days, place)
            has = any(page.get(box.name, []))
            choices = [one for one in box.choices if one]
            if text and not (keep and has):
                sent[box.name] = [text]
            elif choices and not has and chosen != NONE and (chosen != NO_BOXES or box.kind != "checkbox"):
                sent[box.name] = [choices[-1 if chosen == LAST_ONE else 0]]
        yield sent | known


def likely(box, days, place):
    """What a person might type into an empty `box`; "" for nothing."""
    # An age or a date, not both: none is needed.
    if box.name.startswith("born_") or box.name.rpartition("-")[2] in EMPTY:
        return ""
    if box.name.endswith(("_day", "_month", "_year")):
        if days is None:
            return ""
        return str(getattr(localdate() + timedelta(days=days), box.name.rpartition("_")[2]))
    if TIMES.search(box.name):
        return "10:30" if days else ""
    if box.attributes.get("inputmode") == "numeric" or box.kind == "number":
        return "5"
    if box.kind == "email":
        return "quay.twice@police.example"
    return f"Seen twice at the quay {place}" if box.takes_words else ""


def of_one_press(client, form, page, world):
    """(what to send, whether it is asked once more, {table: rows} that it adds) of a press that is saved and
    adds rows or lines to the log; None without one.
    """
    before, file = rows(), file_for(form)
    for sent in candidates(form, page, given(form, world)):
        with undone():
            upload = {file[0]: SimpleUploadedFile(*file[1:])} if file else {}
            answer = post(client, form.action, sent | upload)
            asked = answer.status_code == 200 and confirmed(client, form, answer)
            answer = asked or answer
            if is_saved(answer) and (added := more(before, rows())):
                return sent, bool(asked), added
    return None


def is_saved(answer):
    """Whether an answer says that all is well: it leads on, is a file, or shows what was asked for."""
    if answer.status_code in {301, 302, 303}:
        return True  # what it says in red adds no row
    return answer.status_code == 200 and (answer.streaming or b"<title>Error" not in body(answer))


def confirmed(client, form, answer):
    """The answer to the page that asks once more before anything is done; None if it is no such page."""
    for shown in read(form.persona, form.action, answer).sent:
        for name, value in shown.buttons:
            if name == "confirm":
                return post(client, shown.action, shown.sent() | {name: [value]})
    return None
