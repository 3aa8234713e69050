"""Two people's changes to one text, put together paragraph by paragraph. A paragraph is a line as typed."""

from dataclasses import dataclass
from difflib import SequenceMatcher

THEIRS, MINE = 0, 1


@dataclass(frozen=True)
class Merged:
    """What came of both texts. `both` keeps every word (theirs, then mine, where the two changed the same
    paragraph); `theirs` and `mine` take one side there; `clashes`: whether there is such a paragraph.
    """

    both: str
    theirs: str
    mine: str
    clashes: bool


def merge(opened, theirs, mine):
    """The `Merged` of `theirs` and `mine`, both typed over `opened`.

    What only one of them changed is taken as it is; paragraphs that both added in one place are both kept.
    """
    opened, theirs, mine = (_paragraphs(text) for text in (opened, theirs, mine))
    edits = sorted([*_edits(opened, theirs, THEIRS), *_edits(opened, mine, MINE)], key=lambda e: e[:3])
    results, at, clashes, before = ([], [], []), 0, False, None
    for start, end, group in _groups(edits):
        for result in results:
            result += opened[at:start]
        at = max(at, end)
        sides = {edit[2] for edit in group}
        if len(sides) == 1:
            added = group[0][3]
            if (start, end, added) != before:  # not what the other added in this place as well
                for result in results:
                    result += [line for edit in _filled(opened, start, end, group) for line in edit]
            before = (start, end, added) if start == end else None
            continue
        before = None
        left, right = (
            [
                line
                for part in _filled(opened, start, end, [e for e in group if e[2] == side])
                for line in part
            ]
            for side in (THEIRS, MINE)
        )
        clashes = clashes or left != right
        results[0].extend(left + [line for line in right if line not in left])
        results[1].extend(left)
        results[2].extend(right)
    both, theirs, mine = ("\n".join([*result, *opened[at:]]).strip() for result in results)
    return Merged(both, theirs, mine, clashes)


def _paragraphs(text):
    text = text.replace("\r\n", "\n").strip()
    return text.split("\n") if text else []


def _edits(opened, typed, side):
    """[(first, end, side, new paragraphs)]: what of `opened` was replaced, as small as can be."""
    found = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, opened, typed, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if i2 - i1 == j2 - j1:
            found += [(i1 + n, i1 + n + 1, side, [typed[j1 + n]]) for n in range(i2 - i1)]
        else:
            found.append((i1, i2, side, typed[j1:j2]))
    return found


def _groups(edits):
    """(first, end, edits) of those that touch the same paragraphs of what was opened."""
    groups = []
    for edit in edits:
        if groups and edit[0] < groups[-1][1]:
            start, end, group = groups[-1]
            groups[-1] = (start, max(end, edit[1]), [*group, edit])
        else:
            groups.append((edit[0], edit[1], [edit]))
    return groups


def _filled(opened, start, end, edits):
    """Paragraphs `start` to `end` of what was opened, with the edits of one side, in pieces."""
    for first, last, _, lines in edits:
        yield opened[start:first]
        yield lines
        start = last
    yield opened[start:end]
