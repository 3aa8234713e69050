"""Two records that prove to be one."""
