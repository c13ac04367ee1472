"""What a damaged return still tells: inspection, values found again, the fresh copy."""
