"""The machinery: it knows no law and no words. Adding a calculator, a language or a year never edits it."""
