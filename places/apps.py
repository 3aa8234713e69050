from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places where an approach in phases runs, and local profiles."""

    name = "places"

    def ready(self):
        from pam.api.resources import register_resource
        from pam.contact.purposes import register_purpose
        from pam.lists.kept import register_list
        from pam.records.kinds import register
        from pam.records.link_kinds import LinkKind, register_link_kinds
        from pam.ui.commands import Command, register_commands
        from places.api import PLACES, PROFILES
        from places.forms import KEPT
        from places.profiles import forms as profile_forms
        from places.stages import PLACE, PROFILE

        register(PLACE)
        register(PROFILE)
        register_purpose("Places", "one record for each area that is cleared, held and built up")
        register_commands(
            Command("Places", "places:list", also="clear hold build area neighbourhood"),
            Command("Local profiles", "places:profiles", also="recommendations partnership"),
            Command("Record a local profile", "places:profile_new", also="new add", in_team=True),
            Command("Record a place", "places:new", also="new add clear hold build", in_team=True),
        )
        register_link_kinds(LinkKind("active_in", "Active in", "Active here"))
        register_list(KEPT)
        register_list(profile_forms.KEPT)
        register_resource(PLACES)
        register_resource(PROFILES)
        self._register_restoring()
        from pam.ui.statuses import register_status_colours

        register_status_colours({"up to date": "green", "out of date": "red", "not dated yet": "grey"})
        from pam.evidence.registry import register_evidence
        from places.evidence import EVIDENCE

        register_evidence(EVIDENCE)

    def _register_restoring(self):
        from pam.records.restorable import register as register_restoring
        from places import services
        from places.models import LocalProfile, PlaceRecord
        from places.profiles import services as profile_services

        register_restoring(
            PlaceRecord,
            [
                "title",
                "summary",
                "area_kind",
                "area",
                "boundary",
                "team",
                "lead",
                "next_review",
                "marking",
                "handling",
                "retention_group",
            ],
            services.restore_value,
        )
        register_restoring(
            LocalProfile,
            [
                "title",
                "summary",
                "area",
                "period_from",
                "period_to",
                "profile_on",
                "team",
                "lead",
                "next_review",
                "marking",
                "handling",
                "retention_group",
            ],
            profile_services.restore_value,
        )
