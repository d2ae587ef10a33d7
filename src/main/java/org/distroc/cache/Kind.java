package org.distroc.cache;

/**
 * The parts of the cache, by the folders that they are in, in the order in which they are shown.
 */
public enum Kind {
  /** Kernel sources, unpacked. Several builds read one at once. */
  SOURCES("sources", "kernel sources, unpacked", Guard.MARK),
  /** Object files. One build at a time writes to one of them. */
  OBJECTS("objects", "object files of kernel builds", Guard.LOCK),
  /** The kernel's menuconfig, built. */
  MENUCONFIG("menuconfig", "the kernel's menuconfig", Guard.LOCK),
  /** Compiled files that ccache keeps; it has its own ways. */
  CCACHE("ccache", "compiled files, by ccache", Guard.CCACHE),
  /** Finished kernels. */
  KERNELS("kernels", "finished kernels", Guard.NONE),
  /** The same kernels as debuggers read them. */
  SYMBOLS("symbols", "names and lines of kernels, for debuggers", Guard.NONE),
  /** Configurations that the kernel's own tools completed. */
  CONFIGS("configs", "completed configurations", Guard.NONE),
  /** Kconfig files that were read. */
  OPTIONS("options", "what Kconfig files say", Guard.NONE),
  /** Archives of Java's classes. */
  JVM("jvm", "Java classes, for a quick start", Guard.NONE);

  /** How one sees that something is not in use. */
  enum Guard {
    /** It is read whole or is not there: it can go at any time. */
    NONE,
    /** Whoever uses it holds the lock beside it. */
    LOCK,
    /** Whoever uses it has marked it. */
    MARK,
    /** Only ccache itself may make it smaller. */
    CCACHE
  }

  private final String folder;
  private final String description;
  private final Guard guard;

  Kind(String folder, String description, Guard guard) {
    this.folder = folder;
    this.description = description;
    this.guard = guard;
  }

  /** The folder's name, which is also what people call the kind. */
  public String folder() {
    return folder;
  }

  /** What it is, in a few words. */
  public String description() {
    return description;
  }

  /** Whether its parts are files, not folders. */
  boolean isOfFiles() {
    return this == OPTIONS || this == JVM;
  }

  Guard guard() {
    return guard;
  }
}
