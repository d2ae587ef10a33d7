package org.distroc.spec;

/** What a kernel is to do, in {@code kernel.features}: the options differ by architecture. */
public enum Feature {
  /** It is a kernel for the machine that QEMU emulates. */
  MACHINE,
  /** Its messages, and what init prints, are seen on the serial port. */
  CONSOLE,
  /** It unpacks an initramfs. */
  INITRAMFS,
  /** It runs ELF programs. */
  ELF,
  /** It has a driver for the network card, and TCP/IP. */
  NETWORK,
  /** It has a driver for a virtual disk. */
  DISK,
  /** It switches the machine off. */
  POWEROFF
}
