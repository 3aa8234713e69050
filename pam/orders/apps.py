from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders on people and places of records."""

    name = "pam.orders"
    waiting_function = "pam_waiting_in_orders"  # orders that end soon: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.orders import (
            events,  # noqa: F401  (they register themselves)
            waiting,  # noqa: F401
        )
        from pam.orders.panels import orders_of_record, orders_of_subject
        from pam.orders.services import BREACHED, LINE, MADE
        from pam.records.entry_kinds import register_entry_kind
        from pam.records.happenings import register_event
        from pam.records.quick_add import QuickAdd, register_quick_add
        from pam.subjects.panels import register_subject_panel
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_aside
        from pam.ui.statuses import register_status_colours

        register_event(MADE, "An order is recorded")
        register_event(BREACHED, "An order is breached")
        register_entry_kind(LINE, "Order", of_part="subject")
        register_quick_add(QuickAdd("Order", "orders:add", "of a court or of police for", 60))
        register_status_colours(
            {"in force": "green", "not in force yet": "blue", "ended": "grey", "discharged": "grey"}
        )
        register_commands(
            Command("Register of orders", "orders:list", also="injunction notice court breach conditions"),
            Command("Orders that end soon", "orders:list", "within=28", "expiry expire"),
            Command("Breached orders", "orders:list", "breached=on", "breach"),
        )
        register_aside(orders_of_record)
        register_subject_panel(orders_of_subject)
