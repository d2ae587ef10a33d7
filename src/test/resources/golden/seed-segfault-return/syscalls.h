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

/* include/linux/syscalls.h:2 */
long write(unsigned int fd, const char *buf, unsigned long count);

#endif
