"""What the calculators are asked while their browser runtime is made. Runs in Pyodide, at build.

``website.pyodide`` says what it calls. Of the cases that test the law nothing is known here: a new
case changes no byte that readers load, and the cases can tell whether enough was asked.

Beside these modules lie the words of each language as readers load them, as website/texts.py makes them.
"""
