/**
 * Starts a virtual machine with what was built: accelerator, QEMU command line, and the running
 * guest with its consoles and logs.
 */
package org.distroc.boot;
