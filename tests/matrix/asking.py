"""Asking every page of the table as one persona, and all that may be wrong with an answer."""

from contextlib import nullcontext
from dataclasses import dataclass

from django.http import HttpResponse

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from tests.matrix.opened import opened
from tests.matrix.requests import address_of, ask, leaks, newest_line, undone, unlogged, words
from tests.matrix.rules import FOR_ALL_METHODS, NO_NEED, REFUSED, also_without_gate, methods, of_the_view
from tests.matrix.table import PAGES
from tests.matrix.view_alone import Views


class Gate:
    """The gate as pages reach it: `asked` are the models it was asked about, `away` lets everything by."""

    def __init__(self, monkeypatch):
        self.asked, self.away, self._visible_to = [], False, visibility.visible_to
        monkeypatch.setattr(visibility, "visible_to", self.visible_to)
        kept = KeptRows.statement
        monkeypatch.setattr(KeptRows, "statement", lambda rows: self.statement(rows, kept))

    def visible_to(self, reader, model):
        """Stands for `visibility.visible_to`."""
        self.asked.append(model)
        return model._default_manager.all() if self.away else self._visible_to(reader, model)

    def statement(self, rows, kept):
        """Stands for `KeptRows.statement`, which keeps what the gate said."""
        self.asked.append(rows)
        return rows._put_together() if self.away else kept(rows)


@dataclass
class Answer:
    """The outcome of one request: `told` are the canaries that the persona may not read, `unlogged` those of
    records that no line of the log names; `again`: it is asked once more with the gate taken away.
    """

    status: int
    told: list
    unlogged: list
    again: bool = False


def asked_of(persona, world, *, after):
    """(method, page, target, kwargs, whether it is asked again without the gate, whether it is the view's) of
    all that the matrix asks as a persona.
    """
    for entry in PAGES:
        if entry.after is not after:
            continue
        addresses = entry.addresses(world)
        targets = tuple(target for target, _ in addresses)
        for target, kwargs in addresses:
            asked = methods(entry, target, persona, targets)
            for method in asked:
                again = method == asked[0] and also_without_gate(entry, target, persona, targets)
                of_view = of_the_view(entry, target, persona, method, targets)
                yield method, entry, target, kwargs, again, of_view


def answers(client, views, persona, world, *, after):
    """(method, page, target, kwargs, `Answer`) of each page of the table, what it wrote taken back: of those
    that are whole requests, then of views by themselves, in one transaction.
    """
    since = newest_line()  # as what each page writes is taken back, all that is newer is the page's own
    of_views = []
    for *which, again, of_view in asked_of(persona, world, after=after):
        method, entry, target, kwargs = which
        if of_view:
            of_views.append((*which, again))
        elif method == "GET" and persona == "owner":  # whose pages tests/forms opens as well
            page = opened(world, client, persona, address_of(entry, kwargs))
            yield *which, Answer(page.status, page.told, page.unlogged, again)
        else:
            with writes_of(entry, persona, target, method):
                response = ask(client, entry, kwargs, method)
                answer = answered(persona, world, response, since, again)
            yield *which, answer
    if not of_views:
        return
    # Refusals come last: a line of the log that is taken back with them is there until the block ends.
    of_views.sort(key=lambda one: one[1].expected(persona, one[2], one[0]) in REFUSED)
    with views.asked() as ask_view:
        for *which, again in of_views:
            method, entry, target, kwargs = which
            with writes_of(entry, persona, target, method):
                response = ask_view(address_of(entry, kwargs), method)
                answer = answered(persona, world, response, since, again)
            yield *which, answer


def writes_of(entry, persona, target, method):
    """A block of which what is written is taken back. What is refused writes nothing that stays."""
    return nullcontext() if entry.expected(persona, target, method) in REFUSED else undone()


def answered(persona, world, response, since, again):
    """The `Answer` that a response is."""
    told = words(response)
    return Answer(response.status_code, leaks(persona, told), unlogged(world, told, since), again)


def check(client, persona, world, record_property, gate, *, after):
    """Asks for every page of the table, before or after the minutes are made, and fails with all that is
    wrong. A page that asked the gate is asked again with the gate taken away: the second wall keeps the
    canaries. (One that did not ask it would be no other page without it.)
    """
    wrong, asked, reached, views = [], 0, 0, Views(client)
    for method, entry, target, kwargs, answer in answers(client, views, persona, world, after=after):
        asked += 1
        want = entry.expected(persona, target, method)
        if answer.status != want:
            wrong.append(f"{method} {entry.name} {target}: {answer.status}, not {want}")
        if answer.told:
            wrong.append(f"{method} {entry.name} {target} told {answer.told}")
        if answer.unlogged:
            wrong.append(
                f"{method} {entry.name} {target} showed {answer.unlogged} and no line of the log says so"
            )
        through_gate, reached = len(gate.asked) > reached, len(gate.asked)
        if through_gate and answer.again:
            if found := leaks(persona, words(without_gate(gate, views, entry, kwargs, method))):
                wrong.append(f"{method} {entry.name} {target} told {found} with the gate taken away")
            reached = len(gate.asked)
            asked += 1
    record_property("requests", asked)
    assert not wrong, "\n".join(wrong)
    pages = sum(entry.after is after for entry in PAGES)
    least = 1 if persona in FOR_ALL_METHODS else 20 if persona in NO_NEED else 4
    assert asked >= pages // least


def without_gate(gate, views, entry, kwargs, method):
    """What the view of a page answers while the gate lets everything by: nothing, if it fails."""
    gate.away = True
    try:
        with views.asked() as ask_view:
            return ask_view(address_of(entry, kwargs), method)
    except Exception:  # whatever a view meets that takes a row for one that its gate let by
        return HttpResponse(status=500)
    finally:
        gate.away = False
