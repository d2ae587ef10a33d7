/** The kernel alone, which QEMU and other loaders of Linux can start without a disk. */
package org.distroc.format.kernel;
