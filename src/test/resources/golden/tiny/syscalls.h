/*
 * The system calls that the recipe lists, as C functions, without a C library.
 *
 * Each returns the kernel's return value. An error is a negative number, for example -ENOENT;
 * there is no variable `errno`. The error numbers are in the kernel source, in
 * include/uapi/asm-generic/errno-base.h.
 *
 * The prototypes are the kernel's own declarations, without `asmlinkage` and `__user`.
 */
#ifndef SYSCALLS_H
#define SYSCALLS_H

typedef __SIZE_TYPE__ size_t; /* the compiler knows the right type for sizes of objects */
typedef long ssize_t;
typedef int pid_t;

/* Declared only: include your own definition to access the members. */
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
