"""What is held of people (个人信息): every column and why, how long it stays, and how it goes."""
