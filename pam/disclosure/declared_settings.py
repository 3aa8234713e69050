"""What an agency may set about sharing, requests for access, break-glass and agreements."""

from pam.disclosure.selectors import bases
from pam.reference.declarations import Several, WholeNumber, YesNo, declare

SHARING, ACCESS, AGREEMENTS = "Sharing", "Access requests and break-glass", "Agreements"
DAYS = ("day", "days")

declare(
    WholeNumber(
        key="disclosure.share_days",
        label="How long a share lasts",
        meaning="Offered when your people share a record, unless the agreement says how long.",
        group=SHARING,
        default=90,
        minimum=1,
        maximum=1825,
        unit=DAYS,
    ),
    YesNo(
        key="disclosure.one_off_by_supervisors",
        label="Supervisors may share without an agreement",
        meaning="Once, with a justification, where no agreement covers it.",
        group=SHARING,
        default=True,
    ),
    Several(
        key=bases.NOT_USED,
        label="Lawful bases that your agency does not use",
        meaning="Your people are not offered these when they share a record or ask another agency. Shares"
        " already made on one go on.",
        group=SHARING,
        default="",
        choices=bases.bases_of_kind,
        needs_second="removing",
    ),
    Several(
        key=bases.FURTHER,
        label="Further lawful bases that your agency uses",
        meaning="pam offers a lawful basis to the kinds of agency that usually use it. Select one only if"
        " your legal adviser confirms that your agency can share on it.",
        group=SHARING,
        default="",
        choices=bases.bases_of_other_kinds,
        needs_second="any word more",
    ),
    WholeNumber(
        key="disclosure.one_off_days",
        label="How long a share without an agreement lasts",
        meaning="It can end earlier, and never later.",
        group=SHARING,
        default=28,
        minimum=1,
        maximum=365,
        unit=DAYS,
    ),
    WholeNumber(
        key="disclosure.access_request_days",
        label="Time until an unanswered access request goes to supervisors",
        meaning="The supervisors of the team that owns the record are told.",
        group=ACCESS,
        default=3,
        minimum=1,
        maximum=60,
        unit=DAYS,
        none="Never",
    ),
    WholeNumber(
        key="disclosure.break_glass_minutes",
        label="How long break-glass access lasts",
        meaning="To records of your agency.",
        group=ACCESS,
        default=60,
        minimum=5,
        maximum=1440,
        unit=("minute", "minutes"),
    ),
    YesNo(
        key="disclosure.break_glass_other_agencies",
        label="People of other agencies may use break-glass on your records",
        meaning="If no, only people of your own agency may.",
        group=ACCESS,
        default=False,
    ),
    *(
        WholeNumber(
            key=f"disclosure.agreement_{code}_warning_days",
            label=f"{code.capitalize()} warning before an agreement ends",
            meaning="The agreement’s owner and the administrators of the agency that keeps it are told.",
            group=AGREEMENTS,
            default=days,
            minimum=1,
            maximum=365,
            unit=DAYS,
            none="No warning",
        )
        for code, days in (("first", 60), ("second", 30), ("last", 7))
    ),
)
