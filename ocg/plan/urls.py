"""One page a line."""

from django.urls import path

from ocg.plan.views import plan

urlpatterns = [
    path("<uuid:uuid>/plan/", plan.whole, name="plan"),
    path("<uuid:uuid>/plan/head/", plan.Head.as_view(), name="plan_head"),
    path("<uuid:uuid>/plan/sign/", plan.Sign.as_view(), name="plan_sign"),
    path("<uuid:uuid>/plan/empty/", plan.WhyEmpty.as_view(), name="plan_why_empty"),
    path("<uuid:uuid>/plan/add/<slug:what>/", plan.AddPart.as_view(), name="plan_add"),
    path("plan/version/<uuid:uuid>/", plan.version, name="plan_version"),
    path("plan/version/<uuid:uuid>/compare/", plan.compare, name="plan_compare"),
    path("plan/<slug:what>/<uuid:uuid>/change/", plan.ChangePart.as_view(), name="plan_change"),
    path("plan/<slug:what>/<uuid:uuid>/take-out/", plan.TakeOut.as_view(), name="plan_take_out"),
]
