"""Reads the variables, statements and expressions out of the body of a PL/pgSQL function.

Only the forms that pam's functions use: anything else is Unreadable, so that no statement goes unchecked.
"""

import re

TOKEN = re.compile(
    r"""--[^\n]*|'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$.*?\$\1\$|:=|[\w.]+(?:\[[^\]]*\])?|[;(),]|\S""", re.S
)
DECLARATION = re.compile(r"(\w+)\s+(?:CONSTANT\s+)?([\w ]+?(?:\[\])?)\s*(?:(?::=|DEFAULT)\s*(.+))?$", re.S)
TARGETS = r"[\w.\"]+(?:\s*,\s*[\w.\"]+)*"
INTO = re.compile(rf"\s*\bINTO\s+(?:STRICT\s+)?({TARGETS})(?!\s*\()", re.I)
ASSIGNMENT = re.compile(r"([\w.\"]+(?:\[[^\]]*\])?)\s*:=\s*(.+)$", re.S)
RAISE = re.compile(r"RAISE\s+(?:\w+\s+)?'(?:[^']|'')*'\s*(?:,\s*(.+?))?\s*(?:USING\s.+)?$", re.S)
LEAVES = re.compile(r"(?:EXIT|CONTINUE)\s+WHEN\s+(.+)$", re.I | re.S)
FOR = re.compile(rf"FOR\s+({TARGETS})\s+IN\s+", re.I)
LEAVES = re.compile(r"(?:EXIT|CONTINUE)\s+WHEN\s+(.+)$", re.I | re.S)
NUMBERS = re.compile(r"\bFOR\s+(\w+)\s+IN\s+(?:REVERSE\s+)?[\w.]*?\.\.", re.I)
FOREACH = re.compile(r"FOREACH\s+(\w+)\s+IN\s+ARRAY\s+", re.I)
# What comes before another statement in the same piece, and what needs no check.
OPENS = re.compile(r"(BEGIN|ELSE|LOOP|EXCEPTION\s+WHEN\s+[\w ]+?\s+THEN)\b\s*", re.I)
UNCHECKED = re.compile(
    r"(END(\s+(IF|LOOP|CASE))?|NULL|RETURN(\s+NEXT)?|GET\s+DIAGNOSTICS\s.*|SET\s+CONSTRAINTS\s.*|EXIT|CONTINUE)$",
    re.I | re.S,
)


class Unreadable(Exception):
    """A statement of a form that is not known here. `args[0]` says which."""


def variables_and_statements(body):
    """([(variable, type)], [statement]) of a function's body; the statements are SQL, in their order."""
    body = re.sub(r"--[^\n]*", "", body).strip()
    before, begins, rest = re.match(r"(.*?)(\bBEGIN\b)(.*)$", body, re.S).groups()
    variables, found = [], []
    for declaration in pieces(re.sub(r"^\s*DECLARE\b", "", before)):
        parts = DECLARATION.match(declaration)
        if not parts or parts[2].lower() == "record":
            raise Unreadable(f"a variable without a type that is known beforehand: {declaration[:60]}")
        variables.append((parts[1], parts[2]))
        found += [f"SELECT {parts[3]}"] if parts[3] else []
    variables += [(name, "integer") for name in NUMBERS.findall(rest)]
    for piece in pieces(begins + rest):
        found += statements_of(piece)
    return variables, found


def pieces(text):
    """The parts of a text between semicolons, those in strings left alone."""
    start = 0
    for token in TOKEN.finditer(text):
        if token[0] == ";":
            yield text[start : token.start()].strip()
            start = token.end()
    if last := text[start:].strip():
        yield last


def cut(text, word):
    """(what is before, what is after) the first `word` outside of parentheses and of CASE … END; None without
    one.
    """
    depth = 0
    for token in TOKEN.finditer(text):
        said = token[0].upper()
        if depth == 0 and said == word:
            return text[: token.start()].strip(), text[token.end() :].strip()
        depth += (said in {"(", "CASE"}) - (said in {")", "END"})
    return None


def statements_of(piece):
    """The SQL of one piece of a body, its control words taken off."""
    while opened := OPENS.match(piece):
        piece = piece[opened.end() :]
    if not piece or UNCHECKED.match(piece):
        return []
    word = piece.split(None, 1)[0].upper()
    if word in {"IF", "ELSIF", "WHILE"}:
        condition, rest = cut(piece[len(word) :], "LOOP" if word == "WHILE" else "THEN")
        return [f"SELECT {condition}", *statements_of(rest)]
    if leaves := LEAVES.match(piece):
        return [f"SELECT {leaves[1]}"]
    if word in {"FOR", "FOREACH"}:
        return _loop(piece)
    if word == "RETURN":
        return _returned(piece)
    if leaves := LEAVES.match(piece):
        return [f"SELECT {leaves[1]}"]
    if word == "RAISE" and (raised := RAISE.match(piece)):
        return [f"SELECT {raised[1]}"] if raised[1] else []
    if word == "EXECUTE":
        return _executed(piece)
    if word == "PERFORM":
        return [f"SELECT {piece[len(word) :]}"]
    if word in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
        return _stored(piece, word)
    if assigned := ASSIGNMENT.match(piece):
        return [f"SELECT {assigned[1]}", f"SELECT {assigned[2]}"]
    raise Unreadable(f"a statement that its check cannot read: {piece[:60]}")


def _loop(piece):
    head = FOR.match(piece) or FOREACH.match(piece)
    over, rest = cut(piece[head.end() :], "LOOP")
    first = _executed(over) if over.upper().startswith("EXECUTE") else _over(over)
    return [f"SELECT {head[1]}", *first, *statements_of(rest)]


def _over(over):
    if over.upper().startswith(("SELECT", "WITH")):
        return [over]
    first, numbers, last = re.sub(r"^REVERSE\s+", "", over, flags=re.I).partition("..")
    return [f"SELECT {first}, {last}" if numbers else f"SELECT {over}"]


def _returned(piece):
    query = re.match(r"RETURN\s+QUERY\s+", piece, re.I)
    if not query:
        return [f"SELECT {piece[len('RETURN') :]}"]
    rest = piece[query.end() :]
    return _executed(rest) if rest.upper().startswith("EXECUTE") else [rest]


def _executed(piece):
    """The text that is put together and the values that it is given; not the statement that it makes."""
    text, using = cut(piece[len("EXECUTE") :], "USING") or (piece[len("EXECUTE") :], "")
    text, into = cut(text, "INTO") or (text, "")
    return [f"SELECT {part}" for part in (text, using, into) if part]


def _stored(piece, word):
    """A statement without its INTO, and the variables that it stores into."""
    if word == "INSERT" or word in {"UPDATE", "DELETE"}:
        parts = cut(piece, "RETURNING")
        if not parts:
            return [piece]
        head, tail = f"{parts[0]} RETURNING ", parts[1]
    else:
        head, tail = "", piece
    parts = cut(tail, "INTO")
    if not parts:
        return [piece]
    into = INTO.match(f" INTO {parts[1]}")
    rest = f" INTO {parts[1]}"[into.end() :]
    return [f"SELECT {into[1]}", f"{head}{parts[0]}{rest}"]
