"""pam's own template tags, loaded in every template (`builtins` in the settings). docs/ui.md shows each one.

What a tag prints is in `templates/ui/`, but for the few that are in every row of a table.
"""

from uuid import UUID

from django import template
from django.template import defaulttags
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pam.ui import charts, dates, direction, forms
from pam.ui.addresses import address
from pam.ui.kept_filters import filters_html
from pam.ui.partial_dates import PartialDate
from pam.ui.sorting import CURSORS, PARAMETER, VIEW
from pam.ui.statuses import status_colour

register = template.Library()

COLOURS = {"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"}
URGENCY_COLOURS = {"overdue": "red", "today": "orange", "soon": "yellow"}
VARIANTS = {"success": "success", "warning": "warning", "error": "error"}


def _render(name, context, request=None):
    return mark_safe(get_template(f"ui/{name}.html").render(context, request))


class Address(URLNode):
    """Django's `{% url %}`, quicker where the address has a uuid or nothing in it."""

    def render(self, context):
        """The address, as Django would give it."""
        given = [argument.resolve(context) for argument in self.args]
        if self.kwargs or not all(isinstance(one, UUID) for one in given) or len(given) > 1:
            return super().render(context)
        try:
            found = address(self.view_name.resolve(context), *given)
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser, token):
    """`{% url "ocg:detail" group.uuid %}`, as Django's own."""
    node = defaulttags.url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


# --- Direction of text ------------------------------------------------------------------------------------


@register.filter
def bdi(text):
    """`{{ person.name|bdi }}`: what a person typed, kept apart from the sentence that it is in."""
    return direction.bdi("" if text is None else text)


@register.filter
def isolated(text):
    """`{{ record.title|isolated }}`: the same where no element may be: a page's title, an attribute."""
    return direction.isolated("" if text is None else text)


# --- Dates ------------------------------------------------------------------------------------------------


@register.simple_tag
def date(value, empty="Not set"):
    """`{% date record.opened %}`: "22 November 2026"; `empty` if there is none.

    Takes a PartialDate as well: "May 1990", "about 30 in 2026".
    """
    if not value:
        return empty
    if isinstance(value, PartialDate):
        if not value.is_exact:
            return str(value)
        value = value.earliest
    return format_html(
        '<time datetime="{}">{}</time>', dates.iso(dates.as_date(value)), dates.long_date(value)
    )


@register.simple_tag
def when(value, empty="Not set"):
    """`{% when entry.at %}`: "22 November 2026, 14:05", London's time; `empty` if there is none."""
    if not value:
        return empty
    return format_html('<time datetime="{}">{}</time>', dates.iso(value), dates.long_moment(value))


@register.simple_tag
def due(value, done=False, short=False):
    """`{% due action.due action.is_done %}`: "3 days overdue", in the colour of its urgency, and the date.

    `short`, for a row of a list: the date alone unless it is near or past; "3 days overdue, 22 Nov 2026".
    """
    words, urgency = dates.due_in_words(value, done)
    if short and value is not None:
        return _short_due(value, words, URGENCY_COLOURS.get("" if done else urgency))
    if value is None or done:
        return words
    colour = URGENCY_COLOURS.get(urgency)
    day = format_html(
        '<time class="pam-due__date" datetime="{}">{}</time>',
        dates.iso(dates.as_date(value)),
        dates.long_date(value),
    )
    return format_html('<span class="pam-due">{} {}</span>', tag(words, colour) if colour else words, day)


def _short_due(value, words, colour):
    """A due date in few words; those of its urgency only with a `colour`."""
    day = format_html(
        '<time class="pam-due__date" datetime="{}">{}</time>',
        dates.iso(dates.as_date(value)),
        dates.short_date(value),
    )
    return format_html('<span class="pam-due">{}{}</span>', tag(words, colour) if colour else "", day)


@register.simple_tag
def ago(value, empty="never"):
    """`{% ago record.changed %}`: "today", "3 days ago", from a month on the date."""
    return dates.ago_in_words(value) if value else empty


# --- Tags -------------------------------------------------------------------------------------------------


@register.simple_tag
def tag(text, colour=""):
    """`{% tag "Pursue" "purple" %}`: GOV.UK's tag, in one of GOV.UK's colours (blue without one)."""
    return format_html(
        '<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour in COLOURS else "", text
    )


