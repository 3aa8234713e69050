"""What people call the codes that frameworks are found by."""

from pam.frameworks.kinds import names
from pam.frameworks.models import FrameworkVersion
from pam.reference.selectors.lists import terms

CRIME_TYPES = "frameworks.crime-type"
COMMUNITIES = "frameworks.community"
LISTS = {"crime-type": CRIME_TYPES, "community": COMMUNITIES}


def tag_names(tag: str) -> dict[str, str]:
    """{code: label} of a tag (bodies.TAGS): values in use of its list; strands of actions, then of cases."""
    if tag == "strand":
        of_actions = {code.split(".", 1)[1]: label for code, label in names("strand").items()}
        return {**of_actions, **names("case_strand")}
    return {value.code: value.label for value in terms(LISTS[tag]) if not value.retired}


def with_parts(tag: str, code: str) -> list[str]:
    """The tags of a code and of all that its list has below it: who asks for drugs finds county lines."""
    if tag == "strand":
        return [f"{tag}:{code}"]
    values = terms(LISTS[tag])
    wanted = {value.pk for value in values if value.code == code}
    while parts := {value.pk for value in values if value.parent_id in wanted} - wanted:
        wanted |= parts
    return sorted(f"{tag}:{value.code}" for value in values if value.pk in wanted)


def found_by(tags: list[str]) -> list[str]:
    """The tags in words, in their order; a code that no list has as it is."""
    known = {tag: tag_names(tag) for tag in {one.split(":", 1)[0] for one in tags}}
    return [known[tag].get(code, code) for tag, code in (one.split(":", 1) for one in tags)]


def hint_of(version: FrameworkVersion) -> str:
    """What is said below a version where one is chosen: that it suits the record, and what it is for."""
    return f"For this strand. {version.purpose}" if getattr(version, "suits", False) else version.purpose
