"""The product's own scripts with shorter pauses: a browser's test would wait for them most of its time."""

import re
from pathlib import PurePosixPath

from tests.ui.conftest import respond

# {name of a constant: milliseconds here}; each script has these.
PAUSES = {
    "drafts.js": {"PAUSE": 400, "AGAIN": 1000},
    "chair.js": {"PAUSE": 400, "AGAIN": 1000},
    "line.js": {"AGAIN": 1000},
}


def static(path, *, hurried):
    """The answer for a static file; `hurried`: with short pauses if it is a script that makes some."""
    answer = respond(path, {})
    if hurried:
        for name, milliseconds in PAUSES.get(PurePosixPath(path).name, {}).items():
            pause = re.compile(rf"const {name} = \d+;".encode())
            assert pause.search(answer.content), f"{path} has no {name}"
            answer.content = pause.sub(f"const {name} = {milliseconds};".encode(), answer.content)
    return answer
