"""Who reports (家庭): devices and followers, the slips that join them, and what is theirs."""
