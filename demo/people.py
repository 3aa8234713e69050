"""Harbourne in Northshire: its agencies, teams, people and agreements. All of it is invented."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from pam.access import services
from pam.access.levels import Marking
from pam.access.models import Agreement, LawfulBasis, Membership, Team, User
from pam.access.reader import reader_of_membership
from pam.accounts.services.administration import change_person
from pam.accounts.services.invitations import invite

DOMAIN = "demo.pam.example"  # the people who the demo's sign-in page lists
OTHER_DOMAIN = "people.pam.example"
SENSITIVE, OFFICIAL = Marking.OFFICIAL_SENSITIVE, Marking.OFFICIAL

AGENCIES = [  # key, name, short name, kind
    ("police", "Northshire Police", "Northshire Police", "police"),
    ("probation", "Northshire Probation Service", "Probation", "probation"),
    ("council", "Harbourne City Council", "Council", "council"),
    ("health", "Harbourne Health Trust", "Health Trust", "health"),
    ("eastmoor", "Eastmoor Police", "Eastmoor Police", "police"),
    ("lantern", "Lantern House", "Lantern House", "charity"),
]

TEAMS = [  # key, agency, name
    ("ocg", "police", "Organised crime unit"),
    ("pvp", "police", "Protecting vulnerable people unit"),
    ("command", "police", "Force command team"),
    ("local", "police", "Harbourne local policing"),
    ("audit", "police", "Information assurance"),
    ("offenders", "probation", "Harbourne offender management"),
    ("safety", "council", "Community safety"),
    ("children", "council", "Children's social care"),
    ("safeguarding", "health", "Safeguarding"),
    ("serious", "eastmoor", "Serious and organised crime team"),
    ("protection", "eastmoor", "Public protection"),
    ("advice", "lantern", "Independent advisers"),
]


@dataclass(frozen=True)
class Persona:
    """A person on the sign-in list: `try_this` says what they can show a visitor."""

    key: str
    name: str
    post: str
    agency: str
    teams: tuple[str, ...]
    roles: tuple[str, ...]
    try_this: str
    clearance: int = SENSITIVE


PERSONAS = [
    Persona(
        "lro",
        "Ruth Calloway",
        "Detective Inspector, OCG coordinator",
        "police",
        ("ocg",),
        ("officer", "supervisor", "framework_author", "scorer"),
        (
            "Record a group, score it by two methods, score another’s blind, apply a 4P plan, share it with "
            "probation, read its access log, answer another force’s question."
        ),
    ),
    Persona(
        "chair",
        "Marcus Hale",
        "Detective Superintendent, Senior Responsible Officer",
        "police",
        ("command", "ocg", "pvp"),
        ("officer", "supervisor", "chair", "assessor", "score_moderator"),
        "Chair today's command meeting, then approve the minutes. Assess disruptions of the groups.",
    ),
    Persona(
        "pvp",
        "Priya Nandra",
        "Detective Sergeant, PVP officer",
        "police",
        ("pvp",),
        ("officer",),
        "Work on a PVP case file: risk grade, safety plan, chronology.",
    ),
    Persona(
        "lead",
        "Helen Osgood",
        "Detective Inspector, safeguarding lead",
        "police",
        ("pvp",),
        ("officer", "supervisor", "break_glass"),
        "See the high-risk cases and overdue reviews. Open an OCG’s record by break-glass.",
    ),
    Persona(
        "secretary",
        "Tom Ashdown",
        "Staff officer and meeting secretary",
        "police",
        ("command", "ocg", "pvp"),
        ("officer",),
        "Call a meeting, build the agenda, take attendance.",
    ),
    Persona(
        "probation",
        "Dawn Fairley",
        "Senior probation officer",
        "probation",
        ("offenders",),
        ("officer",),
        "See what the police have shared, finish an action, download probation’s copy of the minutes.",
    ),
    Persona(
        "council",
        "Idris Bowen",
        "Community safety manager",
        "council",
        ("safety",),
        ("officer",),
        "Do housing and cuckooing actions, one of them a sanitised action; find one record "
        "known only by its signpost.",
    ),
    Persona(
        "health",
        "Grace Lindqvist",
        "Named nurse for safeguarding",
        "health",
        ("safeguarding",),
        ("officer",),
        "Read cases shared for safeguarding and notes that are for health only.",
    ),
    Persona(
        "eastmoor",
        "Callum Reid",
        "Detective Inspector",
        "eastmoor",
        ("serious", "protection"),
        ("officer", "framework_author"),
        "A second force: one cross-border group is shared, everything else is hidden. Copies what is "
        "offered under Best practice. Answers the transfer of a case of a person who moves.",
    ),
    Persona(
        "auditor",
        "Judith Amory",
        "Information assurance officer",
        "police",
        ("audit",),
        ("auditor",),
        "Audit: search the access log, follow up unusual access, review break-glass. Sees no cases.",
    ),
    Persona(
        "protection",
        "Imogen Vale",
        "Data protection officer",
        "police",
        (),
        ("data_protection",),
        "Record a subject access request and collect what is held about a person. Cannot open records.",
    ),
    Persona(
        "administrator",
        "Wendy Archer",
        "Information systems administrator",
        "police",
        (),
        ("administrator",),
        (
            "Manage people and teams: invite a person, hand over the work of someone who has "
            "left, set clearance and roles, suspend a person. Cannot open records."
        ),
    ),
]

# Others who own work, write notes and come to meetings: name, post, by team.
OTHERS = {
    "ocg": [
        ("Gareth Pell", "Detective Sergeant"),
        ("Nadia Rahmani", "Detective Constable"),
        ("Owen Tranter", "Detective Constable"),
        ("Beth Quillan", "Intelligence analyst"),
        ("Sanjay Mistry", "Financial investigator"),
        ("Lorna Weir", "Detective Sergeant"),
        ("Piotr Zielak", "Detective Constable"),
    ],
    "pvp": [
        ("Amy Thackeray", "Detective Constable"),
        ("Joel Farrant", "Detective Constable"),
        ("Moira Kinsale", "Detective Sergeant"),
        ("Hannah Okoro", "Detective Constable"),
        ("Stephen Yarrow", "Missing persons coordinator"),
        ("Chloe Merriden", "Detective Constable"),
        ("Farah Siddall", "Domestic abuse risk officer"),
    ],
    "command": [
        ("Alison Brandt", "Assistant Chief Constable"),
        ("Vikram Sood", "Chief Inspector"),
        ("Karen Lovatt", "Head of intelligence"),
    ],
    "local": [
        ("Dean Holloway", "Neighbourhood Inspector"),
        ("Siobhan Carty", "Sergeant"),
        ("Luke Ennis", "Constable"),
        ("Rebecca Stroud", "Police community support officer"),
        ("Martin Gale", "Licensing officer"),
        ("Amanda Frith", "Constable"),
    ],
    "offenders": [
        ("Patrick Nolan", "Probation officer"),
        ("Yvonne Adair", "Probation officer"),
        ("Simon Leck", "Head of public protection"),
        ("Kezia Holm", "Victim liaison officer"),
        ("Gordon Blakey", "Integrated offender manager"),
    ],
    "safety": [
        ("Angela Prowse", "Antisocial behaviour officer"),
        ("Rob Castell", "Housing enforcement officer"),
        ("Mina Devereux", "Trading standards officer"),
        ("Peter Olander", "CCTV manager"),
        ("Wendy Harcastle", "Homelessness officer"),
    ],
    "children": [
        ("Fiona Marsh", "Social work team manager"),
        ("Daniel Abbot", "Social worker"),
        ("Leanne Tully", "Exploitation social worker"),
        ("Christine Voss", "Head of safeguarding"),
        ("Tariq Mehmet", "Adult social worker"),
    ],
    "safeguarding": [
        ("Dr Alan Pryce", "Named doctor"),
        ("Bridget Hanley", "Emergency department matron"),
        ("Ravi Kapadia", "Mental health liaison nurse"),
        ("Joanne Elwood", "Midwife, vulnerable women"),
        ("Keith Sallow", "Substance misuse outreach nurse"),
    ],
    "serious": [
        ("Fraser Doyle", "Detective Sergeant"),
        ("Ceri Maddock", "Detective Constable"),
        ("Paul Winstone", "Detective Superintendent"),
    ],
    "advice": [
        ("Teresa Bloom", "Service manager"),
        ("Shauna Leigh", "Independent domestic violence adviser"),
        ("Maggie Torrance", "Independent sexual violence adviser"),
        ("Ife Adeyemi", "Young people's worker"),
    ],
}

# name, the team that they are to join, roles that they are to be given
REQUESTS = [("Amanda Frith", "ocg", ()), ("Dean Holloway", None, ("supervisor",))]

# key, name, parties, bases (the usual one first), starts (days), ends (days), purpose, kinds of record
AGREEMENTS = [
    (
        "partnership",
        "Northshire serious and organised crime partnership agreement",
        ("police", "probation", "council", "health"),
        ("cda-115", "dpa-law-enforcement", "offender-management", "common-law"),
        -720,
        375,
        "To reduce the harm of organised crime in Harbourne by planning together under the 4Ps.",
        ("ocg", "meeting", "place", "profile"),
    ),
    (
        "safeguarding",
        "Harbourne safeguarding information sharing agreement",
        ("police", "probation", "council", "health", "lantern"),
        (
            "dpa-sch8-safeguarding",
            "children-act-10-11",
            "children-act-47",
            "care-act-45",
            "vital-interests",
            "cda-115",
        ),
        -700,
        210,
        "To protect children and adults at risk, including the domestic abuse conference.",
        ("pvp", "meeting"),
    ),
    (
        "border",
        "Northshire and Eastmoor cross-border crime agreement",
        ("police", "eastmoor"),
        ("dpa-law-enforcement", "common-law"),
        -470,
        48,
        "To manage groups that offend in both forces' areas.",
        ("ocg", "meeting"),
    ),
    (
        "moves",
        "Northshire and Eastmoor agreement on people at risk who move",
        ("police", "eastmoor"),
        ("dpa-sch8-safeguarding", "common-law"),
        -300,
        430,
        "To keep people at risk safe when they move from one force's area to the other's.",
        ("pvp",),
    ),
    (
        "pilot",
        "Lantern House outreach pilot",
        ("police", "lantern"),
        ("common-law", "dpa-sch8-safeguarding"),
        -600,
        -60,
        "A one-year pilot of outreach to women exploited in pop-up brothels. Ended; not renewed.",
        ("ocg", "pvp"),
    ),
]


@dataclass
class City:
    """Everyone in the demo, by key or by team."""

    agencies: dict = field(default_factory=dict)
    teams: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)  # by persona key, and by name
    of_team: dict = field(default_factory=dict)
    agreements: dict = field(default_factory=dict)
    bases: dict = field(default_factory=dict)

    def some(self, rng, *teams):
        """A person of one of these teams."""
        return rng.choice([m for team in teams for m in self.of_team[team]])


def make_city():
    """Makes agencies, teams, people and agreements, as the owner role. Returns the `City`."""
    city = City(bases={basis.code: basis for basis in LawfulBasis.objects.all()})
    for key, name, short, kind in AGENCIES:
        contact = f"{key}@{OTHER_DOMAIN}"
        city.agencies[key] = services.create_agency(name=name, short_name=short, kind=kind, contact=contact)
    agency_of = {}
    for key, agency, name in TEAMS:
        agency_of[key] = agency
        city.of_team[key] = []
        city.teams[key] = services.create_team(
            agency=city.agencies[agency], name=name, contact=f"{key}.{agency}@{OTHER_DOMAIN}"
        )
    for persona in PERSONAS:
        city.people[persona.key] = _person(
            city, persona.name, persona.post, persona.agency, persona.teams, persona.roles, persona.clearance
        )
    for team, rows in OTHERS.items():
        for name, post in rows:
            # One colleague in the police is cleared for OFFICIAL only, as community support officers are
            # here.
            clearance = OFFICIAL if "support officer" in post else SENSITIVE
            _person(city, name, post, agency_of[team], (team,), ("officer",), clearance)
    for key, *agreement in AGREEMENTS:
        city.agreements[key] = _agreement(city, *agreement)
    return city


def invite_newcomer(city):
    """An invitation that waits: the demo's mailbox shows its link, which anyone may follow."""
    actor = reader_of_membership(city.people["administrator"].pk)
    invite(
        actor=actor,
        name="Imogen Fell",
        email=f"imogen.fell@{OTHER_DOMAIN}",
        post="Detective Constable",
        roles=["officer"],
        clearance=SENSITIVE,
        teams=[city.teams["ocg"]],
    )


