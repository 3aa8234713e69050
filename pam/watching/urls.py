"""One page a line."""

from django.urls import path

from pam.watching.views import searches, watches

app_name = "watching"
urlpatterns = [
    path("watching/", watches.watched, name="list"),
    path("watching/records/<uuid:uuid>/", watches.watch_record, name="watch_record"),
    path("watching/subjects/<uuid:uuid>/", watches.watch_subject, name="watch_subject"),
    path("watching/<uuid:uuid>/stop/", watches.stop, name="stop"),
    path("searches/", searches.saved, name="searches"),
    path("searches/save/", searches.SaveSearch.as_view(), name="save"),
    path("searches/<uuid:uuid>/new/", searches.fresh, name="fresh"),
    path("searches/<uuid:uuid>/tell/", searches.tell, name="tell"),
    path("searches/<uuid:uuid>/rename/", searches.RenameSearch.as_view(), name="rename"),
    path("searches/<uuid:uuid>/delete/", searches.DeleteSearch.as_view(), name="delete"),
]
