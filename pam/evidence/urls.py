"""One page a line."""

from django.urls import path

from pam.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.page, name="page"),
    path("pdf/", views.pdf, name="pdf"),
    path("<slug:code>/", views.behind, name="behind"),
    path("<slug:code>/download/", views.DownloadBehind.as_view(), name="behind_download"),
]
