package org.distroc.spec;

/** How the machine is connected to the drive that it boots. */
public enum DriveBus {
  /** What fits the image: a CD drive for a CD, a floppy drive for a floppy disk, else virtio. */
  AUTO,
  /** A hard disk on the machine's own controller. */
  IDE,
  /** A paravirtual disk. */
  VIRTIO,
  /** A USB stick. */
  USB,
  /** A solid-state disk on PCI Express. */
  NVME
}
