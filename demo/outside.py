"""What is beside the city's work: messages from the front page, and an agency for training."""

from pam.access import services
from pam.access.levels import Marking
from pam.contact.services import send
from pam.db.reading import reading
from pam.reference.services.settings import set_general


def write_from_the_front_page(city):
    """The police answer; one person has a question, another wants an account."""
    set_general("contact.agency", city.agencies["police"].name)
    with reading(None):
        send(
            kind="question",
            name="Petra Lindqvist",
            email="petra.lindqvist@westfield.example",
            organisation="Westfield Council",
            telephone="+44 20 7946 0011",
            words="Our housing team works with yours. Can we use pam too, and who would we speak to?",
            updates=True,
        )
        send(
            kind="account",
            name="Osman Keeble",
            email="osman.keeble@northshire.example",
            organisation="Northshire Fire and Rescue Service",
            post="Prevention manager",
            words="We do home fire safety visits for people whose cases you manage.",
        )


def add_training(city):
    """A training agency in which two of the police's people can act too."""
    agency = services.create_agency(
        name="Northshire Police training", short_name="Training", kind="police", contact=""
    )
    set_general("training.agency", True, agency=agency)
    team = services.create_team(agency=agency, name="Course 1")
    for key, roles in (
        ("lro", ["officer", "chair", "supervisor"]),
        ("administrator", ["officer", "administrator"]),
    ):
        services.create_membership(
            user=city.people[key].user,
            agency=agency,
            teams=[team],
            roles=roles,
            post="On a course",
            clearance=Marking.OFFICIAL_SENSITIVE,
        )
