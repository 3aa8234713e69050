"""The secretary’s page: everything that is typed in a meeting, on one page."""
