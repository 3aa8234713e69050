"""Every form of the program, each field changed, wrong, huge, repeated and stale: it is answered, never by an
error of ours, and what was typed comes back with every answer that saves nothing.

`PAM_EVERY_FIELD=1` does each of it to each field alone (some 4,000 posts).
"""

import os
from itertools import islice

import pytest

from pam.forms.numbers import NUMBER, TOKEN
from tests.forms.every_form import clients, every_form, send_alone, the_widest

WRONG = ("²", "9" * 30, "-" * 36, "' \\ %s {{ 7 }} <b>", "\ufeff\u202e1")
HUGE = "Seen at the quay " * 2000  # 34 kB, longer than any box takes
EVERY_FIELD = bool(os.environ.get("PAM_EVERY_FIELD"))
PARTS = 4  # of about the same size, so that several processes share them


def hostile(form, turn_of_form, every_field):
    """(what is done, {name: values}) for each thing that is done to a form.

    Every other form is stale. Every sixth field alone has one of it done, in turn; then all fields at once,
    in one of four ways by the turn of the form. With `every_field` each field has all of it done, and all at
    once in each way.
    """
    usual = form.sent()
    yield "as it is", usual
    if "version" in usual and (every_field or turn_of_form % 2 == 0):
        yield "stale", usual | {"version": ["0"]}
    names = [name for name in usual if name not in {NUMBER, TOKEN}]
    for place, name in enumerate(names):
        value = next(iter(usual[name]), "")
        done = {
            "wrong": usual | {name: [WRONG[place % len(WRONG)]]},
            "huge": usual | {name: [HUGE]},
            "repeated": usual | {name: [value, "Seen again", value]},
            "changed": usual | {name: [f"{value} and more"]},
            "missing": {other: values for other, values in usual.items() if other != name},
        }
        for turn, (what, sent) in enumerate(done.items()):
            if every_field or 6 * turn == (place + turn_of_form) % (6 * len(done)):
                yield f"{name} {what}", sent
    wrong = usual | {name: [WRONG[place % len(WRONG)]] for place, name in enumerate(names)}
    at_once = [
        ("all wrong", wrong),
        ("all huge", usual | {name: ["Seen at the quay " * 900] for name in names}),
        ("all missing", {name: usual[name] for name in (NUMBER, TOKEN) if name in usual}),
        ("all repeated", usual | {name: [*usual[name], "Seen again"] for name in names}),
    ]
    yield from at_once if every_field else [at_once[turn_of_form % len(at_once)]]


@pytest.mark.slow
@pytest.mark.timeout(1500)  # the first part finds the forms for all: minutes on a busy machine
@pytest.mark.usefixtures("no_count")
@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_answers_with_an_error_of_ours_or_loses_what_was_typed(part, world, sign_in, record_property):
    """Of forms that are alike but for what one of them does not ask, the widest is done it all to."""
    client_of, wrong, posts = clients(sign_in), [], 0
    forms = every_form(world, sign_in)
    widest = the_widest(forms)
    for number, form in list(enumerate(forms))[part::PARTS]:
        tried = hostile(form, number // PARTS, EVERY_FIELD)
        for done, sent in tried if number in widest else islice(tried, 1):
            as_it_is = form.answered if done == "as it is" else None
            answer, missing = as_it_is or send_alone(client_of(form.persona), form, sent)
            posts += 1
            if answer.status_code >= 500:
                wrong.append(f"{form.key[1]} {done}: {answer.status_code} {answer.exc_info}")
            if missing:
                wrong.append(
                    f"{form.key[1]} {done}: {answer.status_code} lost {[one[:60] for one in missing]}"
                )
    record_property("posts", posts)
    assert len(forms) > 80 and posts > 150
    assert not wrong, f"{len(wrong)} of {posts}:\n" + "\n".join(wrong)
