"""One page a line."""

from django.urls import path

from pam.exchange import views

app_name = "exchange"
urlpatterns = [
    path("account/calendar/", views.calendar, name="calendar"),
    path("account/calendar/end/", views.EndFeed.as_view(), name="calendar_end"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
]
