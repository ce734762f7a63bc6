"""A person decides what of the candidates becomes a claim: what she decided, and what follows from it."""
