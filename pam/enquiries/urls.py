"""One page a line."""

from django.urls import path

from pam.enquiries import views

app_name = "enquiries"
urlpatterns = [
    path("", views.mine, name="list"),
    path("ask/", views.Ask.as_view(), name="ask"),
    path("question/<uuid:uuid>/", views.question, name="enquiry"),
    path("to-answer/", views.to_answer, name="to_answer"),
    path("to-answer/<uuid:uuid>/", views.Answer.as_view(), name="answer"),
    path("contact-point/", views.ContactPoint.as_view(), name="contact_point"),
]
