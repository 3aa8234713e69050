from django.apps import AppConfig, apps

# Written out from the rooms that are there: the platform names none of them.
OF_ROOMS = """CREATE OR REPLACE FUNCTION pam_waiting_of_rooms(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN {queries} END $$"""


class DashboardConfig(AppConfig):
    """The first page after signing in."""

    name = "pam.dashboard"

    def ready(self):
        from pam.access.middleware import register_opening
        from pam.dashboard.opening import opening_of
        from pam.dashboard.views import count_in_header
        from pam.ui.context import register_count

        register_count("home", count_in_header)
        register_opening(opening_of)

    def row_security_sql(self):
        """What waits for a person in the rooms that name a function for it (`waiting_function`)."""
        names = [getattr(config, "waiting_function", "") for config in apps.get_app_configs()]
        queries = (f"RETURN QUERY SELECT * FROM {name}(me, most);" for name in names if name)
        return [
            OF_ROOMS.format(queries=" ".join(queries)),
            "REVOKE EXECUTE ON FUNCTION pam_waiting_of_rooms(bigint, int) FROM PUBLIC",  # believes its caller
        ]
