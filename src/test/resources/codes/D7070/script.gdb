init-start
