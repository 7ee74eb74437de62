"""What we do at the command line (命令): one file a command, loaded only when it is asked for."""
