"""A hundred files that are no frameworks, each with the line that is at fault and a word of the reason."""

HEAD = "format: 1\nkind: {}\ncode: made\nname: Made\n"
PLAN = HEAD.format("plan") + "plan: Ours\nsteps:\n  - {{code: a, step: Call, days: 1{}}}\n"
ASK = HEAD.format("assessment") + "score: sum\nsections:\n  - code: s\n    title: S\n    questions:\n"
YES = ASK + "      - {{code: a, ask: A, type: yesno, score: {{yes: 1}}{}}}\n"
MAP = HEAD.format("stage-map") + "start: a\nstages:\n  - {{code: a, label: A}}\n{}moves:\n{}"
END = "  - {code: z, label: Z, end: true}\n"
GO = "  - {code: go, label: Go, from: [a], to: z}\n"
CLOCK = HEAD.format("clock") + "start: record.opened\nperiod: {}\ncalendar: {}\n{}"


def plan(more="", steps=""):
    return PLAN.format(more) + steps


def yes(more="", rest=""):
    return YES.format(more) + rest


# What YAML could do beside saying values.
TRICKS = [
    ("a: &a [x]\n", 1, "anchor"),
    ("a: 1\nb: *a\n", 2, "alias"),
    ("a: &x 1\nb: *x\n", 1, "anchor"),
    ("a: &a ['x','x']\nb: &b [*a,*a]\nc: &c [*b,*b]\n", 1, "anchor"),  # billion laughs
    ("a: !!python/object/apply:os.system ['id']\n", 1, "tag"),
    ("a: !!python/name:os.system\n", 1, "tag"),
    ("a: !!binary aGk=\n", 1, "tag"),
    ("a: !!set {x}\n", 1, "tag"),
    ("a: !!str 1\n", 1, "tag"),
    ("a: !local 1\n", 1, "tag"),
    ("%TAG ! tag:x,2000:\n---\na: !y 1\n", 3, "tag"),
    ("a: 1\n<<: {b: 2}\n", 2, "can"),
    ("? [a, b]\n: 1\n", 1, "one word"),
    ("? {a: b}\n: 1\n", 1, "one word"),
    ("!!str a: 1\n", 1, "can"),
    ("&k a: 1\n", 1, "can"),
    ("a: 1\na: 2\n", 2, "twice"),
    ("a: {b: 1, b: 2}\n", 1, "twice"),
    ("a: 1\n---\nb: 2\n", 2, "another document"),
    ("a: 1\n...\n---\nb: 2\n", 3, "another document"),
    ("", 1, "empty"),
    ("# nothing\n", 1, "empty"),
    ("---\n---\n", 2, "another document"),
    ("a: [1, 2\n", 2, "not YAML"),
    ("a: 'x\n", 2, "not YAML"),
    ("a: b: c\n", 1, "not YAML"),
    ("\ta: 1\n", 1, "not YAML"),
    ("a: @x\n", 1, "not YAML"),
    ("a:\n  - 1\n b: 2\n", 3, "not YAML"),
    ("[" * 40 + "]" * 40, 1, "deeply"),
    ("{a: " * 40 + "1" + "}" * 40, 1, "deeply"),
    ("[" * 5000, 1, ""),
    ("- " * 3000 + "x", 1, ""),
    ("a: [" + "1," * 70_000 + "]\n", 1, "more than 60,000"),
    ("a: " + "x" * 10_000_000, 1, "larger than 1 MB"),
    ("x" * 1_000_001, 1, "larger than 1 MB"),
    (b"a: \xff\xfe\n", 1, "UTF-8"),
    (b"a: 1\nb: \xc3\x28\n", 2, "UTF-8"),
    ("a: x\x00y\n", 1, "character"),
    ("a: x\x1by\n", 1, "character"),
    ("a: 1\nb: \x07\n", 2, "character"),
    ("k" * 200 + ": 1\n", 1, "can"),
    ("just words\n", 1, "list of keys"),
    ("- a\n- b\n", 1, "list of keys"),
    ("42\n", 1, "list of keys"),
    ("<script>alert(1)</script>\n", 1, "list of keys"),
    ("{{ 7 * 7 }}\n", 1, ""),
]
# What the head of a file may not say.
HEADS = [
    ("kind: plan\ncode: made\nname: Made\n", 1, "format"),
    ("format: 2\nkind: plan\ncode: made\n", 1, "format must be 1"),
    ("format: '1'\nkind: plan\ncode: made\n", 1, "format must be 1"),
    ("format: true\nkind: plan\ncode: made\n", 1, "format must be 1"),
    ("format: 1\nkind: nonsense\ncode: made\n", 2, "kind must be one of"),
    ("format: 1\nkind: [plan]\ncode: made\n", 2, "kind must be one of"),
    ("format: 1\nkind: plan\ncode: Made It\n", 3, "code must be"),
    ("format: 1\nkind: plan\ncode: ../../etc\n", 3, "code must be"),
    ("format: 1\nkind: plan\ncode: 7\n", 3, "code must be"),
    ("format: 1\nkind: plan\ncode: made\nversion: 0\n", 4, "version must be"),
    ("format: 1\nkind: plan\ncode: made\nversion: one\n", 4, "version must be"),
    ("format: 1\nkind: plan\ncode: made\nversion: 1.5\n", 4, "version must be"),
    ("format: 1\nkind: plan\ncode: made\nplan: Ours\nsteps: []\n", 1, "“name” is missing"),
    (plan() + "owner: me\n", 8, "not known here"),
    (plan() + "for: [nonsense]\n", 8, "No kind of record"),
    (plan() + "for: ocg\n", 8, "must be a list"),
    (plan() + "for: [ocg, ocg]\n", 8, "same is here twice"),
    (plan() + "purpose: ''\n", 8, "must not be empty"),
    (plan() + 'purpose: "\u2028 "\n', 8, "must not be empty"),
    (plan() + f"purpose: {'x' * 4001}\n", 8, "longer than"),
    (plan() + "purpose: yes\nsource: 12\n", 9, "must be a text"),
]
# What fits no kind, or makes no sense.
BODIES = [
    (plan(", html: <b>"), 7, "not known here"),
    (plan(", strand: nonsense"), 7, "No strand"),
    (plan(", goal: b"), 7, "No goal"),
    (plan(", tactic: A B"), 7, "not written as it must be"),
    (plan(", after: [b]"), 7, "No step"),
    (plan(", after: [a]"), 7, "in a circle"),
    (plan("", "  - {code: a, step: Again, days: 2}\n"), 8, "twice"),
    (plan("", "  - {code: b, step: B, days: 0, after: [a]}\n"), 8, "due before"),
    (plan().replace("days: 1", "days: -1"), 7, "0 or more"),
    (plan().replace("days: 1", "days: 1.5"), 7, "whole number"),
    (plan().replace("days: 1", "days: 99999999999999999999"), 7, ""),
    (yes(", visible-if: a = yes"), 10, "in a circle"),
    (yes(", visible-if: b = yes"), 10, "no question"),
    (yes(", visible-if: a ="), 10, "not understood"),
    (yes(", visible-if: \"__import__('os')\""), 10, "not understood"),
    (yes(", visible-if: '{{ settings.SECRET_KEY }}'"), 10, "not understood"),
    (yes(", visible-if: a = maybe"), 10, "no choice"),
    (yes(f", visible-if: {'(' * 500}a"), 10, "not understood"),
    (yes(f", visible-if: {'not ' * 400}a = yes"), 10, "deeply"),
    (yes(f", visible-if: {'x' * 3000}"), 10, "longer than"),
    (yes(", score: {yes: .inf}"), 10, "twice"),
    (yes(", from: 1"), 10, "Only a scale"),
    (yes("", "      - {code: and, ask: B, type: yesno}\n"), 11, "word of the conditions"),
    (yes("", "      - {code: s, ask: B, type: yesno}\n"), 11, "twice"),
    (yes("", "      - {code: b, ask: B, type: choice}\n"), 11, "needs its options"),
    (yes("", "      - {code: b, ask: B, type: file}\n"), 11, "not one of"),
    (yes("", "bands:\n  - {code: low, label: Low, from: 1}\n"), 11, "No band takes a score of 0"),
    (
        yes("", "bands:\n  - {code: a, label: A, from: 0}\n  - {code: b, label: B, from: 1}\n"),
        13,
        "two bands",
    ),
    (yes("", "bands:\n  - {code: a, label: A, to: 5}\n  - {code: b, label: B, from: 6}\n"), 13, "No answers"),
    (yes("", "triggers:\n  - {code: t, when: score > 1, says: T}\n"), 12, "can never happen"),
    (yes("", "triggers:\n  - {code: t, when: a = yes and a = no, says: T}\n"), 12, "can never happen"),
    (yes("", "criteria:\n  - {code: c, label: C, from: 2026-13-01}\n"), 12, "no date"),
    (yes("", "criteria:\n  - {code: c, label: C}\n  - {code: c, label: C}\n"), 13, "same day"),
    (yes("", "second-line: {hours: 0}\n"), 11, "1 or more"),
    (MAP.format("", "  - {code: go, label: Go, from: [a], to: a}\n"), 6, "needs at least 2"),
    (MAP.format(END, "  - {code: go, label: Go, from: [a], to: b}\n"), 10, "No stage"),
    (MAP.format(END + "  - {code: lost, label: Lost}\n", GO), 9, "No moves lead to"),
    (MAP.format(END.replace(", end: true", ""), GO), 6, "No stage is an end"),
    (
        MAP.format(END + "  - {code: t, label: Trap}\n", GO + GO.replace("z", "t").replace("go", "in")),
        9,
        "to an end",
    ),
    (CLOCK.format("{days: 0}", "working", ""), 6, "1 or more"),
    (CLOCK.format("{days: 1, hours: 1}", "working", ""), 6, "more than 1"),
    (CLOCK.format("{days: 1}", "lunar", ""), 7, "not one of"),
    (CLOCK.format("{days: 1}", "running", "holidays: scotland\n"), 8, "no holidays"),
    (CLOCK.format("{hours: 1}", "running", "warn: [{days: 1}]\n"), 8, "before the clock starts"),
    (CLOCK.format("{hours: 2}", "running", ""), 1, "Nothing ends it"),
]
HOSTILE = [*TRICKS, *HEADS, *BODIES]
