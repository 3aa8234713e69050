"""What is shown is what was meant: marks that show nothing, or turn text round, are taken out.

A direction override in a title makes "at 14:05 by PC 123" read backwards; a zero-width space makes two titles
that look the same. Forms clean what was sent (pam/ui/forms.py); `clean_before_saving` sees to the rest.
"""

import re

from django.db import models

# Kept: tab and line ends; U+0000, which forms refuse by name; variation selectors, which belong to the sign
# before.
CONTROLS = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f"
UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u3164\ufeff\uffa0\ufff0-\ufffb"
FURTHER = "\U000e0000-\U000e0fff"  # tags, and more selectors
JOINERS = "\u200c\u200d"  # Persian, the scripts of India and emoji need them; after Latin they only hide

# Browsers send two signs for a line end: one alone is kept and counted, as the counter on the page does.
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_HIDDEN = re.compile(f"[{CONTROLS}{DIRECTIONS}{UNSEEN}{FURTHER}]+")
_IDLE_JOINERS = re.compile(f"(?:^|(?<=[\x00-\u024f]))[{JOINERS}]+")


def typed(text):
    """`text` without marks that show nothing or turn what follows round; all that shows stays as it is."""
    if text.isascii() and text.isprintable():
        return text
    text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return _IDLE_JOINERS.sub("", text)


def clean_before_saving(sender, instance, raw=False, **kwargs):
    """Signal handler (pre_save, of every model): cleans each text of the row, but not of fixtures."""
    if raw:
        return
    for field in sender._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            value = instance.__dict__.get(field.attname)
            if isinstance(value, str):
                instance.__dict__[field.attname] = typed(value)
