"""The editor: an author copies, changes, checks, publishes and retires methods without writing a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings

from pam.frameworks import selectors, services
from pam.frameworks.bodies import read_file, write_file
from pam.frameworks.editor import condition_rows, places
from pam.frameworks.editor.item_forms import made_of
from pam.frameworks.kinds import all_kinds, kind_named
from pam.frameworks.language.syntax import parse
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.problems import at
from tests.frameworks.made import assessments
from tests.frameworks.test_pages import ASKED
from tests.frameworks.test_versions import as_
from tests.standing import standing


def address(name, row, **query):
    return reverse(f"frameworks:{name}", args=[row.uuid], query=query)


@standing
def harm(people):
    """A draft of an assessment with scores, bands and a trigger."""
    return as_(
        people, "owner", services.create_draft, kind="assessment", code="harm", name="Harm", body=ASKED
    )


def sent(page, **changes):
    """What the item's form on a page would send, with changes."""
    form, values = page.context["form"], {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, False):
            values[name] = value
    return {**values, **changes}


def body_of(draft):
    return FrameworkVersion.objects.get(pk=draft.pk).body


@pytest.mark.slow
def test_a_copy_is_changed_checked_published_compared_and_retired(people, sign_in):
    client = sign_in("owner")
    shipped = FrameworkVersion.objects.filter(kind="plan", agency=None).first()
    answer = client.post(address("copy", shipped), {"name": "Our own plan"})
    draft = FrameworkVersion.objects.get(number=None, kind="plan")
    assert answer["Location"] == address("edit", draft)
    page = client.get(address("edit", draft))
    step = draft.body["steps"][0]
    assert escape(step["step"]) in page.text and "Undo the last change" not in page.text
    place = address("edit", draft, item=f"steps.{step['code']}")
    answer = client.post(place, sent(client.get(place), step="Visit first", days="2"))
    assert answer.status_code == 302
    assert body_of(draft)["steps"] == [{**step, "step": "Visit first", "days": 2}, *draft.body["steps"][1:]]
    page = client.get(address("publish", draft)).text
    assert "It takes the place of" in page and "Nothing is to be mended" in page
    answer = client.post(address("publish", draft), {"version": 2, "note": "Ours"}, follow=True)
    assert "is published as version 1" in answer.text
    one = Framework.objects.get(pk=draft.framework_id)
    client.post(address("start", one), {"version": one.version})
    second = as_(people, "owner", lambda actor: selectors.draft_of(actor, one))
    page = client.get(address("edit", second, item="steps"))
    client.post(address("rearrange", second), {"do": "add", "item": "steps", "version": 1})
    page = client.get(address("publish", second)).text
    assert "Steps “New step”" in page and "Added" in page
    client.post(address("publish", second), {"version": 2})
    one.refresh_from_db()
    assert one.current_id == second.pk
    assert "New step" in client.get(reverse("frameworks:differences", args=[second.uuid, draft.uuid])).text
    answer = client.post(address("retire", one), {"version": one.version}, follow=True)
    assert "is retired" in answer.text


@pytest.mark.slow
def test_each_item_that_is_saved_as_it_is_shown_stays_the_same(people, sign_in, harm):
    client = sign_in("owner")
    for line, _ in client.get(address("edit", harm)).context["outline"]:
        place = address("edit", harm, item=line.address)
        page = client.get(place)
        if not page.context["is_listing"]:
            answer = client.post(place, sent(page))
            assert answer.status_code == 302 or page.context["missing"], (line, answer.context["form"].errors)
            assert body_of(harm) == harm.body


def test_rows_of_a_condition_and_its_text_say_the_same():
    for text in (
        "hurt = yes",
        "hurt = yes and count_yes(harm) >= 3",
        "a is not_asked or b has c",
        "score <= 2.5",
    ):
        join, rows = condition_rows.rows_of(text)
        assert parse(condition_rows.text_of(join, rows)) == parse(text)
    for text in ("not (a = yes)", "a = yes and (b = no or c = yes)", "a in (x, y)", "a =", "score / 2 > 1"):
        assert condition_rows.rows_of(text) is None


