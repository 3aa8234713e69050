"""One page a line."""

from django.urls import path

from pam.actions.views import actions, change, plan, sanitised

app_name = "actions"
urlpatterns = [
    path("", actions.actions_list, name="list"),
    path("add/<uuid:uuid>/", change.add, name="add"),
    path("sanitised/<uuid:uuid>/", sanitised.give, name="sanitised"),
    path("given/", sanitised.given, name="given"),
    path("given/<uuid:uuid>/", sanitised.given_one, name="given_one"),
    path("plan/<uuid:uuid>/", plan.apply_plan, name="apply_plan"),
    path("<uuid:uuid>/", actions.detail, name="detail"),
    path("<uuid:uuid>/edit/", change.edit, name="edit"),
    path("<uuid:uuid>/finish/", change.finish, name="finish"),
    path("<uuid:uuid>/cancel/", change.cancel, name="cancel"),
    path("<uuid:uuid>/reopen/", change.reopen, name="reopen"),
]
