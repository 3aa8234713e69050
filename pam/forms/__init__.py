"""From what a person typed to a service: the base of every form that is sent, and of every page with one."""
