"""The pages of graded information, one a line."""

from django.urls import path

from pvp.graded import views

GRADED_PATHS = [
    path("<uuid:uuid>/graded/", views.of_record, name="graded"),
    path("<uuid:uuid>/graded/add/", views.AddGraded.as_view(), name="graded_add"),
    path("graded/<uuid:uuid>/withdraw/", views.WithdrawGraded.as_view(), name="graded_withdraw"),
]
