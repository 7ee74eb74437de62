"""The staff console (教职工控制台): what the school's own people open, behind a sign-in."""
