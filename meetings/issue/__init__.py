"""The life of minutes: tidied, sent to the chair, issued, read, corrected by a later version."""
