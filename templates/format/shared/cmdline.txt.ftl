[=kernel.cmdline]
