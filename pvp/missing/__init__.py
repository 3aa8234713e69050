"""Missing episodes and the interview after each; MAPPA references and our own actions."""
