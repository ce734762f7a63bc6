"""Rules that read claims off a parse: one module a kind of claim, on shared grounds of grammar and wording."""
