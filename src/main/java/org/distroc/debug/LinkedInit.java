package org.distroc.debug;

/**
 * What a debugger has to know of init as it was linked.
 *
 * @param entry the address of its first instruction in the file
 * @param relocatable whether the kernel chooses where in memory it goes
 */
public record LinkedInit(long entry, boolean relocatable) {}
