/** A 1.44 MB floppy disk that SYSLINUX starts on a PC with a BIOS. */
package org.distroc.format.floppy;