def someone_left(city):
    """A membership that ended yesterday with work in its name: the administrator finds it on their list."""
    Membership.objects.filter(pk=city.people["Joel Farrant"].pk).update(
        ends_at=timezone.now() - timedelta(days=1)
    )


def requests(city):
    """Two requests that wait: to join the team that the demo's lead manages, and for a role."""
    actor = reader_of_membership(city.people["administrator"].pk)
    for name, team, more in REQUESTS:
        row = Membership.objects.get(pk=city.people[name].pk)
        change_person(
            actor=actor,
            membership=row,
            version=row.version,
            post=row.post,
            roles=[*row.roles, *more],
            clearance=row.clearance,
            teams=[*row.teams.all(), *([city.teams[team]] if team else [])],
        )


def managers(city):
    """Two teams have a manager, whose first review waits on their page."""
    for team, persona in (("ocg", "lro"), ("pvp", "lead")):
        Team.objects.filter(pk=city.teams[team].pk).update(manager=city.people[persona])


def email_of(name):
    """The invented e-mail address of a person in the demo; the domain says whether they are on the sign-in
    list.
    """
    listed = any(persona.name == name for persona in PERSONAS)
    return f"{name.lower().replace('dr ', '').replace(' ', '.')}@{DOMAIN if listed else OTHER_DOMAIN}"


def _person(city, name, post, agency, teams, roles, clearance):
    user = User.objects.create_user(email_of(name), name)
    membership = services.create_membership(
        user=user,
        agency=city.agencies[agency],
        teams=[city.teams[t] for t in teams],
        post=post,
        roles=list(roles),
        clearance=clearance,
        starts_at=timezone.now() - timedelta(days=800),
    )
    city.people[name] = membership
    for team in teams:
        city.of_team[team].append(membership)
    return membership


def _agreement(city, name, parties, bases, starts, ends, purpose, kinds):
    now = timezone.now()
    row = Agreement.objects.create(
        name=name,
        purpose=purpose,
        starts_at=now + timedelta(days=starts),
        ends_at=now + timedelta(days=ends),
        record_kinds=list(kinds),
        usual_basis=city.bases[bases[0]],
        data_categories=["personal", "criminal"],
        agency=city.agencies["police"],
        owner=city.people["administrator"],
    )
    row.parties.set([city.agencies[p] for p in parties])
    row.bases.set([city.bases[b] for b in bases])
    return row
