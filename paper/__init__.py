"""What is printed (印刷品): codes, posters, slips, as PDF with their font inside and as pictures."""
