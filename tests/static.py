"""pam's static files for the tests' browsers: each is asked for once. And, for a browser's test that would
wait for them most of its time, the product's own scripts with shorter pauses.
"""

import mimetypes
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse

# {name of a constant: milliseconds here}; each script has these.
PAUSES = {
    "drafts.js": {"PAUSE": 400, "AGAIN": 1000},
    "chair.js": {"PAUSE": 400, "AGAIN": 1000, "LOOK": 300},
    "line.js": {"AGAIN": 1000},
}
AXE = "/static/axe.min.js"  # no file of the product's
AXE_FILE = Path(__file__).parent / "vendor" / "axe.min.js"
KEPT = {"Cache-Control": "max-age=86400, immutable"}


def static(path, *, hurried=False):
    """The answer for a static file; `hurried`: with short pauses if it is a script that makes some."""
    found = AXE_FILE if path == AXE else finders.find(path.removeprefix("/static/"))
    if not found:
        return HttpResponse("no such file", status=404)
    content, name = Path(found).read_bytes(), Path(path).name
    for constant, milliseconds in PAUSES.get(name, {}).items() if hurried else ():
        pause = re.compile(rf"const {constant} = \d+;".encode())
        assert pause.search(content), f"{path} has no {constant}"
        content = pause.sub(f"const {constant} = {milliseconds};".encode(), content)
    return HttpResponse(content, content_type=mimetypes.guess_type(name)[0], headers=KEPT)
