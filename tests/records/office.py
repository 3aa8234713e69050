"""Small Office files, made here: zipped ones, old ones (OLE), and ones under a password."""

import io
import struct
import zipfile

FREE, END, FATSECT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def zipped(*names, **contents):
    """A ZIP archive with members `names`, and `contents` as {name: bytes}."""
    return packed(dict.fromkeys(names, b"x") | contents)


def packed(contents):
    """A ZIP archive of {name: bytes}."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return whole.getvalue()


def docx(**more):
    """A Word document, with further members as {name: bytes}."""
    return packed(
        {"[Content_Types].xml": TYPES.format("").encode(), "word/document.xml": b"<w:document/>"} | more
    )


def sealed_docx(password="a long password"):
    """A Word document that opens with a password alone."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(docx(**{"ppt/": b"", "word/big.xml": b"<x/>" * 2000}))).encrypt(password, out)
    return out.getvalue()


def ole(streams):
    """An OLE document of {"Storage/Stream": bytes}: what old Word, Excel and Outlook write."""
    entries, sectors = [["Root Entry", 5, []]], []
    for path, content in streams.items():
        parent = 0
        *storages, name = path.split("/")
        for storage in storages:
            found = [c for c in entries[parent][2] if entries[c][0] == storage]
            if not found:
                entries.append([storage, 1, []])
                found = [len(entries) - 1]
                entries[parent][2].append(found[0])
            parent = found[0]
        entries.append([name, 2, content.ljust(4096, b"\0")])
        entries[parent][2].append(len(entries) - 1)
    fat, starts = [], {}

    def place(content):
        start, count = len(sectors), max(1, -(-len(content) // 512))
        sectors.extend(content[i * 512 : i * 512 + 512].ljust(512, b"\0") for i in range(count))
        fat.extend([*range(start + 1, start + count), END])
        return start

    for number, (_, kind, content) in enumerate(entries):
        if kind == 2:
            starts[number] = place(content)
    siblings = {c: (kids[i + 1] if i + 1 < len(kids) else FREE) for _, kind, kids in entries if kind != 2
                for i, c in enumerate(kids)}  # fmt: skip
    directory = b""
    for number, (name, kind, content) in enumerate(entries):
        spelled = name.encode("utf-16-le") + b"\0\0"
        child = content[0] if kind != 2 and content else FREE
        start, size = (starts[number], len(content)) if kind == 2 else (END if kind == 5 else 0, 0)
        directory += struct.pack("<64sHBBLLL36xLQ", spelled, len(spelled), kind, 1, FREE,
                                 siblings.get(number, FREE), child, start, size)  # fmt: skip
    first = place(directory)
    table = -(-(len(fat) + 1) // 127)
    own = list(range(len(fat), len(fat) + table))
    fat += [FATSECT] * table
    listed = struct.pack(f"<{len(fat)}L", *fat).ljust(table * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<LLLLLLLLL", 0, table, first, 0, 4096, END, 0, END, 0)
    header += struct.pack(f"<{len(own)}L", *own)
    return header.ljust(512, b"\xff") + b"".join(sectors) + listed


def vba():
    """What Office calls vbaProject.bin, whatever it is named."""
    return ole({"VBA/_VBA_PROJECT": b"\xcc\x61", "VBA/dir": b"x", "PROJECT": b"ID="})


def workbook(sheet=0):
    """An old Excel file with one sheet of the given type (1: Excel 4 macros)."""
    name = b"\x05\x00Sheet"
    record = struct.pack("<LBB", 0, 0, sheet) + name
    bof = struct.pack("<HH", 0x0809, 4) + b"\x00\x06\x05\x00"
    return ole(
        {"Workbook": bof + struct.pack("<HH", 0x85, len(record)) + record + struct.pack("<HH", 0x0A, 0)}
    )
