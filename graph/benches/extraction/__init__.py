"""How well extraction finds what the curators of the documents have found."""
