"""What we do on the clock (定时任务): judge, send, tidy; one process acts, others stand by."""
