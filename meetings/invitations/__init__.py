"""Invitations: what a calendar is sent, and what people answer."""
