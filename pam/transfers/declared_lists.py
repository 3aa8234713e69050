"""The list that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists
from pam.transfers.lists import REASONS

declare_lists(ReferenceList(REASONS, "Transfers: reasons", "Why a record goes to another team or agency."))
