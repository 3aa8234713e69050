"""The shipped vocabulary and plans: defaults that a force changes as data."""

from django.db import migrations

TERMS = {
    "ocg.stage": [
        ("nominated", "Nominated", "Put forward, not yet assessed.", "grey"),
        ("mapped", "Mapped", "Assessed and recorded; no plan yet.", "blue"),
        ("active", "Active plan", "A 4P plan is being worked.", "purple"),
        ("disrupted", "Disrupted", "Seriously disrupted; watched for recovery.", "green"),
        ("dormant", "Dormant", "No activity known; reviewed at longer intervals.", "yellow"),
        ("archived", "Archived", "No longer meets the definition of an organised crime group.", "grey"),
    ],
    "ocg.tier": [
        ("1", "Tier 1", "Highest: managed at regional or national level.", "red"),
        ("2", "Tier 2", "Managed by the force.", "orange"),
        ("3", "Tier 3", "Managed by the local policing area.", "yellow"),
        ("4", "Tier 4", "Monitored.", "grey"),
    ],
    "pvp.strand": [
        ("domestic", "Domestic abuse", "", ""),
        ("cse", "Child sexual exploitation", "", ""),
        ("cce", "Child criminal exploitation", "", ""),
        ("county_lines", "County lines and cuckooing", "", ""),
        ("modern_slavery", "Modern slavery and human trafficking", "", ""),
        ("stalking", "Stalking and harassment", "", ""),
        ("adult", "Adult at risk", "", ""),
        ("missing", "Missing person", "", ""),
        ("hba", "So-called honour-based abuse", "", ""),
    ],
    "pvp.grade": [
        ("standard", "Standard", "No indication of likely serious harm now.", "green"),
        ("medium", "Medium", "Serious harm is possible if circumstances change.", "yellow"),
        ("high", "High", "Serious harm could happen at any time.", "red"),
    ],
    "score.band": [  # `score` is the lowest figure of the band, from 0 to 100
        ("low", "Low", "", "green", 0),
        ("medium", "Medium", "", "yellow", 40),
        ("high", "High", "", "red", 70),
    ],
    "reminder.days": [  # `score` is how many days before (positive) or after (negative) the due date
        ("due_soon", "Due soon", "Days before the due date that a reminder is sent.", "", 2),
        ("overdue", "Overdue", "Days after the due date that a reminder is sent.", "", -1),
    ],
}

PLANS = [
    (
        "ocg",
        "Drug supply group: opening plan",
        "4P plan",
        "A balanced start for a group that supplies drugs.",
        [
            ("Map the group's phones, cars and addresses", "pursue", 14),
            ("Agree a financial investigation with the economic crime team", "pursue", 21),
            ("Apply for a Serious Crime Prevention Order on conviction", "pursue", 120),
            ("Offer a way out to those on the edge of the group", "prevent", 30),
            ("Speak to schools about the group's recruiting of children", "prevent", 28),
            ("Visit the addresses at risk of cuckooing", "protect", 7),
            ("Brief housing providers on the signs of cuckooing", "prepare", 21),
            ("Brief the local policing team and agree what to report", "prepare", 7),
        ],
    ),
    (
        "ocg",
        "Modern slavery group: opening plan",
        "4P plan",
        "A balanced start for a group that exploits workers.",
        [
            ("Joint visit with labour inspectors", "pursue", 14),
            ("Follow the wages: financial profile of the gang masters", "pursue", 30),
            ("Reception centre plan for those recovered", "prepare", 14),
            ("First-contact safeguarding of those exploited", "protect", 3),
            ("Work with employers on recruitment checks", "prevent", 45),
        ],
    ),
    (
        "pvp",
        "Safety plan: domestic abuse",
        "Safety plan",
        "First steps with somebody at risk from a partner or ex-partner.",
        [
            ("Agree safe ways and times to make contact", "protect", 1),
            ("Refer to an independent domestic violence adviser", "protect", 2),
            ("Place a marker on the address for urgent calls", "protect", 1),
            ("Check locks, doors and windows; fit extra security", "protect", 7),
            ("Ask about a non-molestation or protective order", "pursue", 7),
            ("Tell the children's school what it needs to know", "prepare", 5),
        ],
    ),
    (
        "pvp",
        "Safety plan: exploited child",
        "Safety plan",
        "First steps with a child who is being exploited.",
        [
            ("Strategy discussion with children's social care", "protect", 1),
            ("Return home interview after each missing episode", "protect", 3),
            ("Consider a referral to the National Referral Mechanism", "protect", 5),
            ("Disrupt those who exploit the child: warning notices", "pursue", 10),
            ("Trusted adult named and introduced", "prevent", 7),
        ],
    ),
]


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    for listing, rows in TERMS.items():
        for order, (code, label, meaning, colour, *score) in enumerate(rows):
            Term.objects.create(
                listing=listing,
                code=code,
                label=label,
                meaning=meaning,
                colour=colour,
                order=order,
                score=score[0] if score else None,
            )
    PlanTemplate = apps.get_model("frameworks", "PlanTemplate")
    for kind, name, plan, purpose, steps in PLANS:
        PlanTemplate.objects.create(
            kind=kind,
            name=name,
            plan=plan,
            purpose=purpose,
            steps=[{"title": title, "four_p": four_p, "days": days} for title, four_p, days in steps],
        )


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
