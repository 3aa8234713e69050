"""What no browser sends: it is answered, never by an error of ours."""

import base64
import json
from itertools import count, cycle

import pytest
from django.urls import reverse

from pam.access import paging
from pam.records.models import Record
from pam.search import selectors as search

NUL, SQUARED, HUGE = "\x00", "²", "9" * 30


def cursor(value):
    """A cursor as anyone can make one up."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


CURSORS = [
    cursor(["2026-01-01T00:00:00+00:00", 10**30]),
    cursor(["2026-01-01T00:00:00+00:00", float("inf")]),
    cursor([None, None]),
    cursor({}),
    base64.urlsafe_b64encode(b"[" * 2000).decode(),
    "%%%",
    "é",
    "2026-01-01T00:00:00+00:00~²",
]


def addresses(world):
    """(address, the names in its query that a person could forge)."""
    ocg, meeting = [world.ocg.uuid], [world.meeting.uuid]
    return [
        (reverse("ocg:list"), ["q", "stage", "tier", "marking", "after"]),
        (reverse("pvp:list"), ["q", "strand", "grade", "after"]),
        (reverse("meetings:list"), ["q", "series", "after"]),
        (reverse("actions:list"), ["q", "kind", "after"]),
        (reverse("notifications:mailbox"), ["to"]),
        (reverse("search:results") + "?q=wharf&kind=ocg", ["q", "after"]),
        (reverse("search:results") + "?q=wharf&kind=subjects", ["after"]),
        (reverse("records:chronology", args=ocg), ["kind", "after", "before"]),
        (reverse("search:link", args=ocg), ["q", "kind"]),
        (reverse("disclosure:share", args=ocg), ["who"]),
        (reverse("oversight:access_log", args=ocg), ["before", "verb"]),
        (reverse("records:changes", args=ocg), ["after"]),
        (reverse("actions:apply_plan", args=ocg), ["template"]),
        (reverse("meetings:people", args=meeting), ["q"]),
        (reverse("meetings:agenda", args=meeting), ["q"]),
    ]


HOSTILE = (NUL, SQUARED, "-1", "((", f"a{NUL}b", HUGE, "'\\", "-" * 40, '-"' * 40)


@pytest.mark.slow
def test_no_query_brings_a_page_down(world, sign_in):
    client = sign_in("owner")
    client.raise_request_exception = False
    broken, turns = [], count()
    for address, names in addresses(world):
        for name in names:
            turn = next(turns)
            cursors = CURSORS[turn % 4 :: 4] if name in {"after", "before"} else ()
            for value in (*HOSTILE[turn % 4 :: 4], *cursors):
                answer = client.get(
                    address,
                    {"q": "wharf", "what": "ocg", name: value} if "search" in address else {name: value},
                )
                if answer.status_code >= 500:
                    broken.append((address, name, value[:60]))
    assert not broken, broken


def forms(world):
    """(address, names of what is sent that is not a plain text of a form)."""
    return [
        (reverse("search:link", args=[world.ocg.uuid]), ["q", "kind_of", "other", "version"]),
        (
            reverse("disclosure:share", args=[world.ocg.uuid]),
            ["principal", "other", "level", "basis", "ground", "until_year"],
        ),
        (reverse("records:note", args=[world.ocg.uuid]), ["audience", "agencies", "day_year"]),
        (reverse("actions:add", args=[world.ocg.uuid]), ["owner", "due_year", "agencies"]),
        (reverse("ocg:edit", args=[world.ocg.uuid]), ["version", "team", "lead", "stage", "tier", "marking"]),
        (
            reverse("meetings:people", args=[world.meeting.uuid]),
            ["people", f"ground_{world.people.agencies['council'].pk}"],
        ),
        (reverse("meetings:attendance", args=[world.meeting.uuid]), ["person"]),
        (reverse("meetings:agenda", args=[world.meeting.uuid]), ["about", "choose", "q"]),
        (reverse("accounts:act_for"), ["membership"]),
    ]


@pytest.mark.slow
def test_no_field_brings_a_form_down(world, sign_in):
    """Each with one value, in turn, and all of a form with each (tests/forms does it to every form's)."""
    client = sign_in("owner")
    client.raise_request_exception = False
    values, broken = cycle([NUL, SQUARED, HUGE, "-1", "-" * 36]), []
    for address, names in forms(world):
        for sent in (*({name: next(values)} for name in names), {name: next(values) for name in names}):
            if client.post(address, sent).status_code >= 500:
                broken.append((address, sent))
    assert not broken, broken


def test_an_item_that_is_no_item_sends_the_chair_to_the_first(world, sign_in):
    person = f"{world.parts['meeting']['attendance'].uuid} present"
    for item in ("-" * 36, NUL, "../../"):
        answer = sign_in("owner").post(
            reverse("meetings:attendance", args=[world.meeting.uuid]), {"person": person, "item": item}
        )
        assert answer.status_code in {302, 400}


def test_a_cursor_says_nothing_of_how_many_rows_there_are(rf, world):
    """A number from a sequence that all agencies share would count what the reader can't see."""
    request = rf.get("/")
    request.reader = world.people.reader("owner")
    found = paging.page(Record.objects.order_by(), ["-updated", "-pk"], request, size=1)
    assert found.next
    told = base64.urlsafe_b64decode(found.next + "=" * (-len(found.next) % 4))
    assert str(found.rows[0].updated.date()).encode() not in told
    assert search._decode(cursor(["2026-01-01T00:00:00+00:00", 1])) is None  # made up, not given out


@pytest.mark.parametrize("answer", ["9" * 5000, "[" * 100_000, "{}", "[]", '"a"', "7"])
def test_no_answer_of_a_security_key_brings_a_form_down(sign_in, db, answer):
    from pam.accounts.forms import sign_in as forms

    client = sign_in("owner")
    client.raise_request_exception = False
    for name in ("mfa_login_webauthn", "mfa_add_webauthn"):
        assert client.post(reverse(name), {"credential": answer, "name": "Phone"}).status_code < 500
    for form in (forms.AddKeyForm, forms.SignInWithKeyForm, forms.KeyForm, forms.KeyAgainForm):
        assert isinstance(form.base_fields["credential"], forms.KeysAnswer)
