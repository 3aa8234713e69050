"""What is done and noted for people at risk in the demo, by strand. `{name}` is the person's first name."""

# title, 4P, teams who may own it, what came of it
SAFETY = {
    "domestic": [
        (
            "Agree a safe number and times to ring {name}",
            "protect",
            "pvp",
            "Code word and two safe times agreed; neighbour's number as a second way.",
        ),
        (
            "Refer to an independent domestic violence adviser",
            "protect",
            "pvp",
            "Accepted; first meeting within two days.",
        ),
        (
            "Address marker for urgent calls",
            "protect",
            "pvp",
            "Marker on for twelve months, with the dog and the children's names.",
        ),
        (
            "Fit locks, letterbox guard and door chain",
            "protect",
            "safety",
            "Fitted the next day by the sanctuary scheme.",
        ),
        (
            "Apply for a Domestic Violence Protection Order",
            "pursue",
            "pvp",
            "Granted for 28 days; served in person.",
        ),
        (
            "Present at the domestic abuse conference (MARAC)",
            "prepare",
            "pvp",
            "Heard; eleven actions among five agencies.",
        ),
        (
            "Adviser to stay in touch through the court case",
            "protect",
            "advice",
            "Weekly contact; special measures applied for.",
        ),
        (
            "Flag on health records, ask alone at each visit",
            "protect",
            "safeguarding",
            "Flag on at the surgery and in maternity.",
        ),
    ],
    "cce": [
        (
            "Strategy discussion on {name}",
            "protect",
            "children",
            "Held the same day; child and family assessment opened.",
        ),
        (
            "Refer to the National Referral Mechanism",
            "protect",
            "pvp",
            "Reasonable grounds decision positive.",
        ),
        (
            "Return home interview after each missing episode",
            "protect",
            "children",
            "Done within 72 hours by somebody {name} chose.",
        ),
        (
            "Warning notices to those who collect {name}",
            "pursue",
            "pvp",
            "Three served; one breached and arrested.",
        ),
        (
            "Trusted adult named and introduced",
            "prevent",
            "advice",
            "Met four times; {name} rings of own accord.",
        ),
        (
            "Brief school: what to look for and whom to ring",
            "prepare",
            "pvp",
            "Head of year and the gate staff briefed.",
        ),
        (
            "Debt made to the line: plan with the family",
            "protect",
            "pvp",
            "Family know what to do if somebody calls; camera fitted.",
        ),
    ],
    "cse": [
        ("Video interview planned with intermediary", "pursue", "pvp", "Held in two short sessions."),
        ("Child abduction warning notice", "pursue", "pvp", "Served at his place of work."),
        ("Device examined and returned", "pursue", "pvp", "Returned within three weeks as promised."),
        (
            "Sexual health appointment in one visit",
            "protect",
            "safeguarding",
            "Attended with the support worker.",
        ),
        (
            "Images reported for removal",
            "protect",
            "pvp",
            "Reported to the hotline; two of three taken down.",
        ),
        (
            "Parents' evening course on online grooming",
            "prevent",
            "children",
            "Both parents came to three of four evenings.",
        ),
    ],
    "county_lines": [
        (
            "Daily visit to {name} for two weeks",
            "protect",
            "local",
            "Visited by the same constable; strangers left on day four.",
        ),
        ("Partial closure order on the flat", "pursue", "safety", "Made by the court for three months."),
        (
            "Housing: managed move",
            "protect",
            "safety",
            "Moved across the city with furniture, not just bags.",
        ),
        (
            "Drug and alcohol treatment, outreach first",
            "protect",
            "safeguarding",
            "Saw the outreach nurse at home twice.",
        ),
        ("Care Act assessment", "protect", "children", "Completed; six hours' support a week."),
        (
            "Neighbours told what to report",
            "prepare",
            "local",
            "Eight doors on the landing, a card with a number through each.",
        ),
    ],
    "modern_slavery": [
        (
            "First contact with adviser and interpreter",
            "protect",
            "advice",
            "Met in a park at {name}'s wish.",
        ),
        ("Refer to the National Referral Mechanism", "protect", "pvp", "Positive on reasonable grounds."),
        (
            "Health check and dentist",
            "protect",
            "safeguarding",
            "Registered with a surgery; two teeth saved.",
        ),
        (
            "Account of control in {name}'s own words",
            "pursue",
            "pvp",
            "Taken in three visits with the same interpreter.",
        ),
        (
            "Safe accommodation out of the area",
            "protect",
            "children",
            "Placed; location known to two people.",
        ),
        (
            "Trafficking markers: what we tell other forces",
            "prepare",
            "pvp",
            "Marker on; contact is the officer in the case.",
        ),
    ],
    "stalking": [
        (
            "Stalking Protection Order",
            "pursue",
            "pvp",
            "Full order for two years, with a condition on tracking devices.",
        ),
        ("Sweep of car, phone and home", "protect", "pvp", "Tracker recovered; phone rebuilt."),
        (
            "Single log of incidents with {name}",
            "protect",
            "advice",
            "One log, shared weekly; nothing told twice.",
        ),
        ("Employer's safety plan", "prepare", "pvp", "Parking by the door; reception has a photograph."),
        ("Screening and risk conference", "prepare", "pvp", "Heard; psychologist's view obtained."),
    ],
    "adult": [
        (
            "Adult safeguarding enquiry with {name}'s wishes first",
            "protect",
            "children",
            "Enquiry opened; outcomes agreed with {name}.",
        ),
        (
            "Call blocker and trusted contact at the bank",
            "protect",
            "safety",
            "Fitted; bank rings the trusted contact above £500.",
        ),
        (
            "Capacity and undue influence: joint visit",
            "protect",
            "safeguarding",
            "Capacity present; influence likely and recorded.",
        ),
        ("Fire safety visit", "protect", "local", "Alarms fitted; escape route cleared."),
        ("Weekly welfare visit by the neighbourhood team", "prevent", "local", "Thursdays, same officer."),
        ("Statement and preservation of evidence", "pursue", "pvp", "Taken at home over two mornings."),
    ],
    "missing": [
        ("Trigger plan: who does what in the first hour", "prepare", "pvp", "Written, tried out, shortened."),
        (
            "Return interview by somebody {name} knows",
            "protect",
            "children",
            "Done at the sea front; useful.",
        ),
        (
            "Philomena or Herbert Protocol form complete",
            "prepare",
            "local",
            "Complete and on the control room's system.",
        ),
        ("Places and people: map of each episode", "pursue", "pvp", "Two addresses and one car in common."),
        (
            "Placement review: nearer to friends and family",
            "prevent",
            "children",
            "Moved to within two miles.",
        ),
    ],
    "hba": [
        (
            "Forced Marriage Protection Order",
            "pursue",
            "pvp",
            "Made without notice; passport surrendered to the court.",
        ),
        (
            "One chance: private meeting, no family interpreter",
            "protect",
            "pvp",
            "Held at college; safe word agreed.",
        ),
        ("Port alert", "protect", "pvp", "In place for the holiday weeks."),
        ("Specialist adviser", "protect", "advice", "Accepted; speaks {name}'s first language."),
        (
            "School: absence is an emergency, not a truancy",
            "prepare",
            "children",
            "Named teacher rings within the hour.",
        ),
    ],
}

