"""The lists that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList("pvp.strand", "PVP strands", "What kind of harm a case is about.", own=True),
    ReferenceList("pvp.grade", "PVP risk grades", "How serious the risk to the person is.", own=True),
    ReferenceList(
        "pvp.referral_end",
        "Referrals: reasons for no further action",
        "Why a referral led to nothing more.",
        own=True,
    ),
)
