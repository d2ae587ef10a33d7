/** QEMU's arguments for a machine: the same for distroc, for {@code make boot} and for tests. */
package org.distroc.qemu;
