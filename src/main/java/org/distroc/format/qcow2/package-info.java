/** The disk in the format of another virtual machine: the disk for QEMU (qcow2). */
package org.distroc.format.qcow2;
