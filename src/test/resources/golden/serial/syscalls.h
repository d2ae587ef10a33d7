/*
 * The system calls that the recipe lists, as C functions. There is no C library behind them.
 *
 * Each gives what the kernel gives. On an error that is a negative number, -ENOENT for example;
 * there is no variable `errno`. The numbers are in the kernel source,
 * include/uapi/asm-generic/errno-base.h.
 *
 * The prototypes come from the kernel's own declarations, without its `asmlinkage` and `__user`.
 */
#ifndef SYSCALLS_H
#define SYSCALLS_H

typedef __SIZE_TYPE__ size_t; /* the compiler knows which type can count the bytes of memory */
typedef long ssize_t;
typedef int pid_t;

/* Known by name only: include your own definition to look inside. */
struct rusage;

/* include/linux/syscalls.h:1 */
long read(unsigned int fd, char *buf, unsigned long count);

/* include/linux/syscalls.h:2 */
long write(unsigned int fd, const char *buf, unsigned long count);

/* include/linux/syscalls.h:4 */
long fork(void);

/* include/linux/syscalls.h:5 */
long execve(const char *filename, const char *const *argv, const char *const *envp);

/* include/linux/syscalls.h:8 */
long wait4(int pid, int *stat_addr, int options, struct rusage *ru);

/* include/linux/syscalls.h:7 */
__attribute__((noreturn))
long _exit(int error_code);

#endif
