"""The pages of risk, one a line."""

from django.urls import path

from pvp.risk import views

RISK_PATHS = [
    path("<uuid:uuid>/risk/", views.of_record, name="risk"),
    path("high-risk/<uuid:uuid>/see/", views.See.as_view(), name="risk_see"),
]
