package org.distroc.plan;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files to build.
 *
 * @param formats which of them
 * @param compression how the initramfs is compressed
 */
public record ImagePlan(Set<Format> formats, Compression compression) {

  /** Copies the set, sorted. */
  public ImagePlan {
    formats = Collections.unmodifiableSet(new TreeSet<>(formats));
  }

  /** A kind of file that is built. */
  public enum Format {
    /** A CD image for a PC with a BIOS, with boot loader, kernel and initramfs. */
    ISO,
    /** The kernel alone. */
    KERNEL,
    /** The archive with the init program. */
    INITRAMFS
  }

  /** How an initramfs is compressed. */
  public enum Compression {
    /** Not at all. */
    NONE("", "RD_NONE"),
    /** gzip. */
    GZIP(".gz", "RD_GZIP"),
    /** xz with CRC32, which is all that the kernel can check. */
    XZ(".xz", "RD_XZ"),
    /** Zstandard. */
    ZSTD(".zst", "RD_ZSTD");

    private final String suffix;
    private final String option;

    Compression(String suffix, String option) {
      this.suffix = suffix;
      this.option = option;
    }

    /** What the archive's file name ends in. */
    public String suffix() {
      return suffix;
    }

    /** The kernel option that lets a kernel unpack it; meaningless for {@link #NONE}. */
    public String option() {
      return option;
    }
  }
}
