"""Protection: what stands between the visitors and the site's own work."""
