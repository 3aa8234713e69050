"""Tags of the record pages."""

from django import template
from django.utils.html import format_html

from pam.access.levels import Marking
from pam.records.kinds import kind_of
from pam.records.link_kinds import back_label
from pam.records.selectors.names import Signpost
from pam.ui.addresses import address as page_address
from pam.ui.direction import bdi, isolated

register = template.Library()


@register.simple_tag
def record_name(number, names, short=False):
    """`{% record_name item.about_id names %}`: another record's name, as far as the reader may know it.

    `names` comes from `pam.records.names.names_for` (asked of the gate in the view, once a page). Prints a
    link with the title, and the reference after it (`short`: the reference alone), a signpost with which
    person to ask, or "Restricted".
    """
    name = names.get(number)
    if name is None:
        return format_html('<span class="pam-quiet">{}</span>', "Restricted" if number else "")
    if isinstance(name, Signpost):
        return format_html('{} <span class="pam-quiet">(ask {})</span>', name.reference, bdi(name.agency))
    link = '<a class="govuk-link" href="{}">{}</a>'
    address = page_address("records:open", name.uuid)
    if short:
        return format_html(link, address, name.reference)
    return format_html(
        f'{link} <span class="pam-quiet pam-nowrap">{{}}</span>', address, bdi(name.title), name.reference
    )


@register.simple_tag
def row_marks(row):
    """`{% row_marks group %}`: the small tags beside a title in a list, of a record or of what hangs off one:
    its marking, and the conditions on which it was shared (`attach_conditions`).
    """
    marking, handling, conditions = row.get_marking_display(), row.handling, row.conditions
    shown = format_html(
        '<span class="pam-mark" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="govuk-visually-hidden">{}</span></span>',
        f"{marking}. {isolated(handling)}" if handling else marking,
        "O-S" if row.marking > Marking.OFFICIAL else "O",
        format_html("{}. {}", marking, bdi(handling)) if handling else marking,
    )
    if not conditions:
        return shown
    return format_html(
        '{}\n<span class="govuk-tag govuk-tag--orange pam-on-conditions" title="{}">On conditions'
        '<span class="govuk-visually-hidden"> {}</span></span>',
        shown,
        isolated(conditions.short),
        bdi(conditions.short),
    )


@register.filter
def kind_label(code):
    """`{{ record.kind|kind_label }}`: what people call this kind of record."""
    return kind_of(code).label


CATEGORY_COLOURS = {"suspect": "orange", "convicted": "red", "victim": "purple", "witness": "teal"}


@register.filter
def category_colour(category):
    """`{{ person.category|category_colour }}`: the tag's colour of a subject's category."""
    return CATEGORY_COLOURS.get(category, "grey")


@register.filter
def link_back(kind):
    """`{{ link.kind|link_back }}`: what a link says when read from its other end."""
    return back_label(kind)


@register.filter
def file_ending(name):
    """`{{ document.name|file_ending }}`: "PDF", "DOCX"."""
    return name.rsplit(".", 1)[-1].upper() if "." in name else "File"
