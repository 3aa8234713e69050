"""Handing over what a person led and had to do, as the owner role: the administrator who asked sees none of
it.

Heirs are asked about again at the moment itself: live, in the owner team, cleared. What nobody can take stays
where it is and is counted, so that it is on the administrator's list.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership, Team
from pam.access.reader import reader_of_membership
from pam.access.services import end_names
from pam.access.validation import save_valid
from pam.accounts.models import Departure
from pam.accounts.selectors.work import WORDS, places
from pam.actions.models import Action
from pam.actions.owners import assign, offer
from pam.actions.selectors import sanitised as sanitised_selectors
from pam.actions.services import sanitised
from pam.audit.services import Verb, log
from pam.notifications.services import enqueue
from pam.records.models import Entry, Record
from pam.records.services import chronicle


@transaction.atomic
def hand_over(pk: int) -> int:
    """Does departure `pk`, once; returns how many things changed hands. One whose person was let back is
    cancelled.
    """
    departure = (
        Departure.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=pk, done_at=None, cancelled_at=None)
        .select_related("membership__user")
        .first()
    )
    if departure is None:
        return 0
    if not departure.membership.ended:
        departure.cancelled_at = timezone.now()
        save_valid(departure, update_fields=["cancelled_at"])
        return 0
    turn = _Turn(departure)
    turn.records()
    turn.actions()
    turn.given()
    turn.teams()
    departure.done_at, departure.handed, departure.left = timezone.now(), turn.handed, turn.left
    save_valid(departure, update_fields=["done_at", "handed", "left"])
    enqueue("handed_over", departure.uuid, turn.heirs.values())
    return turn.handed


class _Turn:
    """One handover while it is done: from which person, for which person, and how far it has come."""

    def __init__(self, departure: Departure) -> None:
        self.actor = reader_of_membership(departure.asked_by_id, in_force=False)
        self.leaver, self.chosen = departure.membership, departure.heirs
        self.handed, self.left = 0, 0
        self.heirs: dict[int, Membership] = {}

    def records(self) -> None:
        """Each record that still needs who is named on it."""
        for _kind, model, fields in places():
            named = Q()
            for field in fields:
                named |= Q(**{field: self.leaver})
            rows = model._default_manager.filter(named, closed_at=None)
            for pk in rows.order_by("pk").values_list("pk", flat=True):
                self._record(model, fields, pk)

    def _record(self, model, fields, pk):
        # Locked first and read in a second statement: a kind of record has two tables.
        list(Record.objects.select_for_update(of=("self",)).filter(pk=pk).values_list("pk"))
        record = model._default_manager.get(pk=pk)
        heir = self._heir(
            self.chosen.get("teams", {}).get(str(record.team_id)), record.marking, team=record.team_id
        )
        mine = [field for field in fields if getattr(record, f"{field}_id") == self.leaver.pk]
        if heir is None:
            self.left += 1
            return
        for field in mine:
            setattr(record, field, heir)
        self._save(record, heir)
        end_names(
            actor=self.actor,
            record=record,
            named={getattr(record, f"{field}_id") for field in fields} - {None},
        )
        capacity = " and ".join(WORDS[field] for field in mine)
        log(self.actor, Verb.ALTERATION, "hand over", [record.pk], detail=record.reference)
        chronicle(
            actor=self.actor,
            record=record,
            kind=Entry.Kind.CHANGE,
            title=f"{heir.user.name} takes over as {capacity}",
            text=f"{self.leaver.user.name} leaves.",
        )

    def actions(self) -> None:
        """Each open action: for the person who takes over, if they can see it, else for the person who leads
        its record now.
        """
        rows = Action.objects.filter(owner=self.leaver, status=Action.Status.OPEN)
        for action in rows.select_for_update(of=("self",)).select_related("record").order_by("pk"):
            heir = self._seeing(action, self.chosen.get("actions")) or self._seeing(
                action, action.record.lead_id
            )
            if heir is None:
                self.left += 1
                continue
            assign(action, heir)
            offer(action, by=None)
            self._save(action, heir)
            log(self.actor, Verb.ALTERATION, "hand over action", [action.record_id])
            chronicle(
                actor=self.actor,
                record=action.record,
                kind=Entry.Kind.ACTION,
                title=f"Action handed over: {action.title}",
                text=f"From {self.leaver.user.name} to {heir.user.name}.",
                agencies=action.agencies,
            )

    def given(self) -> None:
        """Each sanitised action that they were given in person: for the person who takes over their
        actions.
        """
        heir = Membership.objects.live().filter(
            pk=self.chosen.get("actions"), agency_id=self.leaver.agency_id
        )
        heir = heir.exclude(pk=self.leaver.pk).select_related("user").first()
        for row in sanitised_selectors.left_by(self.leaver).select_for_update(of=("self",)):
            if heir is None:
                self.left += 1
                continue
            sanitised.pass_on(actor=self.actor, row=row, leaver=self.leaver, heir=heir)
            self.handed += 1
            self.heirs[heir.pk] = heir

    def teams(self) -> None:
        """Each team that they managed; without anyone in it to take over, it has no manager."""
        for team in Team.objects.filter(manager=self.leaver):
            heir = self._heir(self.chosen.get("managers", {}).get(str(team.pk)), 0, team=team.pk)
            team.manager = heir
            save_valid(team, update_fields=["manager"])
            log(
                self.actor,
                Verb.ALTERATION,
                "hand over team",
                detail=f"{team.name}: manager {heir.user.name if heir else 'none'}",
            )

    def _save(self, row, heir):
        row.version, row.updated = row.version + 1, timezone.now()
        row._asked_by, row._change_reason = self.actor, f"Handed over from {self.leaver.user.name}"[:100]
        save_valid(row)
        self.handed += 1
        self.heirs[heir.pk] = heir

    def _heir(self, number, marking, *, team):
        rows = Membership.objects.live().filter(pk=number, agency_id=self.leaver.agency_id, teams=team)
        return rows.filter(clearance__gte=marking).exclude(pk=self.leaver.pk).select_related("user").first()

    def _seeing(self, action, number):
        reader = reader_of_membership(number) if number and number != self.leaver.pk else None
        if reader is None or not visibility.visible_to(reader, Action).filter(pk=action.pk).exists():
            return None
        return Membership.objects.select_related("user").get(pk=number)
