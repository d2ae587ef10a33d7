/** The archive with the init program, which the kernel unpacks into memory. */
package org.distroc.format.initramfs;
