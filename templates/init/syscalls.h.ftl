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

[#assign used = " "]
[#list syscalls as call]
[#assign used += call.returns + " "]
[#list call.parameters as parameter][#assign used += parameter.type + " "][/#list]
[/#list]
[#-- Names of types in the kernel's declarations, and what they are to a program. --]
[#assign types = {
  "size_t": "__SIZE_TYPE__", "ssize_t": "long", "pid_t": "int", "uid_t": "unsigned int",
  "gid_t": "unsigned int", "old_uid_t": "unsigned short", "old_gid_t": "unsigned short",
  "umode_t": "unsigned short", "off_t": "long", "loff_t": "long long", "clockid_t": "int",
  "timer_t": "int", "mqd_t": "int", "key_t": "int", "qid_t": "unsigned int", "rwf_t": "int",
  "key_serial_t": "int", "aio_context_t": "unsigned long", "old_sigset_t": "unsigned long",
  "u8": "unsigned char", "u16": "unsigned short", "u32": "unsigned int",
  "u64": "unsigned long long", "s32": "int", "s64": "long long", "__u8": "unsigned char",
  "__u16": "unsigned short", "__u32": "unsigned int", "__u64": "unsigned long long",
  "__s32": "int", "__s64": "long long", "uint32_t": "unsigned int", "uint64_t": "unsigned long",
  "__kernel_old_time_t": "long", "old_time32_t": "int", "time_t": "long",
  "sigset_t": "struct kernel_sigset", "siginfo_t": "struct siginfo", "fd_set": "struct fd_set",
  "stack_t": "struct sigaltstack", "cap_user_header_t": "void *", "cap_user_data_t": "void *",
  "__sighandler_t": "void *"
}]
typedef __SIZE_TYPE__ size_t; /* the compiler knows which type can count the bytes of memory */
typedef long ssize_t;
typedef int pid_t;
[#list types?keys as name]
[#if !["size_t", "ssize_t", "pid_t"]?seq_contains(name) && used?matches(".*\\b" + name + "\\b.*")]
typedef [=types[name]] [=name];
[/#if]
[/#list]
[#if structs?size != 0]

/* Known by name only: include your own definition to look inside. */
[#list structs as struct]
struct [=struct];
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
