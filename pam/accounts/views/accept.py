"""Following an invitation's link. The person who holds it learns what it offers, and nothing else."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pam.access.middleware import public
from pam.access.reader import ACTING_FOR, second_factor_done
from pam.accounts.forms.invitations import FirstPasswordForm
from pam.accounts.selectors import invitations as invitation_selectors
from pam.accounts.services import invitations
from pam.accounts.sign_in import sign_in_new_person


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request, token):
    """A new person chooses a password; a person with an account signs in and accepts."""
    offer = invitation_selectors.offer(token)
    if offer is None:
        return _gone(request)
    if request.user.is_authenticated and request.user.email != offer.email:
        return render(request, "accounts/another_account.html", {"offer": offer})
    return _accept_known(request, token, offer) if offer.known else _accept_new(request, token, offer)


def _gone(request):
    """The same page for a link that was used, withdrawn, replaced or made up, or is too old."""
    return render(request, "accounts/invitation_expired.html", status=404)


def _accept_new(request, token, offer):
    form = FirstPasswordForm(request.POST or None, offer=offer)
    if not form.is_bound or not form.is_valid():
        return render(request, "accounts/accept_new.html", {"offer": offer, "form": form})
    membership = invitations.accept(
        token, password=form.cleaned_data["password"], address=request.META.get("REMOTE_ADDR")
    )
    if membership is None:
        # Accepted in the meantime; or another agency's invitation made the account, and this one is to be
        # signed in for.
        return redirect(request.path) if invitation_selectors.offer(token) else _gone(request)
    sign_in_new_person(request, invitation_selectors.person_of(membership), membership)
    messages.success(request, f"Your account is ready. You act for {offer.agency}.")
    return redirect("accounts:incomplete")


def _accept_known(request, token, offer):
    if not request.user.is_authenticated or not second_factor_done(request):
        where = "accounts:incomplete" if request.user.is_authenticated else "account_login"
        sign_in = f"{reverse(where)}?{urlencode({'next': request.path})}"
        return render(request, "accounts/accept_known.html", {"offer": offer, "sign_in": sign_in})
    if request.method == "GET":
        return render(request, "accounts/accept_known.html", {"offer": offer})
    membership = invitations.accept(token, address=request.META.get("REMOTE_ADDR"))
    if membership is None:
        return _gone(request)
    request.session[ACTING_FOR] = membership
    messages.success(
        request, f"You now act for {offer.agency}. Switch between your agencies on your account’s page."
    )
    return redirect("home")
