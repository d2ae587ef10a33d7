package org.distroc.qemu;

import java.util.Locale;

/** The accelerator that executes a guest's instructions, after selection. */
public enum Accelerator {
  /** The host's processor, through {@code /dev/kvm}. */
  KVM,
  /** QEMU's own translator, TCG. */
  TCG;

  /** The name as QEMU's {@code -accel} takes it. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }
}
