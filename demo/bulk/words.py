"""Texts of records in bulk, mixed from a few hundred parts. All invented."""

import random

PLACES = (
    "Ropewalk Saltgate Whinfield Millreach Eastfold Dunmere Larchmoor Quayside Gannet Hawser Pinder "
    "Tanner Orchard Foundry "
    "Chapel Station Harbour Meadow Priory Castle Bridge Canal Granary Colliery Viaduct Barracks "
    "Windmill Gasworks Paddock Spinney "
    "Limekiln Tollgate Sandpiper Kittiwake Cormorant Bramble Juniper Hawthorn Sycamore Rowan"
).split()
CRIMES = [
    "drug supply group",
    "county lines group",
    "vehicle theft group",
    "burglary crew",
    "fraud group",
    "labour exploitation network",
    "firearms group",
    "cannabis network",
    "rural theft group",
    "importation group",
    "money laundering network",
    "tobacco group",
]
FIRST = (
    "Alma Bertie Cleo Damon Edie Felix Greta Hugo Iris Jonah Keira Lenny Mabel Nico Orla Percy Quinn "
    "Rosa Silas Tessa "
    "Uma Victor Wanda Xena Yusuf Zara Asha Bilal Chidi Dev Elena Farid Gita Hana Imran Jasmin Kofi "
    "Leila Milan Nadia"
).split()
# Surnames are put together of these two: 3,000 of them, because a planner that knows each name of a database
# by heart takes any other word for a common one, which no real list of people makes it do.
LAST_BEGIN = (
    "Ash Barrow Cal Dun Elver Farn Gar Hesk Ingle Jep Ketter Lom Mar Nether Oak Pember Quarm Ravens "
    "Sel Thorn Under Vick Wether "
    "Yar Zeal Amber Birch Cros Delan East Fother Grant Holm Ibbot Jarr Kirk Lath Moss Nor Ormer Pick "
    "Rad Stan Tres Up Wool Whit "
    "Brom Chad Dray"
).split()
LAST_END = (
    "by dale den der fell field ford gate ham hurst ing land ley low lock man mere more ness over "
    "ridge rod sett shaw side stall "
    "stead stock thorpe ton tree wade wall ward water way well wick wood worth wright yard burn combe "
    "cott croft crest bury bridge "
    "beck bank bourne brook cliffe cross cote edge end"
).split()
OPENINGS = [
    "Reported by neighbours over several weeks.",
    "Came to notice through a missing episode.",
    "Referred by a school.",
    "Found during a warrant on another matter.",
    "Put forward by the neighbourhood team.",
    "Disclosed to a nurse who asked alone.",
    "Passed on by another force.",
    "Raised at the domestic abuse conference.",
    "Seen by an outreach worker.",
    "Stopped by a bank cashier.",
]
MIDDLES = [
    "Two addresses and a grey hatchback in common.",
    "Cash, phones and a debt list were found.",
    "Threats were made to a younger brother.",
    "The tenancy is at risk and rent is unpaid.",
    "Injuries do not fit the account given.",
    "A knife was carried on two occasions.",
    "Wages were paid into an account held by another person.",
    "Contact was made through a gaming server.",
    "There is a history of strangulation.",
    "Bail conditions were broken within a week.",
    "Children in the home are known to social care.",
    "The landlord has not been seen for months.",
    "A shotgun certificate was surrendered.",
    "Firearms were offered by picture message.",
    "A tracker was found under the wheel arch.",
]
ENDINGS = [
    "Plan agreed with partners.",
    "Review in six weeks.",
    "Adviser has made safe contact.",
    "Licence conditions were changed.",
    "Nothing new since the last review.",
    "A closure order is being prepared.",
    "The family wants one officer throughout.",
    "Disruption had the effect hoped for.",
    "Risk has moved and not gone away.",
    "Financial enquiries go on.",
]
RARE = ["kingfisher", "lighthouse", "accordion", "greyhound", "harpsichord", "observatory"]
TASKS = [
    "Visit the address",
    "Agree a safe number",
    "Map phones and cars",
    "Serve a warning notice",
    "Apply for a closure order",
    "Refer to the adviser",
    "Brief the housing officer",
    "Check licence conditions",
    "Fit locks and a door chain",
    "Follow the money",
    "Meet the school",
    "Review the safety plan",
    "Debrief the operation",
    "Speak to the family",
]
TEXTS = 5000


def texts(seed=7):
    """TEXTS summaries; about one in five hundred holds a rare word."""
    rng = random.Random(seed)
    return [
        " ".join([rng.choice(OPENINGS), *rng.sample(MIDDLES, rng.randint(1, 4)), rng.choice(ENDINGS)])
        + (f" Known locally as the {rng.choice(RARE)}." if rng.random() < 0.002 else "")
        for _ in range(TEXTS)
    ]
