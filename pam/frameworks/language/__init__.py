"""The language of conditions and sums in frameworks: `lives_with = yes and count_yes(harm) >= 3`.

It has answers, numbers, dates, comparisons, and, or, not, and eight functions; nothing else, and nothing of
it is ever run as code. Each expression is parsed (syntax.py), typed against the questions (types.py), worked
out for any answers (evaluate.py, always with a value: what is not known stays not known), said in words
(explain.py), and asked what it can ever be (reach.py). The grammar and the reasons: docs/frameworks.md.
"""
