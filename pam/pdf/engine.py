"""From a Django template to the bytes of a PDF."""

from datetime import UTC

from django.template.loader import render_to_string

from pam import __version__
from pam.pdf.artifacts import mark_margins_as_artifacts
from pam.pdf.errors import PdfUnavailable
from pam.pdf.fetcher import StaticFetcher, static_file
from pam.pdf.fonts import bundled_font_configuration, covered_characters
from pam.pdf.text import make_printable, printable
from pam.pdf.xmp import metadata_packet

VARIANT = "pdf/a-3a"
STYLESHEET = "css/pdf.css"
PANGO_MISSING = (
    "PDFs cannot be made on this machine because the Pango library is missing or too old. "
    "On Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


def render(
    template_name,
    context,
    *,
    title,
    subject,
    lang="en-GB",
    created,
    generator="",
    pictures=None,
    places=None,
):
    """Return the bytes of a tagged, archivable PDF (PDF/A-3a and PDF/UA-1 in one file).

    `template_name` extends `pdf/base.html`; `context` must hold `marking`, the protective marking that is
    printed on every page, and may hold `handling`. `title` and `subject` go into the file's description and
    are read aloud first by screen readers. `created` is an aware datetime, printed nowhere but in that
    description. The same input gives the same bytes. `pictures` ({name: bytes}) are what the template shows
    as `picture:name`. A dict given as `places` is told on which page each id is, and under "" how many pages
    there are.

    Raises `PdfUnavailable` where Pango is missing, `ValueError` without a marking or with a naive `created`.
    """
    if not context.get("marking"):
        raise ValueError("A document is not printed without its protective marking.")
    if created.tzinfo is None:
        raise ValueError("The time of a document needs its time zone.")
    weasyprint = _weasyprint()
    stylesheet_path = static_file(STYLESHEET)
    html_text = render_to_string(template_name, {**context, "title": title, "lang": lang})

    fetcher = StaticFetcher(pictures)
    fonts = bundled_font_configuration()
    html = weasyprint.HTML(string=html_text, base_url="static:", url_fetcher=fetcher)
    make_printable(html.etree_element, covered_characters())
    stylesheet = weasyprint.CSS(
        string=stylesheet_path.read_text(encoding="utf-8"),
        base_url="static:",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    document = html.render(font_config=fonts, stylesheets=[stylesheet], pdf_variant=VARIANT)
    describe(document.metadata, title=title, subject=subject, lang=lang, created=created)
    if places is not None:
        for number, page in enumerate(document.pages, 1):
            places.update({name: number for name in page.anchors if name not in places})
        places[""] = len(document.pages)
    if generator:
        document.metadata.generator = generator
    return document.write_pdf(finisher=_finish, pdf_variant=VARIANT)


def describe(metadata, *, title, subject, lang, created):
    """Set what the file says about itself, whatever the template's head says."""
    covered = None  # descriptions are shown by the reader's own fonts
    moment = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    metadata.title = printable(title, covered)
    metadata.description = printable(subject, covered)
    metadata.lang = lang
    metadata.created = metadata.modified = moment
    metadata.generator = f"pam {__version__}"
    metadata.authors, metadata.keywords, metadata.attachments = [], [], []


def _finish(document, pdf):
    """Last touches before the file is written: margins as artifacts, and both standards in the metadata."""
    mark_margins_as_artifacts(document, pdf)
    number = int(pdf.catalog["Metadata"].split()[0])
    pdf.objects[number].stream = [metadata_packet(document.metadata, producer=pdf.info["Producer"].string)]
    pdf.objects[number].compress = False  # archives read it without unpacking


def _weasyprint():
    """Return the weasyprint module; it loads Pango, so it's imported when first needed and not before."""
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(PANGO_MISSING) from error
    return weasyprint
