"""What the site and the generator say of themselves while a run lasts: scrapes, exporter, progress."""
