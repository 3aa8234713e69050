"""What of organised crime groups can be imported from a spreadsheet (pam/imports)."""
