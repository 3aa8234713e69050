"""One page a line."""

from django.urls import path

from pam.drafts import views

app_name = "drafts"
urlpatterns = [
    path("drafts/", views.draft, name="draft"),
]