# title, text, audience ("all", "own" or agencies)
NOTES = {
    "domestic": [
        (
            "DASH risk assessment",
            "Completed with {name} alone. Strangulation, escalation and fear for the children are each a yes. Professional review_note: as graded.",
            "all",
        ),
        (
            "Call from {name}",
            "Rang on the safe number. He has been seen near the school. Patrol sent within six minutes; not found.",
            "all",
        ),
        (
            "Where {name} is staying",
            "Address known to the officer in the case and the adviser. It is not recorded here.",
            "own",
        ),
        (
            "Court result",
            "Bail conditions: not to contact directly or indirectly, not to enter the street. {name} told by telephone within the hour.",
            "all",
        ),
        (
            "Midwife's concern",
            "Seen alone for ten minutes. Disclosed that he reads her messages. Next appointment is a good time to speak.",
            ("health",),
        ),
    ],
    "cce": [
        (
            "Missing episode",
            "Reported missing 22:10, returned 06:40, tired and hungry, with £60. Would not say where.",
            "all",
        ),
        (
            "Visit to {name} at home",
            'Talked mostly about football. Left a card. {name} asked what happens to people who "grass" and we answered honestly.',
            "all",
        ),
        (
            "Who is collecting {name}",
            "Grey hatchback on three occasions; number with the analyst. Not for sharing while the enquiry is open.",
            "own",
        ),
        (
            "School's view",
            "Attendance 71 per cent and rising. Best on days with practical lessons.",
            ("council",),
        ),
    ],
    "cse": [
        (
            "Visit with the support worker",
            "{name} chose the café. Language of blame avoided by everybody. Next visit agreed.",
            "all",
        ),
        (
            "Digital enquiry",
            "Two user names resolved to one address outside the county; package sent to that force.",
            "own",
        ),
        (
            "Parent's call",
            "Worried about a new friend online. Advice given; worker will raise it gently.",
            "all",
        ),
    ],
    "county_lines": [
        (
            "Visit to the flat",
            "Two young men, both left when asked. {name} had not eaten. Food parcel, and a charger for the phone.",
            "all",
        ),
        (
            "Anonymous call",
            "Caller on the same landing: cars from 4 in the afternoon until after midnight.",
            "own",
        ),
        (
            "Outreach nurse",
            "Wound on the leg dressed. {name} agreed to be seen again on Friday.",
            ("health", "council"),
        ),
    ],
    "modern_slavery": [
        (
            "Interpreter's note",
            "{name} speaks more freely with a woman from another region. Same interpreter from now on.",
            "all",
        ),
        (
            "Account, first part",
            "Described how the money was kept and who came on Fridays. Rested when tired. No leading.",
            "own",
        ),
        (
            "Support worker's update",
            "Sleeping better. Has asked twice about work and once about home.",
            "all",
        ),
    ],
    "stalking": [
        (
            "Incident 14",
            "Parcel left at the door: a photograph of {name} at the station. Kept and bagged by {name} as shown.",
            "all",
        ),
        ("Breach", "Two messages through a third person. Arrested the same day.", "all"),
        ("Devices", "Tracker traced to a purchase by card. Statement from the seller obtained.", "own"),
    ],
    "adult": [
        (
            "Home visit",
            "Warm, clean kitchen; letters unopened. {name} glad of the company and unsure of the day.",
            "all",
        ),
        (
            "Family's view",
            "A relative asks us to do more than {name} wants. Explained whose decision it is.",
            "all",
        ),
        ("Bank's report", "Two attempts to withdraw, both stopped. Cashier thanked.", "own"),
        ("District nurse", "Skin intact, weight down two kilograms since summer.", ("health", "council")),
    ],
    "missing": [
        (
            "Missing episode",
            "Reported 19:30. Trigger plan used. Found at 23:15 by a constable who knew where to look.",
            "all",
        ),
        (
            "Return interview",
            'Not pushed from anywhere, pulled: "somebody who listens". Worker follows up.',
            "all",
        ),
        ("Phone data", "Same mast on three nights. Enquiries with the landlord of the building.", "own"),
    ],
    "hba": [
        (
            "Meeting at college",
            "Twenty minutes, library office. {name} calm and clear about the dates.",
            "all",
        ),
        ("Family contact", "Brother rang twice to ask for {name}'s timetable. Nothing was given.", "own"),
        (
            "Order served",
            "Served on three family members with an interpreter of their choosing beside ours.",
            "all",
        ),
    ],
}

