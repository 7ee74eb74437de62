"""A class's day (当日): touched, gathered, judged, and what is known of it afterwards."""
