package org.distroc.spec;

/** What executes the guest's instructions. */
public enum Acceleration {
  /** KVM if a probe shows that it works and is faster, TCG otherwise. */
  AUTO,
  /** The host's processor, through {@code /dev/kvm}. */
  KVM,
  /** QEMU's translator, which works everywhere. */
  TCG
}
