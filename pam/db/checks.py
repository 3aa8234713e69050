"""`manage.py check` fails for a model that doesn't say who may see its rows."""

from django.apps import apps
from django.core.checks import Error, register

from pam.db.declarations import CLOSED_ELSEWHERE, OPEN_ELSEWHERE, Gated, Open, PartKind, Special


def rule_of(model):
    """The declaration of `model` (`Gated`, `Open`, `Special`), or None if it has none.

    A history model has the rule of the model that it tracks.
    """
    tracked = getattr(model, "instance_type", None)
    if tracked is not None and model.__name__.startswith("Historical"):
        return rule_of(tracked)
    if not model._meta.managed or model._meta.proxy:
        return Open("Not a table of its own.", writes=())
    if model._meta.auto_created:
        return rule_of(model._meta.auto_created)
    return getattr(model, "gate", None) or OPEN_ELSEWHERE.get(model._meta.label)


def part_kind_of(model):
    """The `PartKind` of the rows of a part's model; that of the part for its history."""
    tracked = getattr(model, "instance_type", model)
    declared = getattr(tracked, "part_kind", None)
    plural = str(tracked._meta.verbose_name_plural)
    return declared or PartKind(tracked._meta.model_name, plural[:1].upper() + plural[1:])


def is_history(model):
    """Whether `model` is a history table made by simple-history."""
    return model.__name__.startswith("Historical") and hasattr(model, "instance_type")


@register()
def every_model_says_who_may_see_it(app_configs, **kwargs):
    """An error for each model that is neither gated nor open with a reason."""
    errors = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in CLOSED_ELSEWHERE:
            continue
        rule = rule_of(model)
        if not isinstance(rule, Gated | Open | Special):
            errors.append(
                Error(f"{model._meta.label} says neither Gated nor Open.", obj=model, id="pam.E001")
            )
        elif isinstance(rule, Open) and len(rule.why) < 10:
            errors.append(Error(f"{model._meta.label} is Open without a reason.", obj=model, id="pam.E002"))
    return errors
