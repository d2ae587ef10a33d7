package org.distroc.spec;

/** How an initramfs is compressed. */
public enum Compression {
  /** Not compressed. */
  NONE("", "RD_NONE"),
  /** gzip. */
  GZIP(".gz", "RD_GZIP"),
  /** xz with CRC32, the only checksum that the kernel's decompressor knows. */
  XZ(".xz", "RD_XZ"),
  /** Zstandard. */
  ZSTD(".zst", "RD_ZSTD"),
  /** LZ4 in its legacy format, the only one that the kernel's decompressor knows. */
  LZ4(".lz4", "RD_LZ4");

  private final String suffix;
  private final String option;

  Compression(String suffix, String option) {
    this.suffix = suffix;
    this.option = option;
  }

  /** The suffix of the archive's file name, with its dot; empty for {@link #NONE}. */
  public String suffix() {
    return suffix;
  }

  /** The kernel option that enables unpacking it; meaningless for {@link #NONE}. */
  public String option() {
    return option;
  }
}
