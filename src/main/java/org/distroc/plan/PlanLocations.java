package org.distroc.plan;

import java.util.List;
import java.util.Map;
import org.distroc.diag.Span;

/**
 * Where the recipe of a plan sets what later phases may report.
 *
 * @param keys the place of each key that the recipe has, by dotted key: {@code qemu.memory}, and of
 *     the items of lists by number: {@code qemu.flags.0}; the empty key is the first line
 * @param sources the place of each source file of init, in their order
 * @param syscalls the place of each listed system call, by the recipe's name of it
 */
public record PlanLocations(
    Map<String, Span> keys, List<Span> sources, Map<String, Span> syscalls) {
  /** Copies the collections; the first line must be there. */
  public PlanLocations {
    keys = Map.copyOf(keys);
    sources = List.copyOf(sources);
    syscalls = Map.copyOf(syscalls);
    if (!keys.containsKey("")) {
      throw new IllegalArgumentException("no first line");
    }
  }

  /** The place of a key or, if the recipe does not set it, of the nearest key around it. */
  public Span nearest(String key) {
    String at = key;
    while (!at.isEmpty() && !keys.containsKey(at)) {
      at = at.substring(0, Math.max(0, at.lastIndexOf('.')));
    }
    return keys.get(at);
  }

  /** The place of the init program, or the nearest line. */
  public Span init() {
    return nearest("init");
  }

  /** The place of a system call in the recipe's list, or the nearest line. */
  public Span syscall(String name) {
    return syscalls.getOrDefault(name, nearest("init.syscalls"));
  }

  /** The place of init's C library, or the nearest line. */
  public Span libc() {
    return nearest("init.libc");
  }

  /** The place of the initramfs compression, or the nearest line. */
  public Span compression() {
    return nearest("image.initramfs.compression");
  }

  /** The place of the image formats, or the nearest line. */
  public Span formats() {
    return nearest("image.formats");
  }

  /** The place of the kernel command line, or the nearest line. */
  public Span cmdline() {
    return nearest("kernel.cmdline");
  }

  /** The place of the base configuration's file, or the nearest line. */
  public Span base() {
    return nearest("kernel.base.file");
  }

  /** The place of the display, or the nearest line. */
  public Span display() {
    return nearest("qemu.display");
  }
}
