"""Models trained on the training parts of other people's sets, for comparison only: nothing of them ships."""
