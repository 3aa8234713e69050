"""One page a line."""

from django.urls import path

from pam.records.views import export, history, many, pages, parts, previews, timeline

app_name = "records"
urlpatterns = [
    path("many/<slug:kind>/", many.HandOver.as_view(), name="many"),
    path("many/undo/<uuid:uuid>/", many.UndoHandOver.as_view(), name="undo_many"),
    path("<uuid:uuid>/", pages.open_any, name="open"),
    path("<uuid:uuid>/export/", export.ExportRecord.as_view(), name="export"),
    path("<uuid:uuid>/chronology/", pages.chronology, name="chronology"),
    path("<uuid:uuid>/timeline/", timeline.timeline, name="timeline"),
    path("<uuid:uuid>/note/", parts.AddNote.as_view(), name="note"),
    path("<uuid:uuid>/document/", parts.AddDocument.as_view(), name="document_add"),
    path("<uuid:uuid>/photo/", parts.AddPhoto.as_view(), name="photo_add"),
    path("document/<uuid:uuid>/version/", parts.AddVersion.as_view(), name="document_version"),
    path("document/<uuid:uuid>/change/", parts.EditDocument.as_view(), name="document_edit"),
    path("document/<uuid:uuid>/move/", parts.MoveDocument.as_view(), name="document_move"),
    path("document/moved/<uuid:uuid>/undo/", parts.UndoMove.as_view(), name="undo_move"),
    path("document/<uuid:uuid>/", pages.document, name="document"),
    path("document/<uuid:uuid>/read/", previews.read_document, name="document_read"),
    path("document/<uuid:uuid>/read/<int:number>/", previews.document_picture, name="document_picture"),
    path("subject/<uuid:uuid>/", parts.EditSubject.as_view(), name="subject_edit"),
    path("subject/<uuid:uuid>/end/", parts.EndSubject.as_view(), name="subject_end"),
    path("link/<uuid:uuid>/end/", parts.EndLink.as_view(), name="link_end"),
    path("<uuid:uuid>/changes/", history.changes, name="changes"),
    path("<uuid:uuid>/changes/restore/", history.RestoreValue.as_view(), name="restore_value"),
]
