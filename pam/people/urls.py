"""One page a line."""

from django.urls import path

from . import views_accept, views_invitations

app_name = "people"
urlpatterns = [
    path("invitations/", views_invitations.invitations, name="invitations"),
    path("invitations/new/", views_invitations.invite, name="invite"),
    path("invitations/<uuid:uuid>/resend/", views_invitations.resend, name="resend"),
    path("invitations/<uuid:uuid>/withdraw/", views_invitations.withdraw, name="withdraw"),
    path("invited/<str:token>/", views_accept.accept, name="accept"),
]
