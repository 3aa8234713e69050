"""Lists of names are in the order that people look for them in: by `__folded` (pam/db/folding.py)."""

import ast

from tests.house.sources import ROOMS, ROOT, nodes_of, tracked

NAMES = ("name", "label")


def orders(path):
    """The lists of texts that rows are sorted by in a file."""
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by":
            found = node.args
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ordering":
            found = getattr(node.value, "elts", [])
        else:
            continue
        yield [part.value for part in found if isinstance(part, ast.Constant)]


def test_no_list_is_sorted_by_the_codes_of_letters():
    found, folded = [], 0
    for path in tracked(".py"):
        if path.relative_to(ROOT).parts[0] in ROOMS:
            for order in orders(path):
                folded += any(str(text).endswith("__folded") for text in order)
                for text in order:  # a plain name may follow its folded one, for those that fold alike
                    if str(text).lstrip("-").split("__")[-1] in NAMES and f"{text}__folded" not in order:
                        found.append(f"{path.relative_to(ROOT)}: {text}")
    assert not found and folded > 20, "\n".join(found)
