"""The pages of the harm ledger, one a line."""

from django.urls import path

from ocg.harm import views

HARM_PATHS = [
    path("<uuid:uuid>/harm/", views.of_record, name="harm"),
    path("<uuid:uuid>/harm/add/", views.AddHarm.as_view(), name="harm_add"),
    path("harm/", views.ledger, name="harm_ledger"),
    path("harm/download/", views.DownloadLedger.as_view(), name="harm_download"),
    path("harm/<uuid:uuid>/", views.detail, name="harm_event"),
    path("harm/<uuid:uuid>/amend/", views.AmendHarm.as_view(), name="harm_amend"),
    path("harm/<uuid:uuid>/take-out/", views.TakeOut.as_view(), name="harm_take_out"),
]
