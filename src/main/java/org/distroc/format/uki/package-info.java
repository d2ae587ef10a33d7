/** One EFI program with kernel, command line and initramfs. */
package org.distroc.format.uki;
