"""Whether an edition is sound: what no single record can tell about itself."""