def test_a_condition_is_built_from_rows_with_the_answers_that_people_read(people, sign_in, harm):
    client = sign_in("owner")
    place = address("edit", harm, item="triggers.t")
    page = client.get(place)
    assert "“Was anybody hurt?” was not asked" in page.text
    rows = {"when__0__subject": "hurt", "when__0__sign": "=", "when__0__answer": "Yes"}
    rows |= {"when__1__subject": "count_yes(harm)", "when__1__sign": ">=", "when__1__answer": "1"}
    assert client.post(place, sent(page, **rows)).status_code == 302
    assert body_of(harm)["triggers"][0]["when"] == "hurt = yes and count_yes(harm) >= 1"
    page = client.get(place)
    answer = client.post(place, sent(page, when="hurt = maybe"))
    assert answer.status_code == 200 and "maybe" in str(answer.context["form"].errors["when"])
    answer = client.post(place, sent(page, when__1__answer=""))
    assert "Row 2 is not whole." in answer.text
    answer = client.post(place, sent(page, when="hurt = no", when__1__answer="2"))
    assert "Change the rows or the text, not both." in answer.text
    assert client.post(place, sent(page, when="hurt in (yes, no)")).status_code == 302
    assert body_of(harm)["triggers"][0]["when"] == "hurt in (yes, no)"


def test_bands_are_a_table_whose_gap_is_named_with_a_link(people, sign_in, harm):
    client = sign_in("owner")
    place = address("edit", harm, item="bands")
    page = client.get(place)
    assert "<svg" in page.text
    assert client.post(place, sent(page, bands__1__from="4")).status_code == 302
    assert [band.get("from") for band in body_of(harm)["bands"]] == [None, 4]
    page = client.get(address("publish", harm))
    assert "No band takes a score of 2" in page.text and place.replace("&", "&amp;") in page.text
    assert "Publish</button>" not in page.text
    new = {"bands__2__label": "Middle", "bands__2__from": "2", "bands__2__to": "3"}
    client.post(place, sent(client.get(place), **new))
    assert body_of(harm)["bands"][2] == {"code": "middle", "label": "Middle", "from": 2, "to": 3}
    assert "No band takes" not in client.get(address("publish", harm)).text


def test_rows_are_added_duplicated_moved_removed_and_the_last_change_is_undone(people, sign_in, harm):
    client = sign_in("owner")

    def arrange(do, item, **more):
        version = FrameworkVersion.objects.get(pk=harm.pk).version
        answer = client.post(address("rearrange", harm), {"do": do, "item": item, "version": version, **more})
        codes = [row["code"] for row in body_of(harm)["sections"][0]["questions"]]
        return codes, answer["Location"]

    listing = "sections.harm.questions"
    codes, where = arrange("add", listing)
    assert codes == ["hurt", "how", "question"] and where == address("edit", harm, item=f"{listing}.question")
    assert arrange("up", f"{listing}.question")[0] == ["hurt", "question", "how"]
    assert arrange("place", f"{listing}.how", to="0")[0] == ["how", "hurt", "question"]
    assert arrange("duplicate", f"{listing}.how")[0] == ["how", "how-2", "hurt", "question"]
    assert arrange("remove", f"{listing}.hurt")[0] == ["how", "how-2", "question"]
    assert arrange("undo", "")[0] == ["how", "how-2", "hurt", "question"]
    assert arrange("remove", "sections.harm")[0] == ["how", "how-2", "hurt", "question"]
    assert "The last one cannot be removed" in client.get(address("edit", harm)).text
    for do, item in (
        ("remove", "sections.nowhere"),
        ("add", "score"),
        ("up", ""),
        ("place", f"{listing}.how"),
    ):
        assert arrange(do, item)[0] == ["how", "how-2", "hurt", "question"]


def test_of_two_authors_the_second_is_shown_both_texts_and_then_saves(people, sign_in, harm):
    client = sign_in("owner")
    place = address("edit", harm, item="sections.harm.questions.hurt")
    page = client.get(place)
    body = body_of(harm)
    body["sections"][0]["questions"][0]["ask"] = "Was a child hurt?"
    body["purpose"] = "Theirs"
    as_(people, "owner", services.change_draft, draft=harm, version=1, body=body)
    answer = client.post(place, sent(page, ask="Was an adult hurt?"))
    assert "Was a child hurt?" in answer.text and "Was an adult hurt?" in answer.text
    assert body_of(harm)["sections"][0]["questions"][0]["ask"] == "Was a child hurt?"
    assert client.post(place, sent(answer)).status_code == 302
    assert body_of(harm)["sections"][0]["questions"][0]["ask"] == "Was an adult hurt?"
    assert body_of(harm)["purpose"] == "Theirs"