# What is done about a group: title, 4P, teams who may own it, what came of it
TACTICS = [
    (
        "Phones, cars and addresses of {group}: full picture",
        "pursue",
        "ocg",
        "Eleven numbers and six cars attributed; two unknowns left.",
    ),
    (
        "Financial profile of {member}",
        "pursue",
        "ocg",
        "Spends four times what he declares; passed for restraint.",
    ),
    ("Warrants at {place}", "pursue", "ocg", "Executed without injury. Exhibits listed in the file."),
    (
        "Serious Crime Prevention Order for {member}",
        "pursue",
        "ocg",
        "Drafted with counsel; conditions on phones, cash and cars.",
    ),
    (
        "Automatic number plate checks on {group}'s cars",
        "pursue",
        "ocg",
        "Pattern of Tuesday runs confirmed.",
    ),
    ("Prison intelligence on {member}", "pursue", "offenders", "Two calls a week to one number, now known."),
    (
        "Vehicle stops by roads policing",
        "pursue",
        "local",
        "Six stops, one arrest, two cars taken for no insurance.",
    ),
    (
        "Licence conditions on {member}: contact and area",
        "pursue",
        "offenders",
        "Written in and explained; tag fitted.",
    ),
    (
        "Check companies behind {place}",
        "pursue",
        "safety",
        "Two dissolved, one in a tenant's name without his knowledge.",
    ),
    ("Cash seizure and forfeiture", "pursue", "ocg", "£18,450 forfeited by the magistrates."),
    (
        "Way out: mentor for those on the edge of {group}",
        "prevent",
        "offenders",
        "Three of five took the offer.",
    ),
    ("School sessions in {area}", "prevent", "local", "Nine classes, with a speaker who has lived it."),
    (
        "Mother and grandparents of {member}: family visit",
        "prevent",
        "advice",
        "Received better than expected; second visit asked for.",
    ),
    (
        "Work placement with the port for two young men",
        "prevent",
        "safety",
        "One kept it; one left after a week and was asked back.",
    ),
    (
        "Youth outreach in {area}, Friday and Saturday",
        "prevent",
        "children",
        "Forty contacts in six weeks, five taken further.",
    ),
    (
        "Letters to those who buy from {group}, with treatment offered",
        "prevent",
        "safeguarding",
        "Seventy letters, twelve calls, four in treatment.",
    ),
    (
        "Visit everybody at risk of cuckooing in {area}",
        "protect",
        "local",
        "Fourteen visited; three need more.",
    ),
    ("Closure order on {place}", "protect", "safety", "Made for three months."),
    (
        "Threat to life warning and safety plan",
        "protect",
        "ocg",
        "Delivered in person; plan reviewed in fourteen days.",
    ),
    (
        "Children seen with {group}: strategy meeting",
        "protect",
        "children",
        "Six children named, each with a lead worker.",
    ),
    (
        "Cameras and lighting at {place}",
        "protect",
        "safety",
        "Two cameras and four lamps; neighbours consulted.",
    ),
    (
        "Hospital marker for stab injuries tied to {group}",
        "protect",
        "safeguarding",
        "Agreed wording; outreach rings within the hour.",
    ),
    (
        "Leaflets and door knocks in {area}",
        "protect",
        "local",
        "Three hundred doors, twenty-two conversations worth having.",
    ),
    ("Brief housing officers on what {group} looks like", "prepare", "safety", "Two sessions, 46 officers."),
    (
        "Control room card for calls about {group}",
        "prepare",
        "local",
        "One page; in use since the first of the month.",
    ),
    ("Debrief of the last operation", "prepare", "ocg", "Seven lessons, two of them new."),
    (
        "Emergency department staff: signs and whom to ring",
        "prepare",
        "safeguarding",
        "All three shifts covered.",
    ),
    (
        "Plan for the day of arrests: reception of the vulnerable",
        "prepare",
        "pvp",
        "Rooms, interpreters and food arranged for thirty.",
    ),
    ("Community impact assessment", "prepare", "command", "Written, with two people from {area}."),
    ("Media lines agreed with partners", "prepare", "command", "Agreed; no names, no addresses."),
]
