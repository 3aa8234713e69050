"""Dates, tags, charts and the frame of a page."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.views import defaults

from pam.ui import charts, dates
from pam.ui.context import navigation
from tests.ui.conftest import respond


def draw(source, **context):
    """Return what a template's source prints."""
    return Template(source).render(Context(context))


@dataclass
class Page:
    """A keyset page."""

    rows: list
    previous: str
    next: str
    total_text: str


class Record:
    """Something with a marking."""

    handling = "<Police> only"

    def get_marking_display(self):
        """Return the marking's words."""
        return "OFFICIAL-SENSITIVE"


def test_dates_are_long_and_times_are_londons():
    summer, winter = datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    assert (
        draw("{% when t %}", t=summer) == '<time datetime="2026-07-02T00:30+01:00">2 July 2026, 00:30</time>'
    )
    assert ">22 November 2026, 14:05<" in draw("{% when t %}", t=winter)
    assert draw("{% date t %}", t=summer) == '<time datetime="2026-07-02">2 July 2026</time>'
    assert draw('{% date t %}{% date t "never" %}', t=None) == "Not setnever"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "3 days overdue"),
        (-1, "1 day overdue"),
        (0, "Due today"),
        (1, "Due tomorrow"),
        (40, "Due in 40 days"),
    ],
)
def test_due_dates_say_how_urgent_they_are(days, words):
    due = dates.today() + timedelta(days=days)
    assert words in draw("{% due d %}", d=due)
    assert "overdue" not in draw("{% due d True %}", d=due), "done work is never overdue"


def test_the_marking_stands_at_both_ends_and_its_handling_is_escaped():
    html = draw("{% marking record %}|{% marking_again %}", record=Record())
    top, bottom = html.split("|")
    assert "top of page" in top and "bottom of page" in bottom
    for banner in (top, bottom):
        assert "OFFICIAL-SENSITIVE" in banner and "&lt;Police&gt; only" in banner
    assert draw("{% marking record %}|{% marking_again %}", record=None) == "|"


def test_a_marking_that_nobody_could_read_is_refused():
    with pytest.raises(ValueError, match="not its number"):
        draw("{% marking 2 %}")


def test_pages_keep_the_filters_and_drop_the_old_cursor(rf):
    request = rf.get("/ocg/?stage=active&after=old")
    html = draw("{% pagination page %}", page=Page([1] * 25, "b", "n", "more than 1,000"), request=request)
    assert "Showing 25 of more than 1,000" in html
    assert 'href="?stage=active&amp;before=b"' in html and 'href="?stage=active&amp;after=n"' in html
    alone = draw("{% pagination page %}", page=Page([], "", "", "0"), request=request)
    assert "<nav" not in alone and "Showing" not in alone


def test_typed_text_keeps_its_lines_and_is_escaped():
    html = draw("{% lines text %}", text="one\r\ntwo\n\n<script>")
    assert html.count("<p ") == 2 and "one\ntwo" in html and "&lt;script&gt;" in html
    assert draw("{% lines text %}", text=None) == ""


def test_tags_take_no_colour_that_is_none():
    assert (
        draw('{% tag "Pursue" "purple" %}') == '<strong class="govuk-tag govuk-tag--purple">Pursue</strong>'
    )
    assert 'class="govuk-tag"' in draw("{% tag t c %}", t="x", c='"><script>')
    assert "govuk-tag--red" in draw('{% status "Overdue" %}')
    assert "govuk-tag--grey" in draw('{% status "Something else" %}')


def test_the_balance_of_a_plan_says_in_words_what_it_shows():
    counts = {
        "Pursue": {"done": 3, "open": 4, "overdue": 1},
        "Prevent": 0,
        "Protect": 2,
        "Prepare": {},
    }
    rows, gaps = charts.balance(counts)
    assert gaps == ["Prevent", "Prepare"]
    assert rows[0]["bars"] == [("done", 0, 37.5), ("open", 37.5, 50.0), ("overdue", 87.5, 12.5)]
    html = draw("{% balance counts %}", counts=counts)
    assert "8 actions: 3 done, 4 open" in html and "1 overdue" in html
    assert "nothing yet for Prevent, Prepare" in html
    assert "style=" not in html, "the content policy allows no inline style"
    assert html.count("No actions") == 2


def test_the_score_chart_steps_stays_in_its_frame_and_has_a_table():
    series = [
        ("Threat", [(date(2026, 1, 1), 40), (date(2026, 7, 1), 80)]),
        ("Harm", [(date(2026, 3, 1), 10)]),
    ]
    chart = charts.score_chart(series, top=100, events=[(date(2026, 12, 31), "Two arrests")])
    assert chart.summary == "Threat went from 40 to 80. Harm is 10."
    assert [row[1] for row in chart.rows] == [[40, None], [None, 10], [80, None]]
    assert chart.lines[0].path.count("H") == 2, "a score holds until the next one"
    for line in chart.lines:
        assert all(chart.left <= x <= chart.right and chart.top <= y <= chart.bottom for x, y in line.dots)
    assert abs(chart.lines[0].label_y - chart.lines[1].label_y) >= 16
    html = draw("{% score_chart s top=100 events=e %}", s=series, e=[(date(2026, 12, 31), "<Two> arrests")])
    assert "&lt;Two&gt; arrests" in html and "<table" in html and "style=" not in html


