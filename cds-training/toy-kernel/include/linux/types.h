typedef __kernel_size_t size_t;
typedef __kernel_pid_t pid_t;
