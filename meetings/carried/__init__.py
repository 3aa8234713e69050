"""Actions of earlier meetings, gone through one by one."""
