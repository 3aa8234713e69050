"""One page a line."""

from django.urls import path

from pam.notifications import views

app_name = "notifications"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
]
