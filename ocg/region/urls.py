"""One page a line."""

from django.urls import path

from ocg.region import views

REGION_PATHS = [
    path("region/", views.everywhere, name="region_requests"),
    path("region/download/", views.DownloadRequests.as_view(), name="region_download"),
    path("<uuid:uuid>/region/", views.of_record, name="region"),
    path("<uuid:uuid>/region/ask/", views.Ask.as_view(), name="region_ask"),
    path("region/<uuid:uuid>/", views.detail, name="region_request"),
    path("region/<uuid:uuid>/next/", views.Step.as_view(), name="region_step"),
]
