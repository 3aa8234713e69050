"""Small files for the demo: one page of text as PDF or plain text, made without any library."""

from django.core.files.uploadedfile import SimpleUploadedFile

LINE = 15


def pdf(title, lines):
    """One A4 page with a heading and lines of text, as the bytes of a PDF. Latin characters only."""
    drawn = [f"BT /F2 16 Tf 60 770 Td ({_escaped(title)}) Tj ET"]
    drawn += [f"BT /F1 11 Tf 60 {735 - LINE * i} Td ({_escaped(line)}) Tj ET" for i, line in enumerate(lines)]
    stream = "\n".join(drawn).encode("cp1252", "replace")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def upload(name, title, lines):
    """An upload of that page: a PDF if `name` ends so, else plain text."""
    if name.endswith(".pdf"):
        return SimpleUploadedFile(name, pdf(title, lines), "application/pdf")
    return SimpleUploadedFile(name, "\n".join([title, "", *lines, ""]).encode(), "text/plain")
