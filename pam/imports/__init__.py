"""Tables from other programs become records and parts of them: read, mapped, checked, brought in, undone."""
