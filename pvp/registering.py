"""What risk, referrals, plans and episodes of a case make known to the rooms below."""

from pvp import happenings, transfers


def register_work() -> None:
    """Registers all of it; called by the AppConfig."""
    from pvp import sections  # noqa: F401  (they register themselves)

    happenings.register()
    _register_risk()
    _register_referrals()
    _register_plans_and_episodes()
    transfers.register()


def _register_risk():
    from pam.assessments.following import Follower, register_follower
    from pam.records.happenings import register_event, register_listener
    from pvp.risk import services, waiting  # noqa: F401  (waiting registers itself)
    from pvp.risk.lists import RAISED, SEEN

    register_event(RAISED, "The risk becomes high")
    register_event(SEEN, "A supervisor has seen that the risk is high")
    register_follower(Follower(lambda actor, assessment: (), services.follow))
    register_listener(services.second_graded)


def _register_referrals():
    from pam.caselists.registry import Provider, register_provider
    from pam.frameworks.kinds import register_kind
    from pam.records.entry_kinds import register_entry_kind
    from pvp.marac import selectors, services, waiting  # noqa: F401  (waiting registers itself)
    from pvp.marac.kind import REFERRAL_CRITERIA

    register_kind(REFERRAL_CRITERIA)
    register_entry_kind(services.LINE, "MARAC", of_part="marac")
    register_provider(
        Provider(
            code=selectors.PROVIDER,
            label="MARAC referrals of cases",
            list_kind=selectors.LIST,
            waiting=selectors.waiting,
            get=selectors.for_list,
            taken=services.taken,
            heard=services.heard,
        )
    )


def _register_plans_and_episodes():
    from pam.records.entry_kinds import register_entry_kind
    from pam.stages.requirements import register_requirement
    from pvp.graded import declared_settings as of_graded  # noqa: F401  (it declares)
    from pvp.missing.selectors import offered_to_each
    from pvp.safety import declared_settings as of_safety  # noqa: F401  (it declares)

    register_entry_kind("safety", "Safety plan", of_part="safety")
    register_entry_kind("graded", "Graded information", of_part="graded")
    register_entry_kind("missing", "Missing", of_part="missing")
    register_requirement(
        "missing.interview_offered",
        "A return interview offered after each missing episode of a child",
        offered_to_each,
    )
