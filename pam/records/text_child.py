"""The text of one file, read in a process of its own: `python -I -B text_child.py ENDING < file > text`.

Started by `texts.py` for files of strangers, which may be made to do harm. Before a byte of one is looked at
the process gives away what it could do harm with: processor time, memory, files, the network (where the
kernel lets it). It knows nothing of pam: no settings, no database, no environment. It ends with 0 and the
text as UTF-8, or with anything else.
"""

import io
import re
import sys
import zipfile
from pathlib import Path
from xml.parsers import expat

SECONDS, MEMORY = 20, 768 * 2**20
MOST_BYTES = 100 * 2**20  # of a file
MOST_PART = 40 * 2**20  # of one part of a zipped document, unpacked
MOST_PAGES = 1000
MOST_SIGNS = 200_000  # of the text; the rest is not searched
# The parts of a zipped document that hold what people read, by its ending.
PARTS = {
    "docx": r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml",
    "pptx": r"ppt/(slides|notesSlides)/[^/]+\.xml",
    "xlsx": r"xl/(sharedStrings|comments\d*|worksheets/[^/]+)\.xml",
    "odt": r"content\.xml",
    "ods": r"content\.xml",
}
BREAKS = {"p", "tr", "br", "h", "si", "tab", "table-row", "table-cell"}  # elements that end a word


def of_pdf(content):
    """The text of a PDF's pages."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    found, signs = [], 0
    for page in reader.pages[:MOST_PAGES]:
        found.append(page.extract_text())
        signs += len(found[-1])
        if signs > MOST_SIGNS:
            break
    return "\n".join(found)


def of_zip(content, ending):
    """The text of a zipped document's parts."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.fullmatch(PARTS[ending], name):
                with archive.open(name) as part:
                    found.append(of_xml(part.read(MOST_PART), only_t=not ending.startswith("od")))
    return "\n".join(found)


def of_xml(content, *, only_t):
    """What people read in a part; with `only_t` the text of elements "t" alone. No entities are taken."""
    found, inside = [], [not only_t]
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*args):
        raise ValueError("a document type")

    def start(name, attributes):
        local = name.rpartition(" ")[2]
        inside.append(local == "t" or (inside[-1] if not only_t else False))

    def end(name):
        inside.pop()
        if name.rpartition(" ")[2] in BREAKS:
            found.append("\n")

    def text(data):
        if inside[-1]:
            found.append(data)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(content, True)
    return "".join(found)


def of_plain(content):
    """Text in UTF-8, UTF-16 with its mark, or as Windows writes it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def main(ending):
    """Reads the file from the standard input, writes its text."""
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        sys.exit("too big")
    if ending == "pdf":
        text = of_pdf(content)
    else:
        text = of_zip(content, ending) if ending in PARTS else of_plain(content)
    text = re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]", " ", text)[:MOST_SIGNS]
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    if sys.argv[1] == "pdf":
        import pypdf  # before there are no more files to open

    sys.path.insert(0, str(Path(__file__).parent))
    import confining

    sys.path.pop(0)
    confining.confine(seconds=SECONDS, memory=MEMORY, files=16)
    main(sys.argv[1])
