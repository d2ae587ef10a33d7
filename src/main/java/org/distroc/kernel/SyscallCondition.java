package org.distroc.kernel;

/**
 * The kernel options that a system call is compiled with.
 *
 * @param call the kernel's name of it
 * @param when the options
 * @param file the file of the kernel tree that defines it
 * @param line its line there, counted from 1
 */
public record SyscallCondition(String call, OptionCondition when, String file, int line) {}
