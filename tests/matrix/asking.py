"""Asking every page of the table as one persona, and all that may be wrong with an answer."""

from contextlib import nullcontext
from dataclasses import dataclass

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from tests.matrix.opened import opened
from tests.matrix.requests import address_of, ask, leaks, newest_line, undone, unlogged, words
from tests.matrix.rules import FOR_ALL_METHODS, NO_NEED, also_without_gate, methods
from tests.matrix.table import PAGES


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


def answers(client, persona, world, *, after):
    """(method, page, target, kwargs, `Answer`) of each page of the table, what it wrote taken back."""
    since = newest_line()  # as what each page writes is taken back, all that is newer is the page's own
    for entry in PAGES:
        if entry.after is not after:
            continue
        addresses = entry.addresses(world)
        targets = tuple(target for target, _ in addresses)
        for target, kwargs in addresses:
            asked = methods(entry, target, persona, targets)
            for method in asked:
                if method == "GET" and persona == "owner":  # whose pages tests/forms opens as well
                    page = opened(world, client, persona, address_of(entry, kwargs))
                    answer = Answer(page.status, page.told, page.unlogged)
                else:
                    # What is refused writes nothing: if it did, it would not be answered so.
                    refused = entry.expected(persona, target, method) in {403, 404, 405}
                    with nullcontext() if refused else undone():
                        told = words(response := ask(client, entry, kwargs, method))
                        found = leaks(persona, told), unlogged(world, told, since)
                    answer = Answer(response.status_code, *found)
                answer.again = method == asked[0] and also_without_gate(entry, target, persona, targets)
                yield method, entry, target, kwargs, answer


def check(client, persona, world, record_property, gate, *, after):
    """Asks for every page of the table, before or after the minutes are made, and fails with all that is
    wrong. A page that asked the gate is asked again with the gate taken away: the second wall keeps the
    canaries. (One that did not ask it would be no other page without it.)
    """
    wrong, asked, reached = [], 0, 0
    for method, entry, target, kwargs, answer in answers(client, persona, world, after=after):
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
            if found := leaks(persona, words(without_gate(gate, client, entry, kwargs, method))):
                wrong.append(f"{method} {entry.name} {target} told {found} with the gate taken away")
            reached = len(gate.asked)
            asked += 1
    record_property("requests", asked)
    assert not wrong, "\n".join(wrong)
    pages = sum(entry.after is after for entry in PAGES)
    least = 1 if persona in FOR_ALL_METHODS else 20 if persona in NO_NEED else 4
    assert asked >= pages // least


def without_gate(gate, client, entry, kwargs, method):
    """The response of a page, a fault's too, while the gate lets everything by; what it wrote taken back."""
    gate.away, client.raise_request_exception = True, False
    try:
        with undone():
            return ask(client, entry, kwargs, method)
    finally:
        gate.away, client.raise_request_exception = False, True
