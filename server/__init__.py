"""The web application: SPARQL protocol, pages and JSON, one blueprint each."""
