"""What is in the margin of a page is not read aloud.

WeasyPrint leaves the text of margin boxes (marking, page number) outside the document's structure without
saying what it is. PDF/UA-1 (7.1) wants every piece of a page to be either content or an artifact, so what
the structure doesn't reach is declared an artifact here.
"""

import re

REFERENCE = re.compile(rb"(\d+) 0 R")


def mark_margins_as_artifacts(document, pdf):
    """Turn marked content that the structure tree doesn't reach into artifacts. Changes `pdf` in place."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    reached = _reached(pdf, root["K"])
    pages = _object(pdf, root["ParentTree"])["Nums"][1::2][: len(document.pages)]
    numbers = pdf.pages["Kids"][::3]
    for elements, number in zip(pages, numbers, strict=True):
        margin = {mcid for mcid, element in enumerate(elements) if _number(element) not in reached}
        _declare(_object(pdf, pdf.objects[number]["Contents"]).stream, margin)
        elements[:] = [b"null" if mcid in margin else element for mcid, element in enumerate(elements)]


def _declare(stream, margin):
    """Rewrite `/Span <</MCID n>> BDC` as `/Artifact BMC` for each n in `margin`."""
    for index, operator in enumerate(stream):
        if operator == b"BDC" and stream[index - 1].get("MCID") in margin:
            stream[index - 2 : index + 1] = [b"/Artifact", b"", b"BMC"]


def _reached(pdf, kids):
    """Return the numbers of the objects that hang below `kids` in the structure tree."""
    reached, waiting = set(), [_number(kid) for kid in kids if isinstance(kid, bytes)]
    while waiting:
        number = waiting.pop()
        if number not in reached:
            reached.add(number)
            below = pdf.objects[number].get("K", ())
            waiting.extend(_number(kid) for kid in below if isinstance(kid, bytes))
    return reached


def _number(reference):
    return int(REFERENCE.fullmatch(reference)[1])


def _object(pdf, reference):
    return pdf.objects[_number(reference)]
