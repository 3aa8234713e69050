"""Plays what people keep of their lists: views of their own and of their teams."""

from pam.lists.kept import kept_list
from pam.lists.services import save_view

# Who saves it, of which list, its name, its filters and order, for which team (None: for themselves).
VIEWS = (
    ("lro", "ocg", "Reviews that are late", "overdue=on&sort=review", "ocg"),
    ("chair", "ocg", "Groups I lead", "mine=on", None),
    ("chair", "actions", "Overdue, everyone’s", "status=overdue&whose=all", "ocg"),
    ("chair", "actions", "Not accepted in my teams", "status=offered&whose=team", None),
)


def arrange(world):
    """Notes when the views are saved."""
    for days, view in enumerate(VIEWS, start=20):
        world.story.on(-days, _save, world, *view, hour=9, minute=0)


def _save(world, person, listed, name, query, team):
    with world.story.acting(world.city.people[person]) as actor:
        team = world.city.teams[team] if team else None
        save_view(actor=actor, kept=kept_list(listed), name=name, query=query, team=team)
