"""One page a line."""

from django.urls import path

from pam.subjects.views import add, particulars, people, same, subject, warnings

app_name = "subjects"
urlpatterns = [
    path("new/<uuid:uuid>/", add.AddSubject.as_view(), name="subject_add"),
    path("new/<uuid:uuid>/alike/", add.SubjectsAlike.as_view(), name="alike"),
    path("<uuid:uuid>/", subject.subject, name="subject"),
    path("<uuid:uuid>/timeline/", subject.timeline, name="timeline"),
    path("<uuid:uuid>/merge/", same.MergeSubject.as_view(), name="merge"),
    path("<uuid:uuid>/undo-merge/", same.UndoMerge.as_view(), name="undo_merge"),
    path("<uuid:uuid>/tie/", same.TieSubject.as_view(), name="tie"),
    path("<uuid:uuid>/untie/", same.UntieSubject.as_view(), name="untie"),
    path("<uuid:uuid>/add/", particulars.AddParticular.as_view(), name="particular_add"),
    path("detail/<uuid:uuid>/", particulars.EditParticular.as_view(), name="particular_edit"),
    path("detail/<uuid:uuid>/remove/", particulars.RemoveParticular.as_view(), name="particular_remove"),
    path("<uuid:uuid>/warning/", warnings.AddWarning.as_view(), name="warning_add"),
    path("warning/<uuid:uuid>/", warnings.EditWarning.as_view(), name="warning_edit"),
    path("warning/<uuid:uuid>/end/", warnings.EndWarning.as_view(), name="warning_end"),
    path("<uuid:uuid>/safe-contact/", people.AddSafeContact.as_view(), name="safe_contact_add"),
    path("safe-contact/<uuid:uuid>/", people.EditSafeContact.as_view(), name="safe_contact_edit"),
    path("safe-contact/<uuid:uuid>/end/", people.EndSafeContact.as_view(), name="safe_contact_end"),
    path("household/<uuid:uuid>/", people.household, name="household"),
    path("household/<uuid:uuid>/add/", people.AddRelation.as_view(), name="relation_add"),
    path("relation/<uuid:uuid>/", people.EditRelation.as_view(), name="relation_edit"),
    path("relation/<uuid:uuid>/end/", people.EndRelation.as_view(), name="relation_end"),
    path("<uuid:uuid>/photograph/add/", warnings.AddPhotograph.as_view(), name="photograph_add"),
    path("<uuid:uuid>/photograph/", warnings.ChoosePhotograph.as_view(), name="photograph"),
]
