package org.distroc.spec;

/** The guest's network card; QEMU's user network is on the other end. */
public enum Network {
  /** None. */
  NONE,
  /** Intel's 82540EM, on PCI. */
  E1000,
  /** virtio-net, on PCI. */
  VIRTIO
}
