"""Appraisal (考评): figures, indicators, lost points, score, grade and rank."""
