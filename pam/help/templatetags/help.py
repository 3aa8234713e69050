"""Tags that show a line of procedure where it is needed."""

from django import template

from pam.help.selectors import KEEPERS, line_for

register = template.Library()


@register.inclusion_tag("help/line.html", takes_context=True)
def page_line(context):
    """`{% page_line %}` in the base template: the line of the page that is open, if it has one."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return _line(request, f"page:{match.view_name}") if match else {}


@register.inclusion_tag("help/line.html", takes_context=True)
def stage_line(context, value):
    """`{% stage_line record.stage %}`: the line of a record that has this value of a list."""
    return _line(context.get("request"), f"stage:{value.listing}:{value.code}") if value else {}


def _line(request, place):
    reader = getattr(request, "reader", None)
    line = line_for(reader, place) if reader else None
    return {"line": line, "may_change": line is not None and reader.has_role(*KEEPERS)}
