"""What a page asks to be accepted before it answers."""

from pam.accounts.selectors.terms_of_use import Kind


def requires_acceptance(*kinds):
    """Decorates a view that asks for more than the terms of use,
    for example the confidentiality statement.
    """

    def mark(view):
        def marked(request, *args, **kwargs):
            return view(request, *args, **kwargs)

        marked.__name__, marked.__doc__, marked.__module__ = view.__name__, view.__doc__, view.__module__
        marked.pam_terms = (Kind.USE, *kinds)
        return marked

    return mark


def requires_no_acceptance(view):
    """Decorates a view that answers before the terms are accepted."""
    view.pam_terms = ()
    return view
