package org.distroc.qemu;

import java.util.Locale;

/** What executes a guest's instructions, decided. */
public enum Accelerator {
  /** The host's processor, through {@code /dev/kvm}. */
  KVM,
  /** QEMU's own translator. */
  TCG;

  /** The name as QEMU's {@code -accel} takes it. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }
}
