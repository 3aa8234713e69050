"""The organised crime groups of the demo, as told by those who work on them. All names are invented.

Days are counted from today (negative: ago). Each history is a story: how the group was found, what was done
about it, and what became of its threat, risk and harm.
"""

from dataclasses import dataclass

from demo.groups_more import MORE


@dataclass(frozen=True)
class Group:
    """One group. `stages`: (stage, day). `scores`: (day, threat, risk, harm, why). `events`: (day, title,
    text, to).

    `to` addresses a note: "all", "own" (the police only) or the keys of the agencies named. `members`: (name,
    category, role, year of birth). `shares`: (day, agency or team key, level, basis, agreement, reason,
    until,
        and conditions or kinds of part where it has any).
    """

    key: str
    title: str
    summary: str
    crime: str
    area: str
    tier: str
    begins: int
    lead: str
    review: int
    stages: tuple
    scores: tuple
    events: tuple
    members: tuple
    shares: tuple = ()
    places: tuple = ()
    handling: str = "Police and named partners only. Do not discuss outside the plan team."
    sensitive: bool = True


FIRST = [
    Group(
        "ropewalk",
        "Ropewalk drug supply group",
        'Runs the "Kip" line from three addresses off the Ropewalk into Harbourne and two market towns. Uses children '
        "as runners and the homes of dependent drug users to store and sell. Violence towards debtors.",
        "Class A supply; child criminal exploitation; cuckooing",
        "Ropewalk, Saltgate and the coastal towns",
        "2",
        -702,
        "lro",
        19,
        (("nominated", -702), ("mapped", -680), ("active", -640), ("disrupted", -150), ("active", -48)),
        (
            (
                -690,
                74,
                70,
                66,
                "Daily supply, armed debt collection, at least six children running. Little sight of the top of the line.",
            ),
            (-560, 82, 74, 73, "Stabbing on Chandler Street tied to the line; two new cuckooed addresses."),
            (
                -420,
                79,
                66,
                75,
                "Line holder identified and charged in another matter; line passed to a cousin within the week.",
            ),
            (-290, 71, 58, 68, "Eleven warrants, £41,000 and two machetes seized; runners fewer and older."),
            (
                -145,
                43,
                40,
                47,
                "Line holder and deputy convicted; phone silent for nine weeks. Four children safely out.",
            ),
            (
                -40,
                58,
                52,
                50,
                "The line is live again under a new name, worked by those who were left. Children approached at two schools.",
            ),
        ),
        (
            (
                -698,
                "How the group came to notice",
                "Three missing episodes of the same two boys ended at addresses off the Ropewalk. Both had new phones and train tickets they could not account for.",
                "all",
            ),
            (
                -641,
                "4P plan agreed",
                "Plan agreed with probation, council and health. Disruption of the line is Pursue; the six children are Protect from the first day and not an afterthought.",
                "all",
            ),
            (
                -566,
                "Stabbing on Chandler Street",
                "A 19-year-old runner was stabbed in the thigh over a lost package worth £300. He declined to support a prosecution. Hospital outreach worker stayed with him.",
                "all",
            ),
            (
                -530,
                "Source of the debt list",
                "The debt list is kept by the deputy on paper and moves house each Sunday. Not to be shared: few people know this.",
                "own",
            ),
            (
                -402,
                "Line passed on within the week",
                "After the remand the number was answered by a cousin on the fourth day. Customer text had the same wording and prices.",
                "all",
            ),
            (
                -293,
                "Operation day: eleven warrants",
                "Eleven warrants. Seven arrests, £41,260 cash, 214 wraps, two machetes and the line phone. Four vulnerable tenants seen on the day by health and housing.",
                "all",
            ),
            (
                -152,
                "Sentences",
                "Line holder eight years, deputy six and a half. Serious Crime Prevention Orders for five years after release, with phone and vehicle conditions.",
                "all",
            ),
            (
                -60,
                "Release on licence of a former runner",
                "Released to an address outside the city. Licence condition not to enter the Ropewalk area. Doing well at induction; asks for help with a driving licence.",
                ("probation",),
            ),
            (
                -44,
                "The line is back",
                'Bulk texts from a new number with the old prices. Two schools report boys being offered "a weekend\'s work".',
                "all",
            ),
        ),
        (
            ("Kieron Delamere", "convicted", "line holder, serving eight years", 1993),
            ("Tyrell Vance", "convicted", "deputy, serving six and a half years", 1996),
            ("Jordan Delamere", "suspect", "cousin, now holds the line", 1999),
            ("Mason Tully-Rhodes", "suspect", "driver and debt collector", 1998),
            ("Shay Corrigan", "suspect", "runs the Saltgate end", 2001),
            ("Connor Pask", "other", "former runner, on licence", 2004),
        ),
        (
            (
                -636,
                "probation",
                "view",
                "cda-115",
                "partnership",
                "Four members and two former runners are on licence to you",
                300,
            ),
            (
                -636,
                "council",
                "contribute",
                "cda-115",
                "partnership",
                "Cuckooed tenancies are yours; partial closure orders",
                300,
            ),
            (
                -470,
                "health",
                "view",
                "cda-115",
                "partnership",
                "Treatment of cuckooed tenants; stabbing outreach",
                180,
            ),
        ),
        (
            ("14 Chandler Street", "cuckooed flat, tenant now rehoused"),
            ("Rear of Tern Court garages", "handover point"),
        ),
    ),
    Group(
        "saltgate",
        "Saltgate labour exploitation network",
        "Recruits men from abroad with promises of warehouse work, houses eleven to a terrace in Saltgate and takes their wages. "
        "Controls bank cards and tells them the police will deport them.",
        "Modern slavery; money laundering; benefit fraud",
        "Saltgate and the Millreach industrial estate",
        "2",
        -660,
        "lro",
        40,
        (("nominated", -660), ("mapped", -630), ("active", -600), ("disrupted", -210), ("dormant", -70)),
        (
            (
                -640,
                61,
                57,
                80,
                "At least thirty men under control. Harm is very high; threat of violence used rather than violence seen.",
            ),
            (
                -480,
                66,
                60,
                84,
                "A man was burnt when a heater fell in an overcrowded room. He was told to say he slept elsewhere.",
            ),
            (
                -330,
                52,
                45,
                70,
                "Employers now refuse wages paid to shared accounts; income to the network has halved.",
            ),
            (
                -205,
                31,
                28,
                36,
                "Twenty-three men recovered, three charged. Houses empty. Accounts restrained.",
            ),
            (-75, 22, 20, 24, "No recruitment seen for four months. The two at large are believed abroad."),
        ),
        (
            (
                -655,
                "Report from a supermarket",
                'A shift manager noticed eleven men paid into one account. She was told by one of them: "the house keeps it safe".',
                "all",
            ),
            (
                -598,
                "Joint plan with labour inspectors",
                "Inspectors lead on the agency licence; we lead on control of the men. One reception plan for both.",
                "all",
            ),
            (
                -476,
                "Burns at Hawser Terrace",
                "Man, 44, treated for burns to both hands. He gave his name and then withdrew it. Matron kept him two nights to give him time.",
                ("health", "council"),
            ),
            (
                -212,
                "Reception centre opened",
                "Twenty-three men brought out by day, on foot, without uniforms. Nineteen chose to enter the National Referral Mechanism.",
                "all",
            ),
            (
                -208,
                "Three charged",
                "Three charged with holding persons in servitude and acquisition of criminal property. Two others left by ferry before the day.",
                "all",
            ),
            (-120, "Restraint order", "£187,400 in nine accounts restrained. Two houses to be sold.", "own"),
            (
                -72,
                "Moved to dormant",
                "Reviewed with partners: no sign of activity. Kept under a six-monthly review with the port.",
                "all",
            ),
        ),
        (
            ("Valdis Ozorin", "suspect", "recruiter, believed abroad", 1979),
            ("Marek Ostrow", "convicted", "house manager", 1984),
            ("Irena Ostrow", "suspect", "held bank cards, awaiting trial", 1986),
            ("Ginte Palek", "suspect", "agency go-between, awaiting trial", 1990),
            ("Deniz Karal", "suspect", "driver, believed abroad", 1988),
        ),
        (
            (
                -600,
                "council",
                "contribute",
                "cda-115",
                "partnership",
                "Houses in multiple occupation and the reception plan",
                90,
            ),
            (-600, "health", "view", "cda-115", "partnership", "Health checks at the reception centre", 90),
        ),
        (
            ("27 and 29 Hawser Terrace", "overcrowded houses, now empty"),
            ("Millreach Packing, unit 6", "workplace"),
        ),
    ),
    Group(
        "gannet",
        "Gannet Point importation group",
        "Brings cocaine ashore from small craft between Gannet Point and the old coastguard slip, and sells on by the kilogram to "
        "groups in Northshire and Eastmoor. Careful, well funded and patient.",
        "Class A importation; money laundering",
        "Gannet Point, St Bride's Quay and the Eastmoor border",
        "1",
        -540,
        "Gareth Pell",
        8,
        (("nominated", -540), ("mapped", -500), ("active", -460)),
        (
            (-520, 70, 62, 48, "Two landings a quarter, each of perhaps 30 kg. Good tradecraft."),
            (-400, 78, 70, 52, "Third boat bought for cash. A harbour worker has come into money."),
            (-260, 84, 76, 58, "Supplies at least four other groups in two forces, Ropewalk among them."),
            (
                -110,
                81,
                72,
                57,
                "One landing lost to weather and one to us; 28 kg recovered without their knowing how.",
            ),
            (
                -20,
                86,
                75,
                60,
                "A landing is expected before the end of the month. Two of the group have bought firearms certificates abroad.",
            ),
        ),
        (
            (
                -538,
                "Report from a harbour master",
                "A rigid inflatable that never fishes and never carries divers is refuelled before each new moon.",
                "own",
            ),
            (
                -455,
                "Joint team with Eastmoor",
                "Joint investigation agreed. Northshire leads ashore and Eastmoor leads on the money.",
                "all",
            ),
            (
                -262,
                "Supply to Ropewalk confirmed",
                "Packaging from the eleven warrants carries the same stamp as the sample from Gannet Point.",
                "all",
            ),
            (
                -118,
                "28 kg recovered",
                "Recovered from a cache in the dunes and replaced. Lawful authority recorded in the policy book.",
                "own",
            ),
            (
                -30,
                "The skipper's loan",
                "Cash deposits of £9,500, three weeks apart, to a marine surveyor's account at an Eastmoor branch.",
                ("eastmoor",),
            ),
            (
                -12,
                "Weather window",
                "The next suitable nights are noted in the plan. Leave restricted for the team.",
                "own",
            ),
        ),
        (
            ("Anders Quayle", "suspect", "organiser; owns a chandlery", 1971),
            ("Lewis Tarn", "suspect", "skipper", 1980),
            ("Fergus Hallam", "suspect", "shore party and storage", 1987),
            ("Nicola Strand", "suspect", "accountant", 1977),
            ("Bryn Castellan", "suspect", "harbour worker", 1991),
        ),
        (
            (
                -452,
                "eastmoor",
                "contribute",
                "dpa-law-enforcement",
                "border",
                "Joint investigation across the border",
                280,
            ),
            (
                -200,
                "council",
                "signpost",
                "cda-115",
                "partnership",
                "The harbour is council property; speak to us before any works there",
                120,
            ),
        ),
        (("The Slip, Gannet Point", "landing place"), ("Motor vessel Second Wind", "shore boat")),
        handling="Named officers of Northshire and Eastmoor only. No mention by radio.",
    ),
    Group(
        "whinfield",
        "Whinfield burglary crew",
        "Travels to burgle homes for car keys and gold, most often those of South Asian families before weddings. Sells gold to one dealer.",
        "Burglary; vehicle theft; handling stolen gold",
        "Whinfield and the orbital road",
        "3",
        -610,
        "Lorna Weir",
        -9,
        (("nominated", -610), ("mapped", -590), ("active", -560), ("disrupted", -330), ("archived", -95)),
        (
            (-600, 55, 50, 52, "Sixty-one offences in four months, families at home in nine."),
            (-470, 62, 54, 58, "A grandmother of 78 was pushed over and broke her hip."),
            (-325, 27, 25, 30, "Four charged, dealer closed."),
            (-100, 12, 10, 14, "No offences that match for six months."),
        ),
        (
            (
                -608,
                "Pattern noticed by an analyst",
                "Nineteen burglaries in the fortnight before a family wedding. Dates were on public social media pages.",
                "all",
            ),
            (
                -500,
                "Gold roadshows with trading standards",
                "Marked 212 families' gold at four temples and two community halls. 19 volunteers trained.",
                "all",
            ),
            (
                -468,
                "Harm to Mrs K",
                "Fractured hip, surgery, and fear of going home. Her daughter speaks for the family and asked for the same officer each time.",
                "own",
            ),
            (
                -332,
                "Arrests and the dealer",
                "Four arrested in two cars; 2.1 kg of melted gold found at the dealer's. His registration was withdrawn.",
                "all",
            ),
            (
                -96,
                "No longer meets the definition",
                "Three serving and one abroad. Proposal to archive agreed by the SRO.",
                "all",
            ),
        ),
        (
            ("Dale Ferriby", "convicted", "organiser, serving five years", 1989),
            ("Curtis Lomond", "convicted", "burglar, serving four years", 1995),
            ("Joe Ferriby", "convicted", "driver, serving three years", 1997),
            ("Harlan Pike", "suspect", "gold dealer, registration withdrawn", 1968),
        ),
        (
            (
                -520,
                "council",
                "view",
                "cda-115",
                "partnership",
                "Trading standards' visits to gold dealers",
                -100,
            ),
        ),
        (("Pike's Gold and Pawn, Market Row", "dealer, closed"),),
        sensitive=False,
        handling="",
    ),
    Group(
        "cinder",
        "Cinder Hill firearms group",
        "Supplies converted blank-firing pistols to groups across the county. Three discharges in Harbourne in a year are tied to its weapons.",
        "Firearms supply; violence",
        "Cinder Hill and Larchmoor",
        "1",
        -430,
        "lro",
        27,
        (("nominated", -430), ("mapped", -425), ("active", -410)),
        (
            (
                -425,
                77,
                72,
                70,
                "Two discharges, one a child's bedroom window. Conversion skill is the group's own.",
            ),
            (-330, 85, 80, 76, "Third discharge. Two weapons for sale by picture message."),
            (-220, 80, 70, 72, "The workshop moved; four weapons recovered, eleven believed sold."),
            (-115, 64, 55, 60, "Converter remanded. No weapon offered for sale for six weeks."),
            (
                -25,
                57,
                50,
                54,
                "Two weapons surrendered through a church. An apprentice may take over the workshop.",
            ),
        ),
        (
            (
                -428,
                "Discharge on Pinder Road",
                "One shot through a child's bedroom window at 23:40. Wrong house. The family was moved the same night.",
                "all",
            ),
            (
                -411,
                "Gold group stood up",
                "Gold group every 48 hours until further notice. Threat to life warnings issued to two men.",
                "own",
            ),
            (
                -328,
                "Third discharge",
                "Outside the Larchmoor social club, nobody hit. Casings match Pinder Road.",
                "all",
            ),
            (
                -221,
                "Workshop found",
                "Lathe, 40 blanks and drawings in a lock-up rented in a dead man's name. Four weapons recovered.",
                "all",
            ),
            (
                -116,
                "Converter charged and remanded",
                "Charged with manufacture and transfer of prohibited weapons. No bail.",
                "all",
            ),
            (
                -27,
                "Two weapons handed in",
                "Surrendered through the vicar of St Bride's, no questions asked. Both test-fired; no match yet.",
                "all",
            ),
            (
                -6,
                "Who may take over",
                "Name of the apprentice is with the source unit. Not for wider sharing.",
                "own",
            ),
        ),
        (
            ("Stephen Marl", "suspect", "converter, remanded", 1974),
            ("Rhys Cottrell", "suspect", "seller", 1996),
            ("Denton Blyth", "suspect", "stores weapons", 1992),
            ("Aaron Voyle", "suspect", "courier", 2002),
        ),
        (
            (
                -405,
                "probation",
                "view",
                "offender-management",
                "partnership",
                "Three members on licence; conditions on contact",
                200,
            ),
            (
                -200,
                "offenders",
                "contribute",
                "offender-management",
                "partnership",
                "Licence conditions written with the supervising officers",
                200,
            ),
        ),
        (("Lock-up 31, Cinder Hill Road", "workshop, searched"),),
        handling="Risk of violence to sources: nothing from this record may be read out in the presence of others.",
    ),
    Group(
        "millreach",
        "Millreach courier fraud group",
        'Telephones people over 75 as "the bank\'s fraud team" or "the police", and sends a courier for cards, cash and gold. '
        "Callers sit in an office above a vape shop.",
        "Fraud by courier; money laundering",
        "Millreach; victims in nine counties",
        "3",
        -500,
        "Sanjay Mistry",
        33,
        (("nominated", -500), ("mapped", -470), ("active", -450)),
        (
            (-490, 48, 46, 60, "Forty-four victims, average age 81, average loss £9,700."),
            (-350, 56, 50, 69, "A victim sold his late wife's rings for them. Losses over £1.1 million."),
            (-190, 50, 42, 61, "Call blockers fitted in 130 homes; couriers arrested twice."),
            (-35, 39, 35, 48, "Fewer calls from the county; the group is turning to pension transfers."),
        ),
        (
            (
                -498,
                "Bank's report",
                "One branch stopped four withdrawals in a week. Each customer had been told not to trust the branch.",
                "all",
            ),
            (
                -352,
                "Mr T, 88",
                "Lost £31,000 and two rings. He will not tell his son. Officer visits each Thursday and he now has a befriender.",
                "own",
            ),
            (
                -192,
                "Banking protocol day",
                "All 23 branches in the city trained by the same two constables. First stop within three hours.",
                "all",
            ),
            (
                -80,
                "Office located",
                "Two floors above the vape shop, eight desks. Observation is lawful until the end of the month.",
                "own",
            ),
            (
                -33,
                "Turning to pensions",
                "Two callers recorded asking for pension provider details. Passed to the pensions regulator.",
                "all",
            ),
        ),
        (
            ("Leon Abercrane", "suspect", "organiser; owns the vape shop", 1990),
            ("Tia Marlow-Finch", "suspect", "lead caller", 1998),
            ("Ashton Reeve", "suspect", "courier", 2003),
            ("Callie Druce", "suspect", "holds accounts", 2000),
        ),
        (
            (
                -440,
                "council",
                "contribute",
                "cda-115",
                "partnership",
                "Call blockers through trading standards",
                100,
            ),
        ),
        (("Cloud Nine Vapes, 3 Tanner's Row", "callers' office above"),),
    ),
]
GROUPS = [*FIRST, *(Group(**row) for row in MORE)]
