"""Scores: forecasts against outcomes, and those who coded the same reports against one another."""
