"""One page a line."""

from django.urls import path

from . import views_accept, views_invitations, views_terms

app_name = "people"
urlpatterns = [
    path("people/invitations/", views_invitations.invitations, name="invitations"),
    path("people/invitations/new/", views_invitations.invite, name="invite"),
    path("people/invitations/<uuid:uuid>/resend/", views_invitations.resend, name="resend"),
    path("people/invitations/<uuid:uuid>/withdraw/", views_invitations.withdraw, name="withdraw"),
    path("people/invited/<str:token>/", views_accept.accept, name="accept"),
    path("people/acceptances/", views_terms.acceptances, name="acceptances"),
    path("terms/<slug:kind>/", views_terms.terms, name="terms"),
]
