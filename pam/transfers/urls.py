"""One page a line."""

from django.urls import path

from pam.transfers import views

app_name = "transfers"
urlpatterns = [
    path("", views.transfers, name="transfers"),
    path("of/<uuid:uuid>/", views.Propose.as_view(), name="propose"),
    path("of/<uuid:uuid>/came-from/", views.came_from, name="came_from"),
    path("<uuid:uuid>/", views.transfer, name="transfer"),
    path("<uuid:uuid>/accept/", views.Accept.as_view(), name="accept"),
    path("<uuid:uuid>/decline/", views.Decline.as_view(), name="decline"),
    path("<uuid:uuid>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]
