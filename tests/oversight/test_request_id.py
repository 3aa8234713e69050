"""The id of a request leads from an error page or a line of the logs to the line of the access log."""

from django.urls import reverse

from pam.access import visibility
from pam.audit.models import LogEntry
from pam.audit.services import Verb, log
from pam.db.request_id import current_request_id
from pam.oversight import selectors as log_selectors
from tests.oversight.test_pages import export, lines_of, text, url, uuid_of


def test_a_look_keeps_the_id_of_its_request_and_the_auditor_reads_it_on_the_page_and_in_the_file(
    world, sign_in
):
    answer = sign_in("owner").get(world.pvp.get_absolute_url())
    number = answer.headers["X-Request-ID"]
    assert LogEntry.objects.latest("pk").request_id == number
    auditor, owner = sign_in("auditor"), uuid_of(world.people, "owner")
    assert f"request {number}" in text(auditor.get(url("person", owner)))
    written = lines_of(auditor.post(url("export_person", owner), export()))
    assert number in {line["Request"] for line in written}


def test_a_failed_sign_in_keeps_the_id_of_its_request(people, client):
    answer = client.post(reverse("account_login"), {"login": "olive@pam.example", "password": "wrong"})
    line = LogEntry.objects.filter(verb=Verb.SIGN_IN).latest("pk")
    assert line.request_id == answer.headers["X-Request-ID"]


def test_what_no_request_wrote_has_no_id(people):
    assert current_request_id() == ""
    log(people.reader("owner"), Verb.CONSULTATION, "open", [], detail="A job")
    assert LogEntry.objects.latest("pk").request_id == ""


def test_the_log_of_a_record_does_not_tie_it_to_another_by_the_id_of_a_request(world):
    owner = world.people.reader("owner")
    LogEntry.objects.create(
        verb="combination",
        operation="link",
        actor_id=owner.user_id,
        actor_name=owner.name,
        agency_id=owner.agency_id,
        records=[world.ocg.pk, world.pvp.pk],
        request_id="K7QX-M2PD",
    )
    with visibility.reading(world.people.reader("auditor")):
        line = log_selectors.log_of_record(world.ocg.pk)[0]
    assert (line.operation, line.request_id) == ("link", "")
