"""The law that the calculator applies, sentence by sentence: to whom, how much, in which form."""
