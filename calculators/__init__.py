"""Ambulante Soziotherapie (§ 37a SGB V) as pure functions: one folder, one calculator."""
