"""One page a line."""

from django.urls import path

from pam.actions.views import actions, answer, change, many, plan, sanitised, steps

app_name = "actions"
urlpatterns = [
    path("", actions.actions_list, name="list"),
    path("many/", many.ChangeMany.as_view(), name="many"),
    path("many/<uuid:uuid>/undo/", many.UndoMany.as_view(), name="undo_many"),
    path("download/", actions.DownloadActions.as_view(), name="list_download"),
    path("add/<uuid:uuid>/", change.AddAction.as_view(), name="add"),
    path("sanitised/<uuid:uuid>/", sanitised.GiveSanitised.as_view(), name="sanitised"),
    path("given/", sanitised.given, name="given"),
    path("given/<uuid:uuid>/", sanitised.GivenOne.as_view(), name="given_one"),
    path("plan/<uuid:uuid>/", plan.ApplyPlan.as_view(), name="apply_plan"),
    path("<uuid:uuid>/", actions.detail, name="detail"),
    path("<uuid:uuid>/edit/", change.EditAction.as_view(), name="edit"),
    path("<uuid:uuid>/accept/", answer.accept, name="accept"),
    path("<uuid:uuid>/decline/", answer.DeclineAction.as_view(), name="decline"),
    path("<uuid:uuid>/hand-on/", answer.HandOnAction.as_view(), name="hand_on"),
    path("<uuid:uuid>/steps/", steps.AddSteps.as_view(), name="steps_add"),
    path("<uuid:uuid>/steps/<uuid:step>/tick/", steps.tick, name="step_tick"),
    path("<uuid:uuid>/steps/<uuid:step>/remove/", steps.remove, name="step_remove"),
    path("<uuid:uuid>/finish/", change.FinishAction.as_view(), name="finish"),
    path("<uuid:uuid>/reopen/", change.ReopenAction.as_view(), name="reopen"),
]
