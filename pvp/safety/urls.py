"""The pages of safety plans, one a line."""

from django.urls import path

from pvp.safety import views

SAFETY_PATHS = [
    path("<uuid:uuid>/safety/", views.of_record, name="safety"),
    path("<uuid:uuid>/safety/add/", views.AddItem.as_view(), name="safety_add"),
    path("<uuid:uuid>/safety/agree/", views.Agree.as_view(), name="safety_agree"),
    path("<uuid:uuid>/safety/print/", views.PrintCopy.as_view(), name="safety_print"),
    path("safety/<uuid:uuid>/change/", views.ChangeItem.as_view(), name="safety_change"),
    path("safety/<uuid:uuid>/end/", views.EndItem.as_view(), name="safety_end"),
    path("safety/agreed/<uuid:uuid>/", views.agreed, name="safety_agreed"),
]
