"""How people's teams are written."""

from django import template

register = template.Library()


@register.simple_tag
def names_of(numbers, names):
    """The names of `numbers` in the dict `names`, by alphabet; "None" without any."""
    return ", ".join(sorted(names[number] for number in numbers if number in names)) or "None"


@register.simple_tag
def name_in(names, number):
    """The name of `number` in the dict `names`, or "A person who has left"."""
    return names.get(number, "A person who has left")
