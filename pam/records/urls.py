"""One page a line."""

from django.urls import path

from pam.records import views, views_history

app_name = "records"
urlpatterns = [
    path("<uuid:uuid>/", views.open_any, name="open"),
    path("<uuid:uuid>/chronology/", views.chronology, name="chronology"),
    path("<uuid:uuid>/note/", views.note, name="note"),
    path("<uuid:uuid>/document/", views.document_add, name="document_add"),
    path("document/<uuid:uuid>/", views.document, name="document"),
    path("<uuid:uuid>/subject/", views.subject_add, name="subject_add"),
    path("subject/<uuid:uuid>/", views.subject_edit, name="subject_edit"),
    path("subject/<uuid:uuid>/end/", views.subject_end, name="subject_end"),
    path("link/<uuid:uuid>/end/", views.link_end, name="link_end"),
    path("<uuid:uuid>/changes/", views_history.changes, name="changes"),
    path("<uuid:uuid>/changes/restore/", views_history.restore_value, name="restore_value"),
]
