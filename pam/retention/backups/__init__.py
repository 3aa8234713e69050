"""Backups: one encrypted file that holds the database, then the files."""
