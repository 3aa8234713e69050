"""What plans were before they were frameworks, as bodies. For the migration that carried them over."""

from collections.abc import Collection
from typing import Any

from django.utils.text import slugify


def code_of(name: str, taken: Collection[str] = (), longest: int = 60) -> str:
    """A code made of a name, that is not in `taken`."""
    begun = slugify(name).lstrip("0123456789-_")[: longest - 4].strip("-_") or "step"
    return next(code for n in range(1, 1000) if (code := begun if n == 1 else f"{begun}-{n}") not in taken)


def body_of(row: dict[str, Any]) -> dict[str, Any]:
    """The body of a plan that was a row: `kind`, `name`, `plan`, `purpose`, `steps`."""
    body = {"name": row["name"], "purpose": row["purpose"], "for": [row["kind"]], "plan": row["plan"]}
    if not row["purpose"]:
        del body["purpose"]
    steps, taken = [], set[str]()
    for step in row["steps"]:
        code = code_of(step["title"], taken, 40)
        taken.add(code)
        strand = {"strand": step["strand"]} if step.get("strand") else {}
        steps.append({"code": code, "step": step["title"], **strand, "days": step["days"]})
    return {**body, "steps": steps}
