"""Pages and commands by their names, for the box in the header: "record a group", "my overdue actions"."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from pam.db.folding import fold


@dataclass(frozen=True)
class Command:
    """A page that is found by its name: `label` as people say it, `name` of its address and `query`, `also`
    further words for it. With `roles` it is for who holds one of them, with `in_team` for who is in a team.
    """

    label: str
    name: str
    query: str = ""
    also: str = ""
    roles: tuple[str, ...] = ()
    in_team: bool = False

    def is_for(self, reader: Any) -> bool:
        """Whether `reader` may use it; the page itself asks again."""
        return (not self.roles or reader.has_role(*self.roles)) and (
            not self.in_team or bool(reader.team_ids)
        )

    @property
    def url(self) -> str:
        """Its address, or "" where it is none here."""
        try:
            return reverse(self.name) + (f"?{self.query}" if self.query else "")
        except NoReverseMatch:
            return ""


_commands: list[Command] = []


def register_commands(*commands: Command) -> None:
    """Makes `commands` findable; called by a room's AppConfig."""
    _commands.extend(commands)


def commands_for(reader: Any, text: str, most: int = 5) -> list[Command]:
    """The pages of the navigation and the commands that `reader` may use, and in whose label or further words
    a word begins with each word of `text`.
    """
    words = fold(text).split()
    navigation = [
        Command(label, name, roles=tuple(roles[0]) if roles else ())
        for label, name, *roles in getattr(settings, "PAM_NAVIGATION", [])
    ]
    return [
        command
        for command in (*_commands, *navigation)
        if words and all(f" {word}" in f" {fold(f'{command.label} {command.also}')}" for word in words)
        if command.is_for(reader) and command.url
    ][:most]


def new_records_for(reader: Any) -> list[Command]:
    """The commands by which `reader` begins a record."""
    return [command for command in _commands if command.in_team and command.is_for(reader)]
