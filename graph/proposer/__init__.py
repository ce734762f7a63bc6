"""A language model proposes candidates, if the user has one; only what stands in the words of the text is kept."""
