/**
 * Looks into what was built. {@link org.distroc.elf.InitChecks} examines the init program before it
 * boots: an ELF reader, the line table that leads back to the source, a decoder of x86-64
 * instructions, and the checks.
 */
package org.distroc.elf;
