"""What each thing of a training agency that leaves pam says of itself."""

NOT_REAL = "Training: not real. Nothing here is about real people, places or cases."
