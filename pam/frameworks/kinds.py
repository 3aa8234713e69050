"""The kinds of framework. A room registers its own; nothing else of the library, files and pages is written
anew for it (docs/frameworks.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pam.frameworks import schema_faults
from pam.frameworks.differences import Difference, differences_of
from pam.frameworks.problems import Problem
from pam.frameworks.yaml_text import unkeepable

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

Body = dict[str, Any]
CODE = {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,59}$"}
NOT_BLANK = r"\S"  # of a text that forms would take for empty
TEXT = {"type": "string", "pattern": NOT_BLANK, "maxLength": 4000}
NAME = {"type": "string", "pattern": NOT_BLANK, "maxLength": 120}
# What every framework says of itself, whatever its kind.
HEAD: dict[str, Any] = {
    "name": {**NAME, "description": "What people call it."},
    "purpose": {**TEXT, "description": "What it is for, in a sentence or two."},
    "for": {
