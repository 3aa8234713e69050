"""What the words of a cell mean: a record, a person, a value of a list. Each starts at the gate, and
answers alike for what is hidden and what is absent.
"""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.imports.targets import Line
from pam.records.models import Record
from pam.records.references import reference_in


def resolve_records(reader: Reader, kind: str, lines: Iterable[Line], code: str, what: str) -> None:
    """Puts the record that the cell `code` of each line names, by its reference or its name, into
    `line.kept`; a line whose record `reader` does not see, or cannot add to, is refused. Two queries and
    one for the levels.
    """
    lines = [line for line in lines if line.values.get(code)]
    told = {line.values[code] for line in lines}
    references = {text: reference_in(text) or text.strip().upper() for text in told}
    rows = visibility.visible_to(reader, Record)
    if kind:
        rows = rows.filter(kind=kind)
    by_reference = {row.reference: row for row in rows.filter(reference__in=set(references.values()))}
    by_name: dict[str, list[Record]] = {}
    for row in rows.filter(title__folded__in={fold(text) for text in told}):
        by_name.setdefault(fold(row.title), []).append(row)
    found = {
        text: [by_reference[references[text]]]
        if references[text] in by_reference
        else by_name.get(fold(text), [])
        for text in told
    }
    levels = visibility.levels(reader, {row.pk for some in found.values() for row in some})
    for line in lines:
        text = line.values[code]
        some = [row for row in found[text] if levels.get(row.pk, 0) >= Level.CONTRIBUTE]
        if len(some) == 1:
            line.kept[code] = some[0]
        elif some:
            line.refuse(code, f"Several {what}s are called “{text[:60]}”. Enter the reference of one")
        else:
            line.refuse(code, f"No {what} that you can add to has the reference or name “{text[:60]}”")


class People:
    """The people that a cell may name, by name or e-mail address."""

    def __init__(self, rows: QuerySet[Membership], where: str) -> None:
        self.where = where
        self.by_words: dict[str, list[Membership]] = {}
        for person in rows.select_related("user", "agency"):
            for words in {fold(person.user.name), person.user.email.strip().lower()}:
                self.by_words.setdefault(words, []).append(person)

    def resolve(self, line: Line, code: str) -> None:
        """Puts the person that the cell `code` names into `line.kept`, or refuses the line."""
        text = line.values.get(code)
        if not text:
            return
        found = self.by_words.get(text.strip().lower()) or self.by_words.get(fold(text)) or []
        if len(found) == 1:
            line.kept[code] = found[0]
        elif found:
            line.refuse(code, f"Several people are called “{text[:60]}”. Enter the e-mail address of one")
        else:
            line.refuse(code, f"No person {self.where} is called “{text[:60]}” or has that e-mail address")


def resolve_choice(line: Line, code: str, choices: Sequence[tuple[object, Sequence[str]]], what: str) -> None:
    """Puts the one of `choices`, [(value, its words)], that the cell `code` says into `line.kept`, or
    refuses the line with the words that there are.
    """
    text = line.values.get(code)
    if not text:
        return
    said = fold(str(text))
    for value, words in choices:
        if said in {fold(word) for word in words if word}:
            line.kept[code] = value
            return
    names = [words[0] for _, words in choices if words]
    shown = f"{', '.join(names[:11])} or another one of the list" if len(names) > 12 else _either(names)
    line.refuse(code, f"{what} is “{str(text)[:60]}”. Enter {shown}")


def _either(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
