"""The law that the calculator applies, sentence by sentence: who may take how long."""
