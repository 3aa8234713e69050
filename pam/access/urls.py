"""One page a line."""

from django.urls import path

from . import views

app_name = "access"
urlpatterns = [
    path("not-yet/", views.incomplete, name="incomplete"),
    path("demo-sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("act-for/", views.act_for, name="act_for"),
    path("account/", views.account, name="account"),
]
