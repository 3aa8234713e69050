"""Text that reads from right to left beside text that doesn't: each name keeps its place in the sentence.

A name in Arabic or Hebrew pulls the numbers and commas after it to its other side. `bdi` puts it into the
element made for that, `isolated` between two marks where no element may be (options, titles, attributes).
Text without such letters stays as it is.
https://www.w3.org/International/questions/qa-bidi-unicode-controls
"""

import re

from django.utils.html import format_html

# Hebrew, Arabic, Syriac, Thaana, N'Ko, Samaritan, Mandaic and their extensions and presentation forms.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
FIRST_STRONG_ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def bdi(text):
    """`text`, as HTML in `<bdi>` if some of it reads from right to left."""
    return format_html("<bdi>{}</bdi>", text) if RIGHT_TO_LEFT.search(str(text)) else text


def isolated(text):
    """`text` between the marks of an isolate if some of it reads from right to left."""
    text = str(text)
    return f"{FIRST_STRONG_ISOLATE}{text}{END_ISOLATE}" if RIGHT_TO_LEFT.search(text) else text
