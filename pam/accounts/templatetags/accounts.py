"""How people's teams are written."""

from django import template
from django.utils.html import format_html_join

from pam.db.folding import sort_key
from pam.ui.direction import bdi

register = template.Library()


@register.simple_tag
def names_of(numbers, names):
    """The names of `numbers` in the dict `names`, by alphabet; "None" without any."""
    found = sorted((names[number] for number in numbers if number in names), key=sort_key)
    return format_html_join(", ", "{}", ((bdi(name),) for name in found)) or "None"


@register.simple_tag
def name_in(names, number):
    """The name of `number` in the dict `names`, or "A person who has left"."""
    return bdi(names.get(number, "A person who has left"))
