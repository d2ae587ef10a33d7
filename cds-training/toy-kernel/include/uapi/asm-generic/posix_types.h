typedef int __kernel_pid_t;
typedef unsigned long __kernel_size_t;
