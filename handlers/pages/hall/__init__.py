"""The hall display (大厅公示屏), and the month for parents."""
