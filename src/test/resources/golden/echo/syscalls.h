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
struct sockaddr;

/* include/linux/syscalls.h:13 */
long socket(int arg1, int arg2, int arg3);

/* include/linux/syscalls.h:14 */
long bind(int arg1, struct sockaddr *arg2, int arg3);

/* include/linux/syscalls.h:15 */
long listen(int arg1, int arg2);

/* include/linux/syscalls.h:16 */
long accept(int arg1, struct sockaddr *arg2, int *arg3);

/* include/linux/syscalls.h:1 */
long read(unsigned int fd, char *buf, unsigned long count);

/* include/linux/syscalls.h:2 */
long write(unsigned int fd, const char *buf, unsigned long count);

/* include/linux/syscalls.h:12 */
long close(unsigned int fd);

/* include/linux/syscalls.h:3 */
long pause(void);

#endif
