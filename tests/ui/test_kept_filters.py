"""The fields of filters are rendered once for all who see the same, never with what another person sent."""

from django import forms
from django.http import QueryDict

from pam.ui import kept_filters
from pam.ui.kept_filters import filters_html


class Filters(forms.Form):
    q = forms.CharField(label="Words", required=False)
    strand = forms.ChoiceField(label="Strand", required=False)
    closed = forms.BooleanField(label="Closed ones too", required=False)
    mark_optional = False

    def __init__(self, *args, strands=("Pursue",), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["strand"].choices = [("", "Any"), *((word.lower(), word) for word in strands)]


def sent(text, **more):
    return Filters(QueryDict(text), **more)


def counted(monkeypatch):
    rendered, render = [], Filters.render
    monkeypatch.setattr(kept_filters, "_kept", {})
    monkeypatch.setattr(Filters, "render", lambda form: rendered.append(form) or render(form))
    return rendered


def test_filters_that_look_the_same_are_rendered_once(monkeypatch):
    rendered = counted(monkeypatch)
    assert filters_html(Filters()) == filters_html(Filters()) == Filters().render()
    filters_html(sent("sort=title"))
    filters_html(sent("sort=-title&after=x"))
    assert len(rendered) == 3


def test_other_choices_and_what_is_chosen_look_different():
    forms_shown = [
        Filters(),
        Filters(strands=("Pursue", "Prevent")),
        sent("strand=pursue"),
        sent("closed=on"),
        sent("strand=prevent", strands=("Pursue", "Prevent")),
    ]
    for form in forms_shown * 2:
        assert filters_html(form) == form.render()


def test_what_a_person_typed_is_not_kept(monkeypatch):
    rendered = counted(monkeypatch)
    assert "harbour" in filters_html(sent("q=harbour"))
    assert "harbour" not in filters_html(sent("q="))
    filters_html(sent("q=harbour"))
    assert len(rendered) == 3 and not any("harbour" in html for html in kept_filters._kept.values())


def test_a_form_that_was_refused_is_not_kept(monkeypatch):
    rendered = counted(monkeypatch)
    for _ in range(2):
        assert "error" in filters_html(sent("strand=none"))
    assert len(rendered) == 2


def test_the_process_keeps_no_more_than_so_many(monkeypatch):
    counted(monkeypatch)
    monkeypatch.setattr(kept_filters, "MAX_KEPT", 3)
    for word in ("A", "B", "C", "D"):
        filters_html(Filters(strands=(word,)))
    assert len(kept_filters._kept) <= 3
