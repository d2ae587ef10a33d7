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
[#if structs?size != 0]

/* Declared only: include your own definition to access the members. */
[#list structs as struct]
[=struct];
[/#list]
[/#if]
[#list syscalls as call]

/* [=call.from] */
[#if call.noreturn]
__attribute__((noreturn))
[/#if]
[=call.returns] [=call.name]([#list call.parameters as parameter][=parameter.type][#if !parameter.type?ends_with("*")] [/#if][=parameter.name][#sep], [#else]void[/#list]);
[/#list]

#endif
