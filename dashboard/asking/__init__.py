"""From a sentence in Greek or English to a question: a grammar over the catalogue and a company's names."""
