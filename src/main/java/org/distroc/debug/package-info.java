/**
 * Looks into a running guest through QEMU's debugger connection, with nothing installed in the
 * guest: its system calls, the course of its boot, and sessions of gdb.
 */
package org.distroc.debug;
