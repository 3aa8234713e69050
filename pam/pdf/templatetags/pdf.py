"""Filters of documents on paper."""

from django import template

from pam.pdf.typed_text import printed as printed_text

register = template.Library()


@register.filter
def printed(text):
    """`{{ item.notes|printed }}`: what a person typed, escaped, with its lists, tables, lines and blanks."""
    return printed_text(text)
