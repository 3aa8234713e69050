"""Hostile posts over all forms, by chance but the same each time: no error of ours, and no lost words.

`PAM_FUZZ_POSTS=10000 bin/test tests/attack/test_fuzz.py -s` sends more (`PAM_FUZZ_SEED` others) and prints
what came of them.
"""

import json
import os
import random
from collections import Counter
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pam.forms.numbers import NUMBER, TOKEN, owner_of
from tests.forms.every_form import clients, every_form, is_text, send, texts_of

POSTS = int(os.environ.get("PAM_FUZZ_POSTS", 100))
SEED = os.environ.get("PAM_FUZZ_SEED", "7")
BY_HAND = "PAM_FUZZ_POSTS" in os.environ

VALUES = (
    "",
    " ",
    "\x00",
    "a\x00b and c",
    "0",
    "-1",
    "1e309",
    "NaN",
    "²",
    "९",
    "9" * 30,
    "9" * 5000,
    "-" * 36,
    "0" * 36,
    "true",
    "[]",
    '{"a": 1}',
    "[" * 3000,
    "%s %d %n",
    "{{ 7 * 7 }} {% now %}",
    "{0.__class__} is",
    "' OR 1=1 --",
    "<script>alert(1)</script> now",
    "</textarea></form> then",
    "&lt; & \"two\" 'marks'",
    '=HYPERLINK("x") here',
    "../../etc/passwd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://169.254.169.254/",
    "\r\nX-A: b c",
    "\u202egnp.exe seen",
    "\ufeff",
    "\u200b \u200b",
    "é\u0301 " * 3,
    "\U0001f469\u200d\U0001f52c at work",
    "\ufffd \ufffe",
    "31",
    "13",
    "99999",
    "2026-02-30",
    "24:60",
    "0000-00-00",
    "1900",
    "9999",
    "-2026",
    "١٢",
    "Seen at the quay " * 12_000,
    "x" * 200_000,
    "\n" * 5000 + " end",
    "a " * 50_000,
)
BODIES = (
    (b"", "application/x-www-form-urlencoded"),
    (b"title=%ff%fe&text=%C0%80+x&version=%", "application/x-www-form-urlencoded"),
    (b"title=a" + b"&x=1" * 1500, "application/x-www-form-urlencoded"),
    (b"title=" + b"a" * 2_200_000, "application/x-www-form-urlencoded"),
    ("title=Seen".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
    (b"title=a", "application/x-www-form-urlencoded; charset=nothing"),
    (b"[[[", "application/json"),
    (json.dumps({"title": "a b"}).encode(), "application/json"),
    (b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nSeen', "multipart/form-data; boundary=x"),
    (b"--x--\r\n", "multipart/form-data; boundary=x"),
    (b"title=a", "multipart/form-data"),
    (
        b'--x\r\nContent-Disposition: form-data; name="t"; filename=""\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--",
        "multipart/form-data; boundary=x",
    ),
    (b"\xff" * 400, "text/plain"),
)
FILES = (
    ("a.txt", b""),
    ("..\\..\\a.exe", b"MZ\x90"),
    ("a\x00.pdf", b"%PDF-1.4"),
    ("a" * 300 + ".docx", b"PK\x03\x04"),
    ("\u202egnp.pdf", b"%PDF-1.7\n%%EOF"),
    ("a.docx", b"PK\x05\x06" + b"\x00" * 18),
    ("a.png", b"\x89PNG\r\n\x1a\n"),
    ("notes.txt", "Seen".encode("utf-16")),
    ("a", b"\x00" * 5000),
    ("a.svg", b"<svg onload='x'/>"),
)
MORE = ("do", "keep", "confirm", "change", "choose", "next", "steps-TOTAL_FORMS", "x" * 900)
QUERIES = (
    "?q=%00",
    "?after=%25",
    "?template=²",
    "?who=-1",
    "?what=" + "x" * 3000,
    "?q=a&q=b",
    "?=",
    "?version=1",
)
HEADERS = (
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_REFERER": "http://else.where/"},
)


@dataclass(frozen=True)
class Post:
    """One hostile post: what is sent, or a raw `body` with its kind; `number`: its own number is on it."""

    form: object
    sent: dict
    extra: dict
    said: str
    number: bool = True
    body: bytes | None = None


class Fuzzer:
    """Makes posts by chance."""

    def __init__(self, forms, seed, strangers_number):
        self.forms, self.chance, self.strangers_number = forms, random.Random(seed), strangers_number
        self.numbers = [str(UUID(int=self.chance.getrandbits(128))) for _ in range(5)]
        self.known = sorted({value for form in forms for box in form.boxes.values() for value in box.values})

    def post(self):
        """The next."""
        form = self.chance.choice(self.forms)
        sent, said = dict(form.sent(self.chance.randrange(1000))), []
        names = [name for name in sent if name not in {NUMBER, TOKEN}]
        post = Post(form, sent, {}, "")
        if self.chance.random() < 0.05:
            body, kind = self.chance.choice(BODIES)
            return replace(post, body=body, extra={"content_type": kind}, said=f"body {body[:20]!r} {kind}")
        for _ in range(self.chance.choice((1, 1, 1, 2, 3, 8))):
            said.append(self._change(form, sent, names))
        if self.chance.random() < 0.08:
            sent[NUMBER] = [self.chance.choice((self.strangers_number, "", "a.b:c", form.number[:-2]))]
            post = replace(post, number=False)
        if self.chance.random() < 0.06:
            query = self.chance.choice(QUERIES)
            post = replace(post, form=replace(form, action=form.action.partition("?")[0] + query))
            said.append(query[:20])
        extra = self.chance.choice(HEADERS) if self.chance.random() < 0.08 else {}
        return replace(post, extra=extra, said="; ".join(said))

    def _change(self, form, sent, names):
        """Changes one thing of what is sent; returns what."""
        how = self.chance.choice(("value",) * 6 + ("repeat", "drop", "more", "file", "swap", "stale"))
        name = self.chance.choice(names) if names else "title"
        value = self.chance.choice((*VALUES, *self.numbers, *self.chance.sample(self.known, 5)))
        if how == "value":
            sent[name] = [value]
        elif how == "repeat":
            sent[name] = [*sent.get(name, ()), value, value]
        elif how == "drop":
            sent.pop(name, None)
        elif how == "more":
            name = self.chance.choice(MORE)
            sent[name] = [value]
        elif how == "file":
            uploads = [one for one, box in form.boxes.items() if box.kind == "file"]
            name = self.chance.choice(uploads or [name])
            sent[name] = [SimpleUploadedFile(*self.chance.choice(FILES))]
        elif how == "swap" and len(names) > 1:
            other = self.chance.choice(names)
            sent[name], sent[other] = sent.get(other, []), sent.get(name, [])
        elif "version" in sent:
            name = "version"
            sent[name] = [self.chance.choice(("0", "-1", "", "9" * 12, "1.0", "x"))]
        return f"{how} {name[:30]}={value[:20]!r}"


@pytest.mark.slow
@pytest.mark.usefixtures("no_count")
@pytest.mark.timeout(int(POSTS * 0.6) + 600)  # forms are found first
def test_no_hostile_post_brings_a_form_down_or_loses_words(world, sign_in, record_property):
    forms, client_of = every_form(world, sign_in, quick=not BY_HAND), clients(sign_in)
    stranger = owner_of(world.people.reader("low_clearance"))
    fuzzer, counts, wrong = Fuzzer(forms, SEED, f"made.up.{stranger}:x"), Counter(), []
    for _ in range(POSTS):
        one = fuzzer.post()
        client = client_of(one.form.persona)
        if one.body is not None:
            form = replace(one.form, boxes={})
            answer, missing = send(client, form, one.body, **one.extra)
        else:
            answer, missing = send(client, one.form, one.sent, **one.extra)
            missing = [text for text in missing if one.number and text.replace("\x00", "").strip()]
            counts["texts"] += len(texts_of(one.form, one.sent)) if one.form.number else 0
        counts["posts"] += 1
        counts[f"{answer.status_code // 100}xx"] += 1
        counts["server errors"] += answer.status_code >= 500
        counts["lost texts"] += len(missing)
        if answer.status_code >= 500 or missing:
            fault = (answer.exc_info or ("", ""))[:2]
            wrong.append(
                f"{one.form.key[1]} {one.said}: {answer.status_code} {fault} lost {[t[:40] for t in missing]}"
            )
    for name, figure in counts.items():
        record_property(name, figure)
    print(f"\n{len(forms)} forms: " + ", ".join(f"{figure} {name}" for name, figure in counts.items()))
    assert counts["posts"] == POSTS and any(is_text(box) for form in forms for box in form.boxes.values())
    assert not wrong, f"{len(wrong)} of {POSTS}:\n" + "\n".join(wrong[:60])