@register.simple_tag
def status(value, colour=""):
    """`{% status record.get_status_display %}`: a tag whose colour follows from the word; grey if unknown."""
    return tag(value, colour or status_colour(value))


# --- Protective marking -----------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def marking(context, of=None, handling=""):
    """`{% marking record %}` in the block `marking`: the banner at the top of the page.

    Takes anything with `get_marking_display` and `handling`, or the marking's words and the handling apart.
    The base template repeats it at the bottom, and the print stylesheet on each sheet. Raises ValueError for
    a bare number: better no page than one whose marking nobody can read.
    """
    if hasattr(of, "get_marking_display"):
        of, handling = of.get_marking_display(), getattr(of, "handling", "")
    if isinstance(of, int):
        of = getattr(of, "label", None)
        if of is None:
            raise ValueError("{% marking %} needs the record or the marking's words, not its number.")
    context.render_context["pam_marking"] = (str(of or ""), handling)
    return _marking(str(of or ""), handling, "top")


@register.simple_tag(takes_context=True)
def marking_again(context):
    """The marking that the page began with, for its end."""
    level, handling = context.render_context.get("pam_marking", ("", ""))
    return _marking(level, handling, "bottom")


def _marking(level, handling, place):
    if not level:
        return ""
    return _render(
        "marking", {"level": level, "handling": handling, "place": place, "is_official": level == "OFFICIAL"}
    )


# --- Forms ------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound, size="s", hide_label=False, as_heading=False, prefix="", suffix=""):
    """`{% field form.reason %}`: one field; its label in `size` s, m or l, hidden, or as the heading."""
    context = {"field": bound, "size": size, "hide_label": hide_label, "as_heading": as_heading}
    return bound.render(context=context | {"prefix": prefix, "suffix": suffix})


@register.simple_tag
def form(unit):
    """`{% form form %}`: all fields of a form. The page's `<form>` and its buttons stay in the page."""
    return unit.render()


def _refused(context):
    """Return the forms and formsets in the template's context that were sent and refused, each once."""
    found = {id(value): value for value in context.flatten().values() if forms.has_errors(value)}
    return list(found.values())


@register.simple_tag(takes_context=True)
def error_prefix(context):
    """ "Error: " in front of the title of a page that shows a refused form."""
    return "Error: " if _refused(context) else ""


@register.simple_tag(takes_context=True)
def error_summary(context):
    """What is wrong with the page's forms, each with a link to its field. The base template prints it."""
    errors = [row for unit in _refused(context) for row in forms.errors_of(unit)]
    return _render("error_summary", {"errors": errors}) if errors else ""


@register.inclusion_tag("ui/filters.html", takes_context=True)
def filters(context, form, clear="", above=False, counts=""):
    """`{% filters form %}`: a GET form in MoJ's filter layout, folded on a phone.

    `above` the results, not beside them: folded on every screen, and what is chosen stays in sight. `counts`
    is the address that says how many rows each choice leaves; it is asked once the filters are opened.
    """
    query = context["request"].GET
    chosen = []
    for keys, sent, label, words in forms.selected_filters(form):
        rest = query.copy()
        for name in CURSORS:
            rest.pop(name, None)
        for key in keys:
            rest.setlist(key, [value for value in rest.getlist(key) if sent is not None and value != sent])
        chosen.append({"label": label, "words": words, "url": f"?{rest.urlencode()}"})
    form.mark_optional = False
    clear = clear or context["request"].path
    kept = [(name, query[name]) for name in (PARAMETER, VIEW) if query.get(name)]
    fields = filters_html(form)
    shown = {"form": form, "fields": fields, "chosen": chosen, "clear": clear, "kept": kept}
    return {**shown, "above": above, "counts": counts}


@register.inclusion_tag("ui/not_saved.html", takes_context=True)
def not_saved(context):
    """`{% not_saved %}` on a page that refuses:
    the words that a person sent, so that they don't lose them.
    """
    request = context.get("request")
    sent = request.POST.lists() if request is not None and request.method == "POST" else ()
    texts = [
        text for name, values in sent if "password" not in name for text in values if " " in text.strip()
    ]
    return {"texts": texts}


# --- Components -------------------------------------------------------------------------------------------


