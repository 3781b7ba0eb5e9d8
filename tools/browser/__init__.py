"""A browser for tests and tools, and somebody who uses the site in it."""
