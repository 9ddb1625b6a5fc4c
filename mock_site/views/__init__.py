"""Views: what answers each page, one file a subject."""
