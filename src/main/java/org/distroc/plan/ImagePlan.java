package org.distroc.plan;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.distroc.spec.Compression;

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
}
