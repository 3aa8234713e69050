"""What gunicorn serves."""

import logging
import os

from django.core.wsgi import get_wsgi_application

from pam import __version__

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pam.settings")
application = get_wsgi_application()
logging.getLogger("pam.start").info("pam %s: the web server has started", __version__)
