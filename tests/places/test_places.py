"""Places: the board, figures beside the baseline, surveys, phases."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from pam.access import visibility
from pam.access.levels import Level
from pam.records.models import Entry
from pam.stages import services as stages
from pam.stages.selectors import own_row
from places import selectors, services
from places.models import IndicatorFigure
from tests.records.world import page_text, share_with
from tests.refusals import refused
from tests.standing import standing
from tests.world.places import answer, figure, member, place, term


@pytest.mark.parametrize(
    ("highest", "top"), [(0.5, 4), (9, 12), (11, 12), (46, 60), (92, 100), (214, 240), (131_000, 160_000)]
)
def test_a_chart_of_figures_has_four_equal_whole_steps(highest, top):
    assert selectors._round_top(highest) == top


@standing
def record(people):
    """A place of the owner's."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.create(actor=actor, place=place(people, "new"))


def add(people, record, figures, persona="owner", agencies=None):
    """A persona adds figures, behind the second wall."""
    actor = people.reader(persona)
    verb = services.add_figures if isinstance(figures[0], IndicatorFigure) else services.add_survey
    with visibility.reading(actor):
        return verb(actor=actor, record=record, figures=figures, agencies=agencies)


def shown(people, record, read, persona="owner"):
    """What a persona reads of a place."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return read(actor, record)


def test_the_latest_figure_is_compared_with_the_baseline_and_not_with_the_first(people, record):
    add(people, record, [figure(200, days=400)])
    add(people, record, [figure(120, days=200, baseline=True)])
    add(people, record, [figure(90)])
    (series,) = shown(people, record, selectors.indicators_of)
    assert (series.first_words, series.last_words) == ("120", "90")
    assert (series.change_words, series.colour) == ("Down 30 (25 per cent), better", "green")


def test_of_an_indicator_of_which_more_is_better_less_is_worse(people, record):
    add(people, record, [figure(40, days=200, baseline=True, code="information")])
    add(people, record, [figure(30, code="information")])
    (series,) = shown(people, record, selectors.indicators_of)
    assert (series.change_words, series.colour) == ("Down 10 (25 per cent), worse", "red")


def test_a_survey_says_what_samples_of_its_size_cannot_tell_from_chance(people, record):
    add(people, record, [answer(41, days=200, sample=60)])
    add(people, record, [answer(50, sample=60)])
    (series,) = shown(people, record, selectors.survey_of)
    assert (series.change_words, series.colour) == ("Up 9 points: may be chance", "grey")
    add(people, record, [answer(41, days=200, sample=900, code="trust")])
    add(people, record, [answer(50, sample=900, code="trust")])
    trust = shown(people, record, selectors.survey_of)[1]
    assert (trust.change_words, trust.colour) == ("Up 9 points, better", "green")


def test_an_indicator_has_one_baseline(people, record):
    add(people, record, [figure(120, days=200, baseline=True)])
    with refused("second_baseline"):
        add(people, record, [figure(110, days=100, baseline=True)])


def test_a_second_baseline_tells_nothing_of_one_that_is_for_others(people, record):
    share_with(people, record, "probation", Level.CONTRIBUTE)
    add(people, record, [figure(120, days=200, baseline=True)], agencies=[people.agencies["police"].pk])
    assert add(people, record, [figure(110, days=100, baseline=True)], persona="granted")


def test_figures_are_of_a_day_that_has_been_and_each_once(people, record):
    with refused("too_late"):
        add(people, record, [figure(1, days=-1)])
    with refused("twice"):
        add(people, record, [figure(1), figure(2)])
    with refused("missing"):
        actor = people.reader("owner")
        with visibility.reading(actor):
            services.add_figures(actor=actor, record=record, figures=[])


def test_what_was_entered_by_mistake_counts_nowhere(people, record):
    add(people, record, [figure(120, days=200, baseline=True)])
    (wrong,) = add(people, record, [figure(9000)])
    actor = people.reader("owner")
    with visibility.reading(actor):
        wrong.withdrawn = True
        services.edit_figure(actor=actor, figure=wrong, version=wrong.version)
    (series,) = shown(people, record, selectors.indicators_of)
    assert (len(series.rows), series.change_words) == (1, "")


def test_a_partner_sees_the_figures_that_are_for_it_alone(people, record):
    share_with(people, record, "probation", Level.VIEW)
    add(people, record, [figure(120)])
    add(people, record, [figure(7, code="knife")], agencies=[people.agencies["police"].pk])
    terms = [series.term.code for series in shown(people, record, selectors.indicators_of, "granted")]
    assert terms == ["violence"]
    with pytest.raises(PermissionDenied):
        add(people, record, [figure(1, code="asb")], persona="granted")


def test_a_board_member_is_of_an_agency_or_of_another_organisation(people, record):
    actor = people.reader("owner")
    with visibility.reading(actor):
        services.add_board_member(
            actor=actor, record=record, member=member(agency=people.agencies["council"])
        )
        neither = member()
        neither.organisation = " "
        with refused("missing"):
            services.add_board_member(actor=actor, record=record, member=neither)
        both = member(agency=people.agencies["council"])
        both.organisation = "Residents"
        with refused("missing"):
            services.add_board_member(actor=actor, record=record, member=both)


def test_who_left_the_board_is_told_apart(people, record):
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = services.add_board_member(actor=actor, record=record, member=member())
        row.until = row.since
        services.edit_board_member(actor=actor, member=row, version=row.version)
    now, before = shown(people, record, selectors.board_of)
    assert (now, [one.name for one in before]) == ([], [row.name])
    assert Entry.objects.filter(record_id=record.pk, title__startswith="Left the board").exists()


def test_clear_begins_with_a_board_and_a_baseline(people, record):
    def begin():
        actor = people.reader("owner")
        with visibility.reading(actor):
            row = own_row(actor, record)
            return stages.make_move(actor=actor, record=row, version=row.version, move="begin-clear")

    with refused("missing_first") as why:
        begin()
    assert "board" in str(why.value) and "baseline" in str(why.value)
    actor = people.reader("owner")
    with visibility.reading(actor):
        services.add_board_member(actor=actor, record=record, member=member())
    add(people, record, [figure(120, baseline=True)])
    assert begin().to_code == "clear"


def test_the_form_takes_figures_as_people_write_them_and_asks_for_one(people, record, sign_in):
    today = {"on_day": "1", "on_month": "6", "on_year": "2026", "audience": "all"}
    client = sign_in("owner")
    address = reverse("places:figures_add", args=[record.uuid])
    assert "Enter at least one figure" in page_text(client.post(address, today))
    violence, knife = (term("places.indicator", code).pk for code in ("violence", "knife"))
    wrong = client.post(address, {**today, f"term_{violence}": "many"})
    assert "Enter a number, for example" in page_text(wrong) and 'value="many"' in wrong.content.decode()
    sent = {**today, f"term_{violence}": "1,204", f"term_{knife}": "0", "baseline": "on"}
    assert client.post(address, sent).status_code == 302
    page = page_text(client.get(reverse("places:detail", args=[record.uuid])))
    assert "1,204" in page and "1 June 2026" in page
