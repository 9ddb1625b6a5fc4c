"""What has been counted: by all processes of the site together, as its metrics page tells it."""
