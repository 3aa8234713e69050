"""Reads what the demo tells: `data/*.yaml`. All names and lives in it are invented."""

from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "data"


def read(path: str | Path):
    """What is in one file, named by its path below `data/`."""
    return yaml.load(
        (FOLDER / path).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )


def columns(rows: list[dict], *names: str) -> list[tuple]:
    """Rows of a file as tuples, in the order of `names`; a value that a row leaves out is None.

    Raises ValueError for a row with another name.
    """
    for row in rows:
        if unknown := set(row) - set(names):
            raise ValueError(f"{row} has {', '.join(sorted(unknown))}, which nothing reads.")
    return [tuple(row.get(name) for name in names) for row in rows]
