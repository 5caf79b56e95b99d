"""The desk: one errand a file, made of the rooms. The law: the clock comes in as an argument."""
