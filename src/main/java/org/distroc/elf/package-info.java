/**
 * ELF files. {@link org.distroc.elf.InitChecks} checks the init program before it boots, with an
 * ELF reader, the DWARF line table, and the control flow of instructions that the architecture
 * decodes.
 */
package org.distroc.elf;
