"""Parts of a long page that fold away under their heading (`{% load folds %}`); docs/ui.md shows it."""

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_block_tag(end_name="endfold")
def fold(content, name, title, note="", opened=""):
    """`{% fold "people" "People" "7 people" "wide" %}…{% endfold %}`: a section under its heading.

    `note` says beside the heading what is inside. It is folded away until asked for; `opened` is "always" for
    one that is open at first, "wide" for one that is open on a wide screen alone. On paper, and for a link to
    something inside, it is open. The heading's id is `name`-h.
    """
    parts = {"content": content, "name": name, "title": title, "note": note, "opened": opened}
    return mark_safe(get_template("ui/fold.html").render(parts))
