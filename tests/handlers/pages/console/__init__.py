"""The staff console (教职工控制台)."""
