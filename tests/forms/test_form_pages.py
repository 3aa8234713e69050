"""The one page with a form: what is refused is shown beside its field, and nothing typed is lost."""

import pytest
from django.urls import reverse

from ocg.models import Ocg
from pam.access.errors import Refused, Stale
from pam.forms.base import ServiceForm, VersionFields
from pam.forms.views import CheckedFormView, call_service
from tests.actions.world import make_ocg
from tests.standing import standing


@standing
def ocg(people):
    return make_ocg(people)


def refuse(monkeypatch, path, error):
    def service(**values):
        raise error

    monkeypatch.setattr(path, service)


def test_a_refusal_stands_beside_its_field_with_its_code_and_what_was_typed(
    sign_in, people, ocg, monkeypatch
):
    error = Refused("Not in here.", code="not_here", field="title")
    refuse(monkeypatch, "pam.records.services.add_note", error)
    address = reverse("records:note", args=[ocg.uuid])
    page = sign_in("owner").post(address, {"title": "Seen at", "text": "The long way", "audience": "all"})
    form = page.context["form"]
    assert form.has_error("title", "not_here") and form["text"].value() == "The long way"
    assert "Not in here." in page.content.decode()


def test_a_refusal_about_no_field_of_the_form_stands_above_it(sign_in, people, ocg, monkeypatch):
    refuse(monkeypatch, "pam.records.services.add_note", Refused("Closed.", code="closed", field="record"))
    address = reverse("records:note", args=[ocg.uuid])
    page = sign_in("owner").post(address, {"title": "Seen", "text": "T", "audience": "all"})
    assert page.context["form"].has_error("__all__", "closed")


def test_a_stale_save_shows_both_texts_and_the_next_one_is_made_on_what_was_shown(sign_in, people, ocg):
    client, address = sign_in("owner"), reverse("ocg:edit", args=[ocg.uuid])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value()} | {"summary": "Mine"}
    row = Ocg.objects.get(pk=ocg.pk)
    row.summary, row.version = "Theirs", row.version + 1
    row.save()
    page = client.post(address, sent)
    assert page.context["form"].has_error("__all__", "stale")
    assert ("Summary", "Theirs", "Mine") in page.context["form"].stale_rows
    again = sent | {"version": page.context["form"]["version"].value()}
    assert client.post(address, again).status_code == 302
    assert Ocg.objects.get(pk=ocg.pk).summary == "Mine"


def test_after_a_save_the_next_page_says_so(sign_in, people, ocg):
    address = reverse("records:note", args=[ocg.uuid])
    sent = {"title": "Seen", "text": "At the quay", "audience": "all"}
    page = sign_in("owner").post(address, sent, follow=True)
    assert page.redirect_chain == [(ocg.get_absolute_url(), 302)]
    assert "Note added." in page.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_a_form_page_takes_no_other_method_whatever_it_is_about(sign_in, people, ocg, method):
    hidden, absent = ocg.uuid, people.agencies["police"].uuid
    answers = [
        getattr(sign_in("other_force"), method)(reverse("records:note", args=[uuid]))
        for uuid in (hidden, absent)
    ]
    assert [answer.status_code for answer in answers] == [405, 405]
    assert answers[0].content == answers[1].content


def test_an_argument_of_the_service_may_be_called_otherwise_on_the_form():
    class Form(VersionFields):
        refusal_fields = {"lawful_basis": "version"}

    form = Form({"version": "1"})
    taken, saved = call_service(form, lambda: raising(Refused("No.", code="no", field="lawful_basis")))
    assert (taken, saved) == (False, None)
    assert form.has_error("version", "no")


def raising(error):
    raise error


def test_a_stale_save_of_a_form_without_a_version_is_said_above_it():
    form = ServiceForm({})
    call_service(form, lambda: raising(Stale(None)))
    assert form.has_error("__all__", "stale")


def test_what_is_wrong_with_the_answers_of_a_check_is_shown_on_the_check(rf):
    class Form(VersionFields):
        pass

    class Page(CheckedFormView):
        form_class = Form
        template_name = "form.html"
        check_template_name = "check.html"
        checked_fields = ("version",)

        def check(self):
            return {}

        def save(self, form):
            raise Refused("No.", code="no", field=self.request.POST["field"])

    def asked(**sent):
        request = rf.post("/", {"version": "1"} | sent)
        request.reader = None
        shown = []
        page = Page()
        page.setup(request)
        page.show = lambda: shown.append("form")
        page.show_check = lambda context: shown.append("check")
        page.dispatch(request)
        return shown[0]

    assert asked() == "check"
    assert asked(change="yes") == "form"
    assert asked(confirm="yes", field="version") == "check"
    assert asked(confirm="yes", field="") == "form"
