"""What is above a list that people keep as they want it."""

from django import template

from pam.lists.selectors import address_of, may_change, team_of

register = template.Library()


@register.inclusion_tag("lists/menu.html", takes_context=True)
def views_menu(context):
    """`{% views_menu %}`: the views of the list, the chosen one named; how to save it, and columns."""
    request = context["request"]
    kept = request.kept
    rows = [{"view": view, "team": team_of(view), "address": address_of(view)} for view in kept.views]
    return {
        "kept": kept,
        "rows": rows,
        "query": request.GET.urlencode(),
        "may_replace": kept.changed and may_change(request.reader, kept.view),
    }
