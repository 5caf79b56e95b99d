"""A coder over Universal Dependencies: one set of layers for languages whose words stand in a folder of the codebook.

The law: no word of a language stands in code here; what a layer asks of a language is read from its word files.
"""