@register.simple_tag
def button(text, href="", kind="primary", name="", value="", inline=False, quick=False):
    """`{% button "Save" %}`, `{% button "Share" href=url kind="secondary" %}`; or `kind="warning"`.

    `quick` takes a second press within the second: for forms that are sent many times, one after the other.
    """
    shown = {"text": text, "href": href, "kind": kind, "name": name, "value": value}
    return _render("button", {**shown, "inline": inline, "quick": quick})


@register.simple_tag
def breadcrumbs(*pairs):
    """`{% breadcrumbs "OCGs" ocgs_url "OCG-26-K7QX" %}`: label and address in turn, the page last."""
    steps = [(pairs[i], pairs[i + 1] if i + 1 < len(pairs) else "") for i in range(0, len(pairs), 2)]
    return _render("breadcrumbs", {"steps": steps})


@register.simple_tag(takes_context=True)
def tabs(context, items, label="Parts of this record"):
    """`{% tabs items %}`: sub-navigation from [(label, url)] or [(label, url, count)]."""
    path = context["request"].path if "request" in context else ""
    rows = [
        {"label": i[0], "url": i[1], "count": i[2] if len(i) > 2 else None, "current": i[1] == path}
        for i in items
    ]
    return _render("tabs", {"items": rows, "label": label})


@register.simple_tag
def summary_list(rows, card=""):
    """`{% summary_list rows %}` from [(label, value)] or [(label, value, (words, url))]."""
    parsed = [{"label": row[0], "value": row[1], "action": row[2] if len(row) > 2 else None} for row in rows]
    actions = any(row["action"] for row in parsed)
    return _render("summary_list", {"rows": parsed, "card": card, "actions": actions})


@register.simple_tag(takes_context=True)
def pagination(context, page):
    """`{% pagination page %}` for a keyset page: `rows`, `total_text`, the cursors `previous` and `next`.

    The links add `?before=` or `?after=` to the filters in the address. Says "Showing 25 of more than 1,000".
    """
    query = context["request"].GET.copy()
    for name in CURSORS:
        query.pop(name, None)

    def address(name, cursor):
        if not cursor:
            return ""
        query[name] = cursor
        url = f"?{query.urlencode()}"
        del query[name]
        return url

    urls = {"previous": address("before", page.previous), "next": address("after", page.next)}
    return _render("pagination", {"shown": len(page.rows), "total": page.total_text, **urls})


def _sorted_address(context, page, column):
    """The address of the list in the order that a click on `column` asks for: same filters, first page."""
    query = context["request"].GET.copy()
    for name in CURSORS:
        query.pop(name, None)
    query[PARAMETER] = page.sorting.next_of(column)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def heading(context, page, name):
    """`{% heading page "due" %}`: the heading of a column, a link that sorts the list by it."""
    column = page.sorting.column_of(name)
    return format_html(
        '<th scope="col" class="govuk-table__header pam-sortable" aria-sort="{}">'
        '<a class="pam-sortable__link" href="{}">{}</a></th>',
        page.sorting.direction(column),
        _sorted_address(context, page, column),
        column.label,
    )


@register.simple_tag(takes_context=True)
def orders(context, page):
    """`{% orders page %}` above the table: every order that the list can be in, for phones, where the table
    has no headings, and orders that belong to no column, for all.
    """
    rows = [
        {
            "label": column.label,
            "url": _sorted_address(context, page, column),
            "direction": page.sorting.direction(column),
            "heading": column.heading,
        }
        for column in page.sorting.columns
    ]
    return _render("orders", {"rows": rows, "wide": not all(row["heading"] for row in rows)})


@register.simple_tag
def empty_state(title, text="", action="", href=""):
    """`{% empty_state "No actions yet" "Yours will be here." action="Add an action" href=url %}`."""
    return _render("empty_state", {"title": title, "text": text, "action": action, "href": href})


# What an entry of a timeline can call its parts; a model's own names serve as well as a dict's.
ENTRY = {
    "title": ("title",),
    "at": ("at", "happened_at"),
    "by": ("by", "author"),
    "text": ("text",),
    "url": ("url",),
    "tag": ("tag", "get_kind_display"),
    "colour": ("colour",),
}


def _entry(source):
    """Return the parts of a timeline's entry as a dict, from a dict or an object."""
    parts = {}
    for part, names in ENTRY.items():
        value = next((v for name in names if (v := _value(source, name))), "")
        parts[part] = value() if callable(value) else value
    return parts


