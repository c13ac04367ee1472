"""Checks of sense: what can be worked out, but is hardly meant; found by trying, not by proving.

A *fault* is refused, as what nobody can mean; a *doubt* (疑问) is asked about, and the rule keeper
may answer it with a reason.
"""
