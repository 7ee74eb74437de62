"""The parents' report page (填报页): from a scanned code to the receipt."""