def _value(source, name):
    return source.get(name) if isinstance(source, dict) else getattr(source, name, None)


@register.simple_tag
def timeline(entries, heading=3):
    """`{% timeline entries %}`: MoJ's timeline.

    An entry has `title` and `at` (or `happened_at`); if it likes `by` (or `author`), `text`, `url`, `tag` (or
    a model's `get_kind_display`) and the tag's `colour`. `heading` is the level of the entries' headings.
    """
    return _render("timeline", {"entries": [_entry(source) for source in entries], "heading": heading})


@register.simple_tag
def balance(counts, gaps=True):
    """`{% balance counts %}`: how the plan's actions are spread over its strands.

    `gaps=False` names none: for the person who may not see all of the plan.
    """
    rows, found = charts.balance(counts)
    return _render("balance", {"rows": rows, "gaps": found if gaps else []})


@register.simple_tag
def score_chart(series, top=None, events=(), title="Scores over time", name="scores", table=True):
    """`{% score_chart series top=100 events=disruptions %}`: scores as steps, the work below, and a table
    unless the page has one of its own.
    """
    chart = charts.score_chart(series, top, events)
    return _render("score_chart", {"chart": chart, "title": title, "id": name, "table": table})


@register.simple_tag
def month_chart(months, marks=(), title="By month", name="months", thing="event"):
    """`{% month_chart months marks %}`: [(first day of a month, number)] as bars, with [(day, words)] marked;
    nothing without any. Its table is the page's own.
    """
    chart = charts.month_bars(months, marks, thing)
    return _render("month_chart", {"chart": chart, "title": title, "id": name})


@register.simple_tag
def time_chart(chart, title="What happened when", name="time"):
    """`{% time_chart chart %}`: a `pam.ui.time_chart.TimeChart`; nothing without one. Its table is the
    page's own: the events themselves.
    """
    return _render("time_chart", {"chart": chart, "title": title, "id": name})


@register.simple_tag
def sparkline(values, span, label, said=""):
    """`{% sparkline group.trend 100 "Total" %}`: how a figure went, in a line of text; "" for fewer than
    two. A change of `span` fills its height. `said` is shown to screen readers instead of the numbers.
    """
    drawn = charts.sparkline(values, span)
    if drawn is None:
        return ""
    points, words = drawn[0], said or drawn[1]
    line = " ".join(f"{x},{y}" for x, y in points)
    return format_html(
        '<span class="pam-spark" title="{}: {}"><svg width="{}" height="{}" aria-hidden="true"'
        ' focusable="false"><polyline points="{}"/><circle cx="{}" cy="{}" r="2"/></svg>'
        '<span class="govuk-visually-hidden">{} {}</span></span>',
        label,
        words,
        charts.SPARK_WIDTH,
        charts.SPARK_HEIGHT,
        line,
        *points[-1],
        label,
        words,
    )


@register.simple_tag
def meter(value, top, label, colour="blue"):
    """`{% meter 6 10 "Actions done" %}`: a bar, and "6 of 10" in words."""
    width = round(100 * min(max(value or 0, 0), top) / top, 2) if top else 0
    colour = colour if colour in COLOURS else "blue"
    return _render(
        "meter", {"value": value or 0, "top": top, "label": label, "width": width, "colour": colour}
    )


@register.simple_tag
def alert(text, variant="information", title="", announce=False):
    """`{% alert "This record is being reviewed." "warning" %}`: information, success, warning or error.

    `announce` says it at once to the person who listens to the page, and moves the focus to it.
    """
    parts = {"text": text, "variant": variant, "title": title, "announce": announce}
    return _render("alert", parts)


@register.simple_tag
def flash(message):
    """One message of django.contrib.messages as an alert; the base template prints them."""
    return alert(message.message, VARIANTS.get(message.level_tag, "information"), announce=True)


@register.simple_tag
def lines(text):
    """`{% lines note.text %}`: what a person typed, escaped, with its paragraphs and line breaks kept."""
    paragraphs = [part for part in str(text or "").replace("\r\n", "\n").split("\n\n") if part.strip()]
    return (
        format_html_join(
            "", '<p class="govuk-body pam-typed" dir="auto">{}</p>', ((part,) for part in paragraphs)
        )
        or SafeString()
    )
