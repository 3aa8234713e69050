"""Terms of use and the confidentiality statement:
accepted before anything else, and again when they change.
"""

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.urls import reverse

from meetings.services.conduct import call_meeting
from pam.access import services, visibility
from pam.access.models import User
from pam.accounts.models import Acceptance, TermsOfUse
from pam.accounts.selectors import terms_of_use as terms_selectors
from pam.accounts.services import terms_of_use
from pam.audit.models import LogEntry
from pam.records.models import Document
from tests.meetings.room import new_meeting


def address(kind="use", back=None):
    return reverse("accounts:terms", args=[kind]) + (f"?next={back.replace('/', '%2F')}" if back else "")


def test_somebody_new_accepts_first_and_then_comes_to_where_they_were_going(people, sign_in):
    Acceptance.objects.filter(user=people.users["owner"]).delete()
    client, wanted = sign_in("owner"), reverse("actions:list")
    answer = client.get(wanted)
    assert (answer.status_code, answer["Location"]) == (302, address(back=wanted))
    assert client.post(reverse("ocg:new"), {"title": "X"})["Location"] == address(back="/")
    refused = client.post(address(), {"version": 1, "next": wanted})
    assert "Tick the box" in refused.content.decode()
    answer = client.post(address(), {"version": 1, "accept": "on", "next": wanted})
    assert answer["Location"] == wanted and client.get(wanted).status_code == 200
    assert LogEntry.objects.get(operation="accept terms").detail == "Terms of use, version 1"
    assert (
        client.post(address(), {"version": 1, "accept": "on", "next": "https://elsewhere.example/"})[
            "Location"
        ]
        == "/"
    )


def test_a_new_version_is_asked_for_at_the_next_click_and_loses_nothing_that_is_being_saved(
    people, sign_in, tmp_path
):
    client = sign_in("owner")
    text = tmp_path / "terms.txt"
    text.write_text("Be careful.")
    call_command("publish_terms", "use", text)
    saved = client.post(reverse("accounts:act_for"), {"membership": people.memberships["owner"].uuid})
    assert saved["Location"] == "/"
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 200
    assert client.get("/")["Location"] == address(back="/")
    assert client.get(reverse("account_logout")).status_code == 200
    old = client.post(address(), {"version": 1, "accept": "on", "next": "/"}).content.decode()
    assert "new version was published while you were reading" in old and "Be careful." in old
    client.post(address(), {"version": 2, "accept": "on", "next": "/"})
    assert client.get("/").status_code == 200


def test_a_meeting_asks_for_the_confidentiality_statement_once_a_version(people, sign_in):
    with visibility.reading(people.reader("owner")):
        meeting = call_meeting(actor=people.reader("owner"), meeting=new_meeting(people))
    Acceptance.objects.filter(user=people.users["owner"], terms__kind="confidentiality").delete()
    client, page = sign_in("owner"), reverse("meetings:detail", args=[meeting.uuid])
    assert client.get(reverse("meetings:list")).status_code == 200
    papers = Document.objects.create(
        record=meeting,
        author=people.memberships["owner"],
        author_agency=people.agencies["police"],
        title="Papers",
        name="p.txt",
        file="p.txt",
        size=1,
        content_type="text/plain",
        sha256="0" * 64,
    )
    chronology, paper = (
        reverse("records:chronology", args=[meeting.uuid]),
        reverse("records:document", args=[papers.uuid]),
    )
    looked = LogEntry.objects.filter(records__contains=[meeting.pk], verb="consultation").count()
    for asking in (page, chronology, paper, reverse("disclosure:shares", args=[meeting.uuid])):
        assert client.get(asking)["Location"] == address("confidentiality", asking)
    assert LogEntry.objects.filter(records__contains=[meeting.pk], verb="consultation").count() == looked, (
        "nothing was shown"
    )
    client.post(address("confidentiality"), {"version": 1, "accept": "on", "next": page})
    assert client.get(page).status_code == client.get(chronology).status_code == 200
    terms_of_use.publish(kind="confidentiality", text="Say nothing.")
    assert client.get(page).status_code == 302


def test_an_administrator_sees_who_of_their_agency_accepted_what(
    people, sign_in, django_assert_max_num_queries
):
    Acceptance.objects.filter(user=people.users["colleague"]).delete()
    client = sign_in("administrator")
    with django_assert_max_num_queries(16):
        words = client.get(reverse("accounts:acceptances")).content.decode()
    assert "Colin Colleague" in words and words.count("Not yet") == 2 and "Otto Other" not in words
    assert client.get(reverse("accounts:acceptances"), {"from": 25}).status_code == 200


def test_nobody_accepts_for_somebody_else_or_takes_it_back(people):
    standing = terms_selectors.current("use")
    Acceptance.objects.filter(user=people.users["colleague"]).delete()
    reader = people.reader("owner")
    with visibility.reading(reader):
        assert set(Acceptance.objects.values_list("user_id", flat=True)) == {reader.user_id}
        for write in (
            lambda: Acceptance.objects.create(
                user=people.users["colleague"], terms=standing, agency_id=reader.agency_id
            ),
            lambda: Acceptance.objects.all().delete(),
            lambda: TermsOfUse.objects.create(kind="use", version=9, text="Mine"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                write()


def test_each_person_of_the_demo_and_of_the_measuring_has_accepted(people):
    user = User.objects.create_user("late@pam.example", "Late Comer")
    services.create_membership(user=user, agency=people.agencies["police"])
    terms_of_use.accept_for_everybody()
    terms_of_use.accept_for_everybody()
    assert Acceptance.objects.filter(user=user).count() == 2
