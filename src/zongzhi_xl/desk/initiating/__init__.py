"""Setting up a district: 区情登记表 filled in becomes the district's folder, and changes it."""
