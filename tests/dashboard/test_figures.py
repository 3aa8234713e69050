"""The figures above what waits: how many of each urgency, and the list narrowed to one."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.actions.models import Action
from pam.dashboard.selectors import waiting
from pam.records.bulk import rows
from tests.actions.world import add_action, make_ocg
from tests.records.world import page_text


def due(people, ocg, title, days):
    """An action of the owner that is due in so many days."""
    row = add_action(people, ocg, title=title)
    rows(Action).filter(pk=row.pk).update(due=timezone.localdate() + timedelta(days=days))
    return row


def figures(people, show=""):
    """{what is shown in the address: its figure} of the owner's list."""
    reader = people.reader("owner")
    with visibility.reading(reader):
        return {one.show: one.number for one in waiting.Found(reader, show=show).figures}


def test_each_figure_counts_its_urgency_and_narrows_the_list(people, sign_in):
    ocg = make_ocg(people)
    for title, days in (("Late one", -3), ("Late two", -1), ("Of today", 0), ("Of this week", 3)):
        due(people, ocg, title, days)
    assert figures(people) == {"late": "2", "today": "1", "soon": "1"}
    client = sign_in("owner")
    for address in (reverse("home"), reverse("waiting")):
        whole = page_text(client.get(address))
        assert "4 All" in whole and "2 Overdue" in whole and "Of this week" in whole
        late = client.get(address, {"show": "late"}).content.decode()
        assert "Late one" in late and "Late two" in late and "Of today" not in late
        assert 'aria-current="true"' in late
        nothing = page_text(client.get(address, {"show": "decide"}))
        assert "Nothing waiting here" in nothing and "0 To decide" in nothing
        assert "Of today" in page_text(client.get(address, {"show": "no such thing"}))


def test_the_header_counts_all_while_the_list_is_narrowed(people, sign_in):
    ocg = make_ocg(people)
    due(people, ocg, "Late one", -3)
    due(people, ocg, "Of today", 0)
    page = sign_in("owner").get(reverse("home"), {"show": "late"})
    assert page.wsgi_request.waiting_count == 2


def test_a_figure_that_may_be_more_says_so(people, monkeypatch):
    ocg = make_ocg(people)
    for number in range(3):
        due(people, ocg, f"Late {number}", -3)
    monkeypatch.setattr(waiting, "MOST", 2)
    assert figures(people) == {"late": "2+"}


def test_who_looks_after_the_agency_alone_has_no_menu_of_cases(people, sign_in):
    cases = [reverse(name) for name in ("ocg:list", "pvp:list", "actions:list", "search:results")]
    admin = sign_in("administrator").get(reverse("home")).context["nav"]
    assert not {one["url"] for one in admin} & set(cases)
    assert reverse("accounts:people") in {one["url"] for one in admin}
    officer = sign_in("owner").get(reverse("home")).context["nav"]
    assert set(cases) <= {one["url"] for one in officer}
