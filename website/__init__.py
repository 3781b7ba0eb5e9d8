"""What builds the site. Never shipped to the browser."""
