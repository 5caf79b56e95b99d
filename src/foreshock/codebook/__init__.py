"""The codebook as data files, each with a thin typed reader beside it."""
