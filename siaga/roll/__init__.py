"""What the site holds: its roll, read through adapters and kept reading by reading."""
