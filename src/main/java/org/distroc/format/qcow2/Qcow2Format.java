package org.distroc.format.qcow2;

import org.distroc.format.disk.ConvertedDisk;

/** See {@link ConvertedDisk}. */
public final class Qcow2Format extends ConvertedDisk {
  /** The format. */
  public Qcow2Format() {
    super("qcow2", "the disk for QEMU (qcow2)", new byte[] {'Q', 'F', 'I', (byte) 0xfb});
  }
}
