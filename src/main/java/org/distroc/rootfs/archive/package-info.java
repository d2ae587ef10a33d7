/** Writes trees as archives: the form that the kernel unpacks, and its list for readers. */
package org.distroc.rootfs.archive;
