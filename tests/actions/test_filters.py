"""Actions can be asked by agency, owner, record, strand, state and overdue; the gate stays where it is."""

import re

from django.urls import reverse

from pam.access.levels import Level
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.standing import standing

# What is new in each answer: the token and the number of a form.
ONCE = re.compile(r'name="(csrfmiddlewaretoken|form_number)" value="[^"]*"')


@standing
def some(people):
    """Two records; an action of the owner on each, and one of the partner on the shared one."""
    harbour, wharf = make_ocg(people), make_ocg(people, "Wharf group")
    share_with_probation(people, harbour, level=Level.CONTRIBUTE)
    add_action(people, harbour, title="Harbour own")
    add_action(people, harbour, owner="granted", title="Harbour theirs", strand="prevent")
    add_action(people, wharf, title="Wharf own", strand="protect", days=-3)
    return harbour, wharf


def asked(client, **query):
    return [row.title for row in client.get(reverse("actions:list"), query).context["page"].rows]


def test_actions_are_asked_by_the_agency_of_their_owner(people, sign_in, some):
    client = sign_in("owner")
    assert asked(client, agency=people.agencies["probation"].pk) == ["Harbour theirs"]
    assert set(asked(client, agency=people.agencies["police"].pk)) == {"Harbour own", "Wharf own"}


def test_actions_are_asked_by_part_of_the_owners_name(people, sign_in, some):
    client = sign_in("owner")
    name = people.memberships["granted"].user.name
    assert asked(client, owner=name.split()[-1].upper()) == ["Harbour theirs"]
    assert asked(client, owner="nobody of that name") == []


def test_actions_are_asked_by_the_reference_of_their_record(people, sign_in, some):
    harbour, wharf = some
    client = sign_in("owner")
    assert asked(client, record=wharf.reference.lower()) == ["Wharf own"]
    assert set(asked(client, record=harbour.reference)) == {"Harbour own", "Harbour theirs"}


def test_actions_are_asked_by_strand_without_naming_the_kind_of_record(people, sign_in, some):
    assert asked(sign_in("owner"), strand="protect") == ["Wharf own"]
    assert asked(sign_in("owner"), strand="prevent", whose="all") == ["Harbour theirs"]


def test_overdue_is_asked_together_with_the_others(people, sign_in, some):
    harbour, wharf = some
    client = sign_in("owner")
    assert asked(client, status="overdue", record=wharf.reference) == ["Wharf own"]
    assert asked(client, status="overdue", record=harbour.reference) == []


def test_no_filter_finds_what_the_reader_may_not_see(people, sign_in, some):
    _, wharf = some
    client = sign_in("granted")
    assert asked(client, record=wharf.reference, status="any") == []
    assert "Wharf own" not in asked(client, agency=people.agencies["police"].pk, status="any")


def test_the_reference_of_a_hidden_record_answers_as_one_that_is_not_there(people, sign_in, some):
    _, wharf = some
    client, address = sign_in("granted"), reverse("actions:list")

    def page(reference):
        text = client.get(address, {"record": reference}).content.decode()
        return ONCE.sub("", text).replace(reference, "")

    assert page(wharf.reference) == page("OCG-26-ZZZZ")