@pytest.mark.parametrize("series", [[], [("Threat", [])]])
def test_a_chart_without_scores_says_so(series):
    assert "No scores yet" in draw("{% score_chart s %}", s=series)


def test_a_chart_of_a_single_score_of_nothing_is_drawn():
    html = draw("{% score_chart s %}", s=[("Threat", [(date(2026, 1, 1), 0)])])
    assert "Threat is 0." in html and "nan" not in html.lower()


def test_a_meter_never_leaves_its_track():
    assert 'width="100%"' in draw('{% meter 12 10 "Done" %}') and "12 of 10" in draw(
        '{% meter 12 10 "Done" %}'
    )
    assert "0 of 0" in draw('{% meter 0 0 "Done" %}')


def test_the_timeline_takes_models_and_dicts_alike():
    class Entry:
        title, happened_at, author, text = (
            "Arrest",
            datetime(2026, 1, 2, tzinfo=UTC),
            "DS Ada Quill",
            "At dawn",
        )

        def get_kind_display(self):
            return "Event"

    made = draw("{% timeline e %}", e=[Entry()])
    assert made == draw(
        "{% timeline e %}",
        e=[
            {
                "title": "Arrest",
                "at": Entry.happened_at,
                "by": "DS Ada Quill",
                "text": "At dawn",
                "tag": "Event",
            }
        ],
    )
    assert "by DS Ada Quill" in made and ">Event<" in made


def test_the_navigation_leaves_out_what_is_no_address_and_marks_where_one_is(rf, settings):
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.PAM_NAVIGATION = [("My work", "home"), ("OCGs", "ocgs"), ("Gone", "nowhere:list")]
    request = rf.get("/ocgs/")
    assert navigation(request) == {"nav": []}, "who has not signed in gets none"
    request.reader = object()
    first, here = navigation(request)["nav"]
    assert (first["label"], first["url"], first["current"]) == ("My work", "/", "")
    assert (here["label"], here["url"], here["current"]) == ("OCGs", "/ocgs/", "page")
    request.path = "/ocgs/42/"
    assert navigation(request)["nav"][1]["current"] == "true", "a page below it"


def test_who_i_am_and_whom_i_act_for_stands_on_the_page():
    html = respond("/ui/components/", {}).content.decode()
    assert "DS Ada Quill" in html and "Northshire Police" in html and "Sign out" in html
    anonymous = respond("/ui/components/", {}, signed_in=False).content.decode()
    assert "Sign out" not in anonymous and "govuk-service-navigation" not in anonymous


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_are_plain_and_know_nothing(rf, name):
    request = rf.get("/secret-name/")
    first = render_to_string(
        f"{name}.html", {"exception": "OCG-2026-00042", "request_path": "/secret-name/"}, request
    )
    assert first == render_to_string(f"{name}.html")
    assert first.count("<h1") == 1 and "secret" not in first and "Traceback" not in first


def test_the_answer_to_hidden_and_absent_is_the_same_bytes(rf):
    hidden = defaults.page_not_found(
        rf.get("/ocg/1/", headers={"cookie": "a=b"}), Exception("No Ocg matches")
    )
    absent = defaults.page_not_found(rf.get("/no/such/page?q=1"), Exception("Resolver404"))
    assert hidden.content == absent.content and hidden.headers.items() == absent.headers.items()
    assert hidden.status_code == 404


def test_a_sparkline_says_in_words_how_the_figure_went():
    drawn = draw('{% sparkline values 100 "Total" %}', values=[120, 150, 167])
    assert "Total up from 120 to 167 over 3 scores" in " ".join(drawn.replace("</", " </").split()).replace(
        '<span class="govuk-visually-hidden">', ""
    )
    assert 'aria-hidden="true"' in drawn


def test_a_sparkline_of_a_small_change_stays_small_and_a_large_one_stays_inside():
    small, _ = charts.sparkline([100, 110], 100)
    large, _ = charts.sparkline([0, 300], 100)
    assert small[0][1] - small[1][1] < 2
    assert large[0][1] == charts.SPARK_HEIGHT - charts.EDGE and large[1][1] == charts.EDGE


@pytest.mark.parametrize("values", [[], [40]])
def test_without_two_values_there_is_no_sparkline(values):
    assert draw('{% sparkline values 100 "Total" %}', values=values) == ""
