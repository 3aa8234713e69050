"""The 4P plan of a group: head, objectives, tactics, signatures, versions, reviews (docs/plan.md)."""
