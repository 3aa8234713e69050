"""Lists of values: their checks, what they give the lists of the forms, and the filters of the library."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.frameworks import services, shipped
from pam.frameworks.bodies import read_file
from pam.frameworks.kinds import kind_named
from pam.frameworks.models import Framework
from pam.frameworks.value_lists import tree
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values, terms
from tests.frameworks.test_editor import sent
from tests.frameworks.test_versions import as_, publish

HEAD = "format: 1\nkind: list\ncode: more-strands\nname: More strands\nlisting: pvp.strand\nvalues:\n"


def take(rows):
    """Publishes a list of PVP strands for every agency, as `manage.py framework import` does."""
    found = read_file(HEAD + "".join(f"  - {{{row}}}\n" for row in rows))
    row = Framework.objects.filter(agency=None, kind="list", code=found.code).first()
    return shipped.publish_for_all(found, row)


def offered(listing="pvp.strand"):
    return [value.code for value in offered_values(listing, None)]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([{"code": "a", "label": "A"}, {"code": "a", "label": "B"}], "twice"),
        ([{"code": "a", "label": "A", "parent": "b"}], "No value has the code"),
        (
            [{"code": "a", "label": "A", "parent": "b"}, {"code": "b", "label": "B", "parent": "a"}],
            "in a circle",
        ),
        ([{"code": "a", "label": "A", "parent": "a"}], "in a circle"),
        ([{"code": "a", "label": "A", "from": "2026-02-30"}], "is no date"),
        ([{"code": "a", "label": "A", "from": "2026-02-02", "until": "2026-02-01"}], "before it begins"),
    ],
)
def test_a_list_with_a_fault_is_not_published(values, says):
    problems = kind_named("list").problems({"name": "L", "values": values})
    assert any(says in one.sentence for one in problems)


def test_a_list_that_no_form_has_is_not_fed():
    body = {"name": "L", "listing": "pvp.nothing", "values": [{"code": "a", "label": "A"}]}
    assert "No list of the forms" in kind_named("list").problems(body)[0].sentence


def test_a_tree_lists_each_value_below_its_own():
    rows = [("b", ""), ("a1", "a"), ("a", ""), ("a11", "a1")]
    body = {"values": [{"code": c, "label": c, **({"parent": p} if p else {})} for c, p in rows]}
    assert [(level, row["code"]) for level, row in tree(body)] == [(0, "b"), (0, "a"), (1, "a1"), (2, "a11")]


def test_a_published_value_is_offered_by_the_forms_immediately_and_twice_is_the_same(db):
    assert "scams" not in [value.code for value in terms("pvp.strand")]
    take(
        [
            "code: scams, label: Scams, place: 30",
            "code: scams-romance, label: Romance, parent: scams, place: 31",
        ]
    )
    assert offered()[-2:] == ["scams", "scams-romance"]
    assert "scams" in [value.code for value in terms("pvp.strand")]
    before = list(ReferenceValue.objects.order_by("pk").values())
    kind_named("list").in_force_now(None, Framework.objects.get(code="more-strands"))
    assert list(ReferenceValue.objects.order_by("pk").values()) == before
    assert ReferenceValue.objects.get(code="scams-romance").parent.code == "scams"


def test_a_value_that_the_next_version_leaves_out_is_retired_and_others_are_left_alone(db):
    take(["code: scams, label: Scams", "code: slander, label: Slander"])
    take(["code: scams, label: Scams and fraud"])
    assert "slander" not in offered() and "domestic" in offered()
    assert ReferenceValue.objects.get(code="slander").retired
    assert ReferenceValue.objects.get(code="scams").label == "Scams and fraud"
    take(["code: slander, label: Slander"])
    assert "slander" in offered() and "scams" not in offered()


def test_a_value_is_offered_from_its_first_day_to_its_last(db):
    today = timezone.localdate()
    day = timedelta(days=1)
    take(
        [
            f"code: over, label: Over, until: '{today - day}'",
            f"code: last, label: Last day, until: '{today}'",
            f"code: first, label: First day, from: '{today}'",
            f"code: later, label: Later, from: '{today + day}'",
        ]
    )
    assert {"over", "last", "first", "later"} & set(offered()) == {"last", "first"}


def test_a_part_of_nothing_is_refused_with_its_whole_version(db):
    with pytest.raises(Refused, match="to be a part of"):
        take(["code: scams, label: Scams, parent: nothing_known"])
    assert not Framework.objects.filter(code="more-strands").exists()


def own_list(people, listing="pvp.strand"):
    body = {"listing": listing, "values": [{"code": "own", "label": "Our own strand"}]}
    return as_(people, "owner", services.create_draft, kind="list", code="own", name="Own", body=body)


def test_an_agencys_list_is_published_by_an_author_who_is_administrator_and_for_it_alone(people):
    draft = own_list(people)
    with pytest.raises(Refused, match="administrator"):
        publish(people, draft)
    member = people.memberships["owner"]
    member.roles = [*member.roles, Membership.Role.ADMINISTRATOR]
    member.save()
    publish(people, draft)
    value = ReferenceValue.objects.get(code="own")
    assert value.agency_id == people.agencies["police"].pk
    assert "own" in [row.code for row in offered_values("pvp.strand", value.agency_id)]
    assert "own" not in [row.code for row in offered_values("pvp.strand", people.agencies["council"].pk)]
    as_(people, "owner", services.retire, framework=draft.framework, version=_version(draft))
    value.refresh_from_db()
    assert value.retired


def test_the_page_says_who_has_to_publish_a_list_of_the_forms_and_keeps_the_draft(people, sign_in):
    draft = own_list(people)
    page = sign_in("owner").post(reverse("frameworks:publish", args=[draft.uuid]), {"version": 1}).text
    assert "an administrator has to publish it" in page
    draft.refresh_from_db()
    assert draft.number is None


def test_a_file_whose_value_is_a_part_of_nothing_is_refused_by_the_command(db, tmp_path):
    path = tmp_path / "more-strands.yaml"
    path.write_text(HEAD + "  - {code: scams, label: Scams, parent: nothing_known}\n")
    with pytest.raises(CommandError, match="More strands: The list has no value"):
        call_command("framework", "import", str(path), stdout=io.StringIO())
    assert not ReferenceValue.objects.filter(code="scams").exists()


@pytest.mark.parametrize(
    ("kind", "code", "item"),
    [
        ("list", "order-kinds", "values.spo"),
        ("agenda", "marac", "items.cases"),
        ("agenda", "marac", "outcomes.heard"),
    ],
)
def test_a_copy_of_what_is_shipped_opens_in_the_editor_and_is_saved_as_it_is(
    people, sign_in, kind, code, item
):
    shipped_one = Framework.objects.get(kind=kind, code=code, agency=None).current
    draft = as_(people, "owner", services.copy_version, version=shipped_one)
    client, url = sign_in("owner"), reverse("frameworks:edit", args=[draft.uuid], query={"item": item})
    assert client.post(url, sent(client.get(url))).status_code == 302
    draft.refresh_from_db()
    assert draft.body == shipped_one.body


def _version(draft):
    return Framework.objects.get(pk=draft.framework_id).version


def test_a_list_that_is_the_same_for_every_agency_takes_no_agencys_values(people):
    member = people.memberships["owner"]
    member.roles = [*member.roles, Membership.Role.ADMINISTRATOR]
    member.save()
    with pytest.raises(Refused, match="same for every agency"):
        publish(people, own_list(people, "meetings.outcome"))
    assert not ReferenceValue.objects.filter(code="own").exists()


def test_the_library_narrows_by_strand_type_of_crime_and_community(people, sign_in):
    client = sign_in("owner")

    def found(**query):
        return client.get(reverse("frameworks:library"), query).text

    page = found(crime_type="county-lines")
    assert "Close a drug line" in page and "Cyber protect visit" not in page
    page = found(crime_type="child-exploitation", kind="tactic")  # the whole branch of the tree
    assert "Reach the children who are being recruited" in page
    page = found(community="older-people", kind="tactic")
    assert "Reach those who are defrauded" in page and "Close a drug line" not in page
    page = found(strand="prepare", kind="tactic")
    assert "Community impact" in page and "Close a drug line" not in page
    page = found(strand="stalking")
    assert "Stalking screening" in page and "Safety plan: stalking" in page and "Missing adult" not in page
    assert "No frameworks found" in found(strand="stalking", crime_type="cyber")


def test_the_page_of_a_list_shows_its_tree_areas_and_days(people, sign_in):
    client = sign_in("owner")
    version = Framework.objects.get(code="order-kinds").current
    page = client.get(reverse("frameworks:version", args=[version.uuid])).text
    assert "Stalking protection order" in page and "from 2020-01-20" in page and "Pilot areas" in page
