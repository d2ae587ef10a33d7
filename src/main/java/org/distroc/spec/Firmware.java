package org.distroc.spec;

/** What starts the machine. */
public enum Firmware {
  /** SeaBIOS, which comes with QEMU. */
  BIOS,
  /** OVMF. */
  UEFI
}
