/**
 * Kernel source trees: getting one by package, tarball, commit or folder, unpacking it once by
 * digest, and reading facts from it, above all the system calls of an architecture.
 */
package org.distroc.kernel;
