"""One page a line."""

from django.urls import path

from pam.contact import views

app_name = "contact"
urlpatterns = [
    path("welcome/", views.front, name="front"),
    path("get-in-touch/", views.GetInTouch.as_view(), name="get_in_touch"),
    path("get-in-touch/account/", views.RequestAccount.as_view(), name="request_account"),
    path("get-in-touch/sent/", views.sent, name="sent"),
    path("people/messages/", views.messages_list, name="messages"),
    path("people/messages/<uuid:uuid>/", views.message, name="message"),
    path("people/messages/<uuid:uuid>/take/", views.take, name="take"),
    path("people/messages/<uuid:uuid>/answer/", views.Answer.as_view(), name="answer"),
    path("people/messages/<uuid:uuid>/invite/", views.Invite.as_view(), name="invite"),
    path("people/messages/<uuid:uuid>/end-updates/", views.EndUpdates.as_view(), name="end_updates"),
]
