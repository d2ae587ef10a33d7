asmlinkage long sys_read(unsigned int fd, char __user *buf, size_t count);
asmlinkage long sys_write(unsigned int fd, const char __user *buf, size_t count);
asmlinkage long sys_pause(void);
asmlinkage long sys_fork(void);
asmlinkage long sys_execve(const char __user *filename, const char __user *const __user *argv,
			   const char __user *const __user *envp);
asmlinkage long sys_exit(int error_code);
asmlinkage long sys_wait4(pid_t pid, int __user *stat_addr, int options, struct rusage __user *ru);
asmlinkage long sys_strange(mystery_t x);
asmlinkage long sys_mmap(unsigned long addr, unsigned long len, unsigned long prot,
			 unsigned long flags, unsigned long fd, unsigned long offset);
asmlinkage long sys_close(unsigned int fd);
asmlinkage long sys_socket(int, int, int);
asmlinkage long sys_bind(int, struct sockaddr __user *, int);
asmlinkage long sys_listen(int, int);
asmlinkage long sys_accept(int, struct sockaddr __user *, int __user *);
asmlinkage long sys_accept4(int, struct sockaddr __user *, int __user *, int);
asmlinkage long sys_openat(int dfd, const char __user *filename, int flags, unsigned short mode);
asmlinkage long sys_clone(unsigned long, unsigned long, int __user *, unsigned long, int __user *);
asmlinkage long sys_ppoll(struct pollfd __user *, unsigned int, struct __kernel_timespec __user *,
			  const struct sigset __user *, size_t);
