"""The ways to lose points (扣分方式): their parameters, and what each costs."""
