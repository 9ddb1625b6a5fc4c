"""The processes of the site: started, kept alive, drained and ended."""
