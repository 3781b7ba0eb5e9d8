"""How short the ways to an answer are: walked in a real browser, as those would who need it.

``ways`` says where each reader wants to get and what it may cost them, ``reader`` counts the cost,
``lengths`` measures the pages and answers that everybody gets. ``make journeys`` prints the table.
"""
