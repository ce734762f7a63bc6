"""From the text of a document to candidate claims: what it may say, with the words, for a person to decide."""
