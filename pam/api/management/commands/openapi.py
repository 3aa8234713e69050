"""manage.py openapi: the OpenAPI document of the API, for developers and their tools."""

import json

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Writes the document to standard output."""

    help = "Writes the API's OpenAPI document."

    def handle(self, *args, **options):
        """Writes it."""
        from pam.api.door import api

        self.stdout.write(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=2))
