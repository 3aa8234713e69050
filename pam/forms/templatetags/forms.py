"""The hidden fields of each form that is sent. Loaded in every template (`builtins` in the settings)."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from pam.forms.numbers import NUMBER, new_number

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context):
    """`{% csrf_token %}`: Django's own, and for a reader the form's one-time number."""
    token = CsrfTokenNode().render(context)
    reader = getattr(context.get("request"), "reader", None)
    if getattr(reader, "membership_id", None) is None:
        return token
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, NUMBER, new_number(reader))
