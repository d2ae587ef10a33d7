/** The disk in the format of another virtual machine: the disk for VMware (VMDK). */
package org.distroc.format.vmdk;
