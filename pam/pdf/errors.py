"""What can go wrong when a document is made."""


class PdfUnavailable(RuntimeError):
    """No PDF can be made on this machine now; the text is a plain sentence with the remedy.

    The work is not at fault: it waits until the machine is put right.
    """


class Refused(ValueError):
    """A document asked for a resource that is not one of our own static files."""
