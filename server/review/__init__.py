"""``/review``: a person decides in the browser what of the candidates becomes a claim. Off unless asked for."""
