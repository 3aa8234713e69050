"""Assessments and answers made at random, for the property tests."""

from hypothesis import strategies as st

WORDS = st.text("abcdefghij klmnop", min_size=1, max_size=20).filter(str.strip)
SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n")
TEXTS = st.text(SIGNS, min_size=1, max_size=60).filter(str.strip)
POINTS = st.one_of(st.integers(-3, 6), st.integers(-300, 600).map(lambda n: n / 100))
UNKNOWNS = ("dont_know", "not_asked", "declined")


@st.composite
def options(draw):
    """Two to four choices, some of which score."""
    rows = []
    for place in range(draw(st.integers(2, 4))):
        row = {"code": f"o{place}", "label": draw(WORDS)}
        rows.append({**row, "score": draw(POINTS)} if draw(st.booleans()) else row)
    return rows


@st.composite
def conditions(draw, known, within="", depth=2):
    """A condition, in the section `within`, on questions `known`: [(code, type, options, section)]."""
    if depth and draw(st.booleans()):
        left, right = (draw(conditions(known, within, depth - 1)) for _ in range(2))
        return draw(st.sampled_from([f"{left} and ({right})", f"({left}) or {right}", f"not ({left})"]))
    code, kind, choices, section = draw(st.sampled_from(known))
    n = draw(st.integers(0, 6))
    sign = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
    texts = [f"{code} is {draw(st.sampled_from(['answered', 'unknown', 'not_asked']))}"]
    if section != within:  # else it would depend on itself
        texts += [f"count_yes({section}) {sign} {n}", f"count_unknown({section}, {code}) {sign} {n}"]
        texts.append(f"score({section}) / {n} {sign} 1")
    if kind in ("yesno", "choice"):
        texts += [f"{code} = {choices[0]}", f"{code} in ({', '.join(choices)})"]
    if kind == "several":
        texts.append(f"{code} has {choices[0]}")
    if kind in ("scale", "number"):
        texts += [f"{code} {sign} {n}", f"{code} * 2 + 1 {sign} {n}"]
    if kind == "date":
        texts.append(f"days({code}, today) {sign} {n * 100}")
    return draw(st.sampled_from(texts))


@st.composite
def questions(draw, code, section, known):
    """A question; its conditions name those `known` before it."""
    kind = draw(st.sampled_from(["yesno", "choice", "several", "scale", "number", "date", "text"]))
    row = {"code": code, "ask": draw(TEXTS), "type": kind}
    choices = ["yes", "no"] if kind == "yesno" else []
    if kind in ("choice", "several"):
        row["options"] = draw(options())
        choices = [one["code"] for one in row["options"]]
    if kind == "yesno":
        row["score"] = {key: draw(POINTS) for key in draw(st.sets(st.sampled_from(["yes", "no", *UNKNOWNS])))}
    if kind in ("scale", "number"):
        row |= {"from": draw(st.integers(-2, 0)), "to": draw(st.integers(1, 5)), "points": draw(POINTS)}
    if known and draw(st.booleans()):
        row["visible-if"] = draw(conditions(known, section))
    if known and draw(st.booleans()):
        row["required-if"] = draw(conditions(known))
    elif draw(st.booleans()):
        row["required"] = True
    known.append((code, kind, choices, section))
    return row


@st.composite
def assessments(draw):
    """An assessment that scores, with conditions on earlier questions, triggers, and bands without a gap."""
    known: list = []
    sections = []
    for place in range(draw(st.integers(1, 3))):
        code = f"s{place}"
        rows = [draw(questions(f"{code}q{n}", code, known)) for n in range(draw(st.integers(1, 4)))]
        section = {"code": code, "title": draw(WORDS), "questions": rows}
        if draw(st.booleans()):
            section["weight"] = draw(st.integers(0, 3))
        sections.append(section)
    triggers = [
        {"code": f"t{n}", "when": draw(conditions(known)), "says": draw(TEXTS)}
        for n in range(draw(st.integers(0, 2)))
    ]
    edge = draw(st.integers(-5, 15))
    return {
        "name": "Made",
        "score": "sum",
        "sections": sections,
        "bands": [
            {"code": "low", "label": "Low", "to": edge - 0.01},
            {"code": "high", "label": "High", "from": edge},
        ],
        "triggers": triggers,
    }


@st.composite
def answers(draw, body):
    """Answers to some of the questions, as they are kept."""
    found = {}
    for section in body["sections"]:
        for row in section["questions"]:
            kind = row["type"]
            codes = ["yes", "no"] if kind == "yesno" else [one["code"] for one in row.get("options", ())]
            if kind in ("yesno", "choice"):
                value = st.sampled_from(codes)
            elif kind == "several":
                value = st.lists(st.sampled_from(codes), unique=True)
            elif kind in ("scale", "number"):
                value = st.integers(row["from"], row["to"])
            else:
                value = st.dates().map(str) if kind == "date" else WORDS
            unknown = st.sampled_from(UNKNOWNS).map(lambda why: {"unknown": why})
            found[row["code"]] = draw(st.one_of(value, value, unknown, st.none()))
    return found
