"""One page a line."""

from django.urls import path

from . import views, views_change, views_mailbox, views_plan, views_sanitised

app_name = "actions"
urlpatterns = [
    path("", views.actions_list, name="list"),
    path("mailbox/", views_mailbox.mailbox, name="mailbox"),
    path("add/<uuid:uuid>/", views_change.add, name="add"),
    path("sanitised/<uuid:uuid>/", views_sanitised.give, name="sanitised"),
    path("given/", views_sanitised.given, name="given"),
    path("given/<uuid:uuid>/", views_sanitised.given_one, name="given_one"),
    path("plan/<uuid:uuid>/", views_plan.apply_plan, name="apply_plan"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views_change.edit, name="edit"),
    path("<uuid:uuid>/finish/", views_change.finish, name="finish"),
    path("<uuid:uuid>/cancel/", views_change.cancel, name="cancel"),
    path("<uuid:uuid>/reopen/", views_change.reopen, name="reopen"),
]
