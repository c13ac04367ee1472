"""zongzhi-xl: returns, checks and traced appraisal for a district's responsibility letter."""

__version__ = "0.1.0"
