"""One page a line."""

from django.urls import path

from pam.lists import views

app_name = "lists"
urlpatterns = [
    path("views/<uuid:uuid>/rename/", views.RenameView.as_view(), name="rename"),
    path("views/<uuid:uuid>/replace/", views.ReplaceView.as_view(), name="replace"),
    path("views/<uuid:uuid>/delete/", views.DeleteView.as_view(), name="delete"),
    path("<slug:code>/", views.views, name="views"),
    path("<slug:code>/counts/", views.counts, name="counts"),
    path("<slug:code>/open-with/", views.open_with, name="open_with"),
    path("<slug:code>/save/", views.SaveView.as_view(), name="save"),
    path("<slug:code>/columns/", views.Columns.as_view(), name="columns"),
]
