"""A coder over Universal Dependencies: one set of layers for languages whose words stand in codebook folders.

The law: the words that tell acts, sayings, actors, times and standing are read from the word files. A few function
words of French clauses ("de", "à", "que", "si") still stand in the layers, and are to move there with a second
language.
"""
