"""On a machine without Pango everything else works, and the minutes say in a sentence why they wait."""

import subprocess
import sys

PROGRAM = """
import sys
from datetime import UTC, datetime

class NoPango:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")

sys.meta_path.insert(0, NoPango())
import pam.pdf, meetings.minutes_document
assert "weasyprint" not in sys.modules
try:
    now = datetime.now(UTC)
    pam.pdf.render("pdf/base.html", {"marking": "OFFICIAL"}, title="t", subject="s", created=now)
except pam.pdf.PdfUnavailable as reason:
    print(reason)
"""


def test_without_pango_import_works_and_render_says_what_to_install():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert "Pango library is missing" in run.stdout
    assert "apt-get install libpango-1.0-0" in run.stdout
