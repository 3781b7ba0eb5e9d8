"""The language in which law is written, and what several calculators share; knows no form and no page."""
