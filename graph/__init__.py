"""The pipeline from documents and claims to a validated, published snapshot: one module a stage."""
