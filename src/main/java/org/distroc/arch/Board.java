package org.distroc.arch;

/**
 * The machine that QEMU emulates for an architecture.
 *
 * @param qemu QEMU's program
 * @param qemuPackage the Debian package with that program
 */
public record Board(String qemu, String qemuPackage) {}
