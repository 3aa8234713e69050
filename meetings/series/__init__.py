"""Series of meetings: rhythm, standing members, the next meeting with its agenda."""
