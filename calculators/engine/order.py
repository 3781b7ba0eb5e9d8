"""In which order an answer is said: on the page, on paper, as text and in other sites' pages."""

# What everybody reads: the answer with its reason, what to do today, where to go on, what is open.
OPEN = (
    "verdict",
    "law_checked",
    "countdown",
    "deciding",
    "next_step",
    "onward",
    "notes",
    "missing",
    "open_questions",
)
# What is folded away on a screen, one line each: for whoever wants to check it.
FOLDED = ("details", "working", "given", "not_asked")
ORDER = (*OPEN, *FOLDED)
