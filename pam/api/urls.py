"""Pages about systems and tokens, one a line; then the addresses of the API itself."""

from django.urls import path

from pam.api.door import addresses
from pam.api.views import hooks, terms, tokens

app_name = "api"
urlpatterns = [
    path("people/systems/", tokens.systems, name="systems"),
    path("people/systems/new/", tokens.NewSystem.as_view(), name="system_new"),
    path("people/systems/<uuid:uuid>/terms/", terms.AcceptTerms.as_view(), name="system_terms"),
    path("people/systems/tokens/new/", tokens.NewToken.as_view(), name="token_new"),
    path("people/systems/tokens/<uuid:uuid>/accept/", tokens.AcceptToken.as_view(), name="token_accept"),
    path("people/systems/tokens/<uuid:uuid>/refuse/", tokens.RefuseToken.as_view(), name="token_refuse"),
    path("people/systems/tokens/<uuid:uuid>/revoke/", tokens.EndToken.as_view(), name="token_end"),
    path("people/systems/openapi.json", tokens.openapi, name="openapi"),
    path("people/systems/webhooks/", hooks.webhooks, name="webhooks"),
    path("people/systems/webhooks/new/", hooks.NewWebhook.as_view(), name="webhook_new"),
    path("people/systems/webhooks/<uuid:uuid>/accept/", hooks.AcceptWebhook.as_view(), name="webhook_accept"),
    path("people/systems/webhooks/<uuid:uuid>/refuse/", hooks.RefuseWebhook.as_view(), name="webhook_refuse"),
    path("people/systems/webhooks/<uuid:uuid>/end/", hooks.EndWebhook.as_view(), name="webhook_end"),
    path("people/systems/webhooks/<uuid:uuid>/secret/", hooks.NewSecret.as_view(), name="webhook_secret"),
    path("people/systems/webhooks/<uuid:uuid>/test/", hooks.TestWebhook.as_view(), name="webhook_test"),
    path("people/systems/webhooks/messages/<uuid:uuid>/", hooks.SendAgain.as_view(), name="hook_again"),
    *addresses(),
]
