"""Forms speak GOV.UK: markup, and words that say what to do."""

from datetime import date, time

import pytest
from django import forms
from django.template import Context, Template

from pam.ui import wording
from pam.ui.forms import Checkboxes, GovukDateField, GovukTimeField, Radios, errors_of, selected_filters


class Review(forms.Form):
    """A form with the fields that matter here."""

    title = forms.CharField(max_length=10)
    lead = forms.CharField(label="Lead Responsible Officer")
    review = GovukDateField(label="Review date", latest=date(2030, 1, 1))
    starts = GovukTimeField(label="Start time")
    stage = forms.ChoiceField(choices=[("", "Choose"), ("a", "Active")])
    urgent = forms.ChoiceField(label="Is it urgent?", choices=[("y", "Yes")], widget=Radios)
    basis = forms.MultipleChoiceField(label="Lawful basis", choices=[("c", "Crime")], widget=Checkboxes)
    told = forms.BooleanField(label="They have been told")
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)


def errors(**data):
    """Return {field: first message} of the form sent with `data`."""
    return {name: messages[0] for name, messages in Review(data).errors.items()}


def dated(day, month, year):
    """Return the message about a review date, or None."""
    return errors(review_day=day, review_month=month, review_year=year).get("review")


def test_what_is_left_empty_is_asked_for_by_name():
    assert errors() == {
        "title": "Enter the title",
        "lead": "Enter the Lead Responsible Officer",
        "review": "Enter the review date, for example 27 3 2027",
        "starts": "Enter the start time",
        "stage": "Select the stage",
        "urgent": "Answer “Is it urgent?”",
        "basis": "Select the lawful basis",
        "told": "Tick the box: They have been told",
    }


def test_a_forms_own_words_stay():
    class Own(forms.Form):
        title = forms.CharField(error_messages={"required": "Say what happened"})

    assert Own({}).errors["title"] == ["Say what happened"]


def test_a_percent_sign_in_a_label_does_no_harm():
    class Share(forms.Form):
        share = forms.CharField(label="Share in %", max_length=2)
        on = GovukDateField(label="Date of 50% review")

    form = Share({"share": "abc", "on_day": "1"})
    assert form.errors["share"] == ["Share in % must be 2 characters or fewer"]
    assert form.errors["on"] == ["The date of 50% review must include a month and a year"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("27", "", "2027"), "The review date must include a month"),
        (("", "", "2027"), "The review date must include a day and a month"),
        (("31", "2", "2027"), "The review date must be a real date"),
        (("1", "13", "2027"), "The review date must be a real date. Month must be a number from 1 to 12"),
        (("one", "3", "2027"), "The review date must be a real date. Day must be a number from 1 to 31"),
        (("1", "3", "27"), "The review date must be a real date. Year must be 4 digits, like 2026"),
        (("1", "3", "2031"), "The review date must be on or before 1 January 2030"),
        (("1", "3", "0000"), "The review date must be a real date. Year must be 4 digits, like 2026"),
        (("²", "3", "2027"), "The review date must be a real date. Day must be a number from 1 to 31"),
        (("27", "March", "2027"), None),
        ((" 27 ", "03", "2027"), None),
    ],
)
def test_a_date_says_what_is_wrong_with_it(typed, message):
    assert dated(*typed) == message


def test_a_date_says_what_is_wrong_with_each_of_its_boxes():
    assert dated("32", "13", "9" * 5000) == (
        "The review date must be a real date. Day must be a number from 1 to 31. "
        "Month must be a number from 1 to 12. Year must be 4 digits, like 2026"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("14:05", time(14, 5)), ("14.05", time(14, 5)), ("1405", time(14, 5)), ("9", time(9)), ("2pm", time(14)),
     ("2:05 pm", time(14, 5)), ("12am", time(0)), ("12pm", time(12)), ("0:00", time(0))],
)  # fmt: skip
def test_a_time_is_understood_as_people_write_it(typed, meant):
    assert GovukTimeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "14:61", "13pm", "soon", "1:2:3", "99"])
def test_what_is_no_time_is_refused(typed):
    assert errors(starts=typed)["starts"] == "Enter the start time on the 24-hour clock, for example 14:05"


def test_only_the_wrong_box_of_a_date_is_marked_and_the_summary_leads_to_it():
    form = Review({"review_day": "27", "review_year": "2027"})
    html = form["review"].as_field_group()
    assert html.count("govuk-input--error") == 1
    assert 'id="id_review_month" aria-invalid="true"' in " ".join(html.split())
    assert ("The review date must include a month", "id_review_month") in errors_of(form)


