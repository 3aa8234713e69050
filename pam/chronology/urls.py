"""One page a line."""

from django.urls import path

from pam.chronology import views
from pam.chronology.downloads import DownloadChronology

app_name = "chronology"
urlpatterns = [
    path("merged/", views.merged, name="merged"),
    path("merged/<str:key>/", views.merged_of, name="merged_of"),
    path("merged/<str:key>/download/", DownloadChronology.as_view(), name="merged_download"),
    path("of/<uuid:uuid>/", views.of_record, name="of_record"),
    path("new/<uuid:uuid>/", views.AddEvent.as_view(), name="add"),
    path("<uuid:uuid>/", views.detail, name="event"),
    path("<uuid:uuid>/strike/", views.Strike.as_view(), name="strike"),
    path("<uuid:uuid>/correct/", views.Correct.as_view(), name="correct"),
]
