package org.distroc.format.vmdk;

import org.distroc.format.disk.ConvertedDisk;

/** See {@link ConvertedDisk}. */
public final class VmdkFormat extends ConvertedDisk {
  /** The format. */
  public VmdkFormat() {
    super(
        "vmdk",
        "the disk for VMware (VMDK)",
        "KDMV".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