def test_a_date_that_is_stored_fills_the_three_boxes_and_has_not_changed():
    form = Review(
        {"review_day": "27", "review_month": "3", "review_year": "2027"},
        initial={"review": date(2027, 3, 27)},
    )
    assert "review" not in form.changed_data
    html = Review(initial={"review": date(2027, 3, 27)})["review"].as_field_group()
    assert [f'value="{part}"' in html for part in ("27", "3", "2027")] == [True] * 3


def test_labels_hints_and_errors_belong_to_their_control():
    html = Review({"title": "far too long a title"})["title"].as_field_group()
    assert 'class="govuk-label govuk-label--s"' in html and 'for="id_title">Title</label>' in html
    assert 'aria-describedby="id_title_error"' in html
    assert "Title must be 10 characters or fewer" in html
    assert "maxlength" not in html, "the browser would cut off what is pasted in without a word"
    assert 'autocomplete="off"' in html, "the next user of the machine must not be offered it"


def test_optional_fields_say_so_and_long_texts_count():
    html = Review()["note"].as_field_group()
    assert "Note (optional)" in html
    assert 'data-module="govuk-character-count" data-maxlength="2000"' in html
    assert "required" not in Review()["title"].as_field_group()


def test_what_somebody_typed_is_escaped():
    html = str(Review({"title": "<b>", "review_day": '"><script>'}))
    assert "<b>" not in html and "<script>" not in html


def test_choices_can_have_hints_that_belong_to_them():
    class Level(forms.Form):
        level = forms.ChoiceField(
            choices=[("v", "View")], widget=Radios(hints={"v": "They read it."}, inline=True)
        )

    html = str(Level())
    assert 'aria-describedby="id_level_0_hint"' in html and 'id="id_level_0_hint"' in html
    assert "govuk-radios--inline" in html


def test_the_title_and_the_summary_find_the_refused_form_by_themselves():
    template = Template("<title>{% error_prefix %}Edit</title>{% error_summary %}")
    fine, refused = Review(), Review({})
    assert template.render(Context({"form": fine, "other": 3})) == "<title>Edit</title>"
    html = template.render(Context({"anything": refused, "again": refused}))
    assert "<title>Error: Edit</title>" in html
    assert html.count('href="#id_title"') == 1
    assert '<a href="#id_urgent_0">Answer “Is it urgent?”</a>' in html


def test_chosen_filters_are_named_and_can_be_taken_away(rf):
    class Filters(forms.Form):
        q = forms.CharField(required=False, label="Words")
        stage = forms.MultipleChoiceField(
            required=False, choices=[("a", "Active"), ("c", "Closed")], widget=Checkboxes
        )
        since = GovukDateField(required=False)

    query = "q=+saltmarsh&stage=a&stage=c&since_day=1&since_month=3&since_year=2026&after=x"
    request = rf.get(f"/ocg/?{query}")
    form = Filters(request.GET)
    assert [(label, words) for _, _, label, words in selected_filters(form)] == [
        ("Words", "saltmarsh"), ("Stage", "Active"), ("Stage", "Closed"), ("Since", "1 March 2026")
    ]  # fmt: skip
    html = Template("{% filters form %}").render(Context({"form": form, "request": request}))
    dates = "since_day=1&amp;since_month=3&amp;since_year=2026"
    assert f'href="?stage=a&amp;stage=c&amp;{dates}"' in html, "without the words"
    assert f'href="?q=+saltmarsh&amp;stage=c&amp;{dates}"' in html, "without one of two stages"
    assert 'href="?q=+saltmarsh&amp;stage=a&amp;stage=c"' in html, "without the date"
    assert "(optional)" not in html


def test_formsets_are_rendered_and_summed_up():
    class Line(forms.Form):
        name = forms.CharField()

    lines = forms.formset_factory(Line, extra=2, min_num=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-1-name": ""}
    refused = lines(data)
    assert not refused.is_valid()
    assert ("Enter the name", "id_form-0-name") in errors_of(refused)
    assert str(refused).count("pam-formset__row") == 2


@pytest.mark.parametrize(
    ("label", "kind", "message"),
    [
        ("What needs to be done", "input", "Say what needs to be done"),
        ("Why?", "textarea", "Say why"),
        ("Who to share with", "select", "Select who to share with"),
        ("Who is it for?", "radios", "Answer “Who is it for?”"),
        ("Review date", "date", "Enter the review date"),
    ],
)
def test_a_label_that_asks_is_not_taken_for_a_noun(label, kind, message):
    assert wording.required(label, kind) == message