def test_answers_are_tried_and_nothing_is_kept(people, sign_in, harm):
    client = sign_in("owner")
    page = client.get(address("try", harm, **{"a-hurt": "yes"})).text
    assert "Score: <strong>2</strong>" in page and "Higher" in page and "How?" in page
    page = client.get(address("try", harm, **{"a-hurt": "?not_asked"})).text
    assert "Ask again." in page and "Lower" in page and "How?" not in page
    assert body_of(harm) == harm.body


def test_a_faulty_file_is_refused_line_by_line_and_stays_in_the_box(people, sign_in, harm):
    client = sign_in("owner")
    text = "format: 1\nkind: plan\ncode: ours\nname: Ours\nplan: 4P\nsteps:\n"
    text += "  - code: a\n    step: A\n    days: soon\n"
    page = client.post(reverse("frameworks:upload"), {"file": SimpleUploadedFile("ours.yaml", text.encode())})
    assert "Line 9" in page.text and "days: soon" in page.text
    answer = client.post(reverse("frameworks:upload"), {"text": text.replace("soon", "7")})
    draft = FrameworkVersion.objects.get(code="ours")
    assert answer["Location"] == address("edit", draft) and draft.body["steps"][0]["days"] == 7


def test_codes_stay_their_own_and_an_item_that_is_gone_is_not_found(people, sign_in, harm):
    client = sign_in("owner")
    place = address("edit", harm, item="sections.harm.questions.how")
    answer = client.post(place, sent(client.get(place), code="hurt"))
    assert "Another one has this short name." in answer.text
    assert client.get(address("edit", harm, item="sections.harm.questions.gone")).status_code == 404


def test_only_authors_of_the_agency_open_the_editor(people, sign_in, harm):
    for persona, status in (("colleague", 403), ("administrator", 403), ("other_force", 404)):
        for name in ("edit", "publish", "discard", "try"):
            assert sign_in(persona).get(address(name, harm)).status_code == status
        assert sign_in(persona).post(address("rearrange", harm), {"do": "undo"}).status_code == status


def unchanged(kind, body):
    """The body after each item's form was sent as it is shown, through a file and back."""
    for line in places.outline(kind, body):
        path = places.path_of(body, line.address)
        if places.is_list_of_rows(places.schema_at(kind, path)) and path[-1] not in places.TABLES:
            continue
        if path and at(body, path) is None:
            continue
        form_class = made_of(kind, body, path)
        shown = form_class(initial={"version": 1})
        data = {name: shown[name].value() for name in shown.fields}
        form = form_class({name: value for name, value in data.items() if value not in (None, False)})
        assert form.is_valid(), (line, form.errors)
        item = form.item()
        table = path and path[-1] in places.TABLES
        body = places.with_value(body, path, item.get(path[-1]) if table else item)
    return read_file(write_file(kind.code, "same", body), whole=False).body


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=assessments())
def test_any_assessment_comes_through_the_editor_and_a_file_unchanged(db, body):
    assert unchanged(kind_named("assessment"), body) == body


@pytest.mark.slow
def test_all_that_is_shipped_and_every_blank_draft_comes_through_the_editor_unchanged(people):
    for version in FrameworkVersion.objects.all():
        assert unchanged(kind_named(version.kind), version.body) == version.body, version
    for kind in all_kinds():
        body = {**kind.blank, "name": "New one"}
        assert unchanged(kind, body) == body
        for line in places.outline(kind, body):
            if line.listing:  # a row that is added fits the schema
                path = places.path_of(body, line.listing)
                rows = [*(at(body, path) or []), places.new_row(kind, body, path)]
                assert kind.schema_problems(places.with_value(body, path, rows)) == [], line


def test_a_question_shows_the_boxes_that_fit_its_kind_of_answer_and_those_that_have_a_value():
    kind = kind_named("assessment")

    def boxes(**row):
        question = {"code": "a", "ask": "A?", **row}
        body = {"sections": [{"code": "s", "title": "S", "questions": [question]}], "score": "sum"}
        return set(made_of(kind, body, ("sections", 0, "questions", 0)).base_fields)

    numbers = {"from", "to", "decimals", "unit", "points"}
    assert not numbers & boxes(type="yesno") and "score__yes" in boxes(type="yesno")
    assert numbers <= boxes(type="scale") and "score__yes" not in boxes(type="scale")
    assert numbers & boxes(type="yesno", to=4) == {"to"}  # to take it out again
    assert "score__no" in boxes(type="text", score={"no": 1})
