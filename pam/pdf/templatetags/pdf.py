"""Filters of documents on paper."""

from django import template

from pam.pdf.typed_text import numbered as numbered_text
from pam.pdf.typed_text import printed as printed_text

register = template.Library()


@register.filter
def printed(text):
    """`{{ item.notes|printed }}`: what a person typed, escaped, with its lists, tables, lines and blanks."""
    return printed_text(text)


@register.filter
def numbered(text, number):
    """`{{ item.notes|numbered:item.number }}`: the same with a number before each paragraph ("3.1")."""
    return numbered_text(text, number)
