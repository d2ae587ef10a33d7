package org.distroc.host;

/** The folders of the cache; one of them is a file. Each is named here and nowhere else. */
public enum CacheFolder {
  /** Kernel sources by digest. */
  SOURCES("sources", "unpacked kernel sources"),
  /** Object folders of kernel builds. */
  OBJECTS("objects", "object files of kernel builds"),
  /** Object folders of the kernel's menuconfig. */
  MENUCONFIG("menuconfig", "the kernel's menuconfig, compiled"),
  /** The cache of ccache. */
  CCACHE("ccache", "compiled files, managed by ccache"),
  /** Finished kernels. */
  KERNELS("kernels", "finished kernels"),
  /** The same kernels with symbols. */
  SYMBOLS("symbols", "kernel symbols for debuggers"),
  /** Configurations that the kernel's make completed. */
  CONFIGS("configs", "completed kernel configurations"),
  /** Kconfig files and system-call tables, parsed. */
  OPTIONS("options", "parsed Kconfig files"),
  /** Archives of class data sharing, written by the launcher. */
  JVM("jvm", "class data archives for a fast start"),
  /** apt's package lists, where the system has none. */
  APT("apt", "package lists of apt"),
  /** Which recipes passed the checks with which kernel. */
  CHECKS("checks", "results of recipe checks"),
  /** Checksums of large files. */
  DIGESTS("digests", "checksums of large files"),
  /** What compilers said about themselves. */
  TOOLS("tools", "paths and versions of compilers"),
  /** Versions of tools, one file. */
  TOOL_VERSIONS("tool-versions", "versions of other tools"),
  /** What was uploaded to which remote cache. */
  SHARED("shared", "uploads to remote caches"),
  /** Which accelerator works here. */
  BOOT("boot", "results of accelerator probes"),
  /** The user's settings, parsed. */
  SETTINGS("settings", "parsed settings files"),
  /** Which source a Debian package contains. */
  PACKAGES("packages", "which source a Debian package contains"),
  /** Folders in which {@code gcc} is ccache. */
  COMPILERS("compilers", "links from gcc to ccache"),
  /** The state of distcc. */
  DISTCC("distcc", "state of distcc"),
  /** Files that are being downloaded. */
  DOWNLOADS("downloads", "unfinished downloads"),
  /** Two builds that are being compared. */
  VERIFY("verify", "unfinished comparisons of two builds"),
  /** Lock files. */
  LOCKS("locks", "lock files");

  private final String folder;
  private final String summary;

  CacheFolder(String folder, String summary) {
    this.folder = folder;
    this.summary = summary;
  }

  /** The name in the cache, by which {@code distroc cache} calls it. */
  public String folder() {
    return folder;
  }

  /** What it holds, in a few words. */
  public String summary() {
    return summary;
  }
}
