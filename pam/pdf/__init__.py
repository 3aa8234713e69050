"""Documents on paper: one function that makes a PDF for the archive and for everyone's screen reader.

    from pam.pdf import PdfUnavailable, render

    pdf = render("pdf/minutes.html", {"minutes": minutes, "marking": "OFFICIAL", "handling": ""},
                 title="Minutes of …", subject="…", created=approved_at)

The file is PDF/A-3a and PDF/UA-1 at once. This room knows no model and imports nothing of the project; it
can be imported on a machine that lacks the Pango library, where only `render` fails, with `PdfUnavailable`.
"""

from pam.pdf.engine import render
from pam.pdf.errors import PdfUnavailable

__all__ = ["PdfUnavailable", "render"]
