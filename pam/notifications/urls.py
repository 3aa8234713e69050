"""One page a line."""

from django.urls import path

from pam.notifications import views

app_name = "notifications"
urlpatterns = [
    path("account/notifications/", views.told, name="told"),
    path("new/", views.new, name="news"),
    path("new/read/", views.read_all, name="read_all"),
    path("new/<uuid:uuid>/", views.open_news, name="open_news"),
    path("new/<uuid:uuid>/read/", views.read, name="read"),
    path("account/mail/", views.choices, name="choices"),
    path("people/mail/", views.not_sent, name="not_sent"),
    path("people/mail/<uuid:mail>/again/", views.send_again, name="send_again"),
    path("people/mail/<uuid:mail>/drop/", views.drop, name="drop"),
    path("mailbox/", views.mailbox_page, name="mailbox"),
    path("mailbox/<int:number>/<int:place>/", views.mailbox_attachment, name="mailbox_attachment"),
]
