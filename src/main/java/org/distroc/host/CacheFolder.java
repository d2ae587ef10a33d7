package org.distroc.host;

/**
 * Everything at the top of the cache, in the order in which {@code distroc cache} lists it. A name
 * is written here and nowhere else; one is a file, all others are folders.
 */
public enum CacheFolder {
  /** Kernel sources by digest. Several builds read one at once. */
  SOURCES("sources", "unpacked kernel sources", Unit.FOLDER, Eviction.UNLESS_LEASED),
  /** Object folders of kernels. One build at a time writes to one. */
  OBJECTS("objects", "object files of kernel builds", Unit.FOLDER, Eviction.UNLESS_LOCKED),
  /** Object folders of the kernel's menuconfig. */
  MENUCONFIG("menuconfig", "the kernel's menuconfig", Unit.FOLDER, Eviction.UNLESS_LOCKED),
  /** Caches of ccache, one for each kernel source: its build can write whatever it likes there. */
  CCACHE("ccache", "compiled files, managed by ccache", Unit.FOLDER, Eviction.BY_CCACHE),
  /** Debian packages by digest, unpacked. */
  DEBS("debs", "unpacked Debian packages", Unit.FOLDER, Eviction.ANY_TIME),
  /** Bases of recipes by commit or digest, unpacked. */
  BASES("bases", "fetched bases of recipes", Unit.FOLDER, Eviction.UNLESS_LEASED),
  /** Package lists of the suites that recipes name, by the suites. */
  SUITES("suites", "package lists of recipes' suites", Unit.FOLDER, Eviction.ANY_TIME),
  /** Finished kernels. */
  KERNELS("kernels", "finished kernels", Unit.FOLDER, Eviction.ANY_TIME),
  /** The same kernels with symbols. */
  SYMBOLS("symbols", "kernel symbols for debuggers", Unit.FOLDER, Eviction.ANY_TIME),
  /** Configurations that the kernel's make completed. */
  CONFIGS("configs", "completed kernel configurations", Unit.FOLDER, Eviction.ANY_TIME),
  /** Kconfig files and system-call tables, parsed. */
  OPTIONS("options", "parsed Kconfig files", Unit.FILE, Eviction.ANY_TIME),
  /** Archives for class data sharing, one for each distroc; the launcher writes them. */
  JVM("jvm", "Java class archives for a fast start", Unit.ARCHIVE, Eviction.ANY_TIME),
  /** apt's package lists, where the system has none. */
  APT("apt", "package lists of apt", Unit.ALL, Eviction.UNLESS_LOCKED),
  /** Which recipes passed the checks with which kernel. */
  CHECKS("checks", "results of recipe checks", Unit.ALL, Eviction.ANY_TIME),
  /** Checksums of large files. */
  DIGESTS("digests", "checksums of large files", Unit.ALL, Eviction.ANY_TIME),
  /** Paths and versions of compilers. */
  TOOLS("tools", "paths and versions of compilers", Unit.ALL, Eviction.ANY_TIME),
  /** Versions of tools, in one file. */
  TOOL_VERSIONS("tool-versions", "versions of other tools", Unit.ALL, Eviction.ANY_TIME),
  /** What was uploaded to which remote cache. */
  SHARED("shared", "history of uploads to remote caches", Unit.ALL, Eviction.ANY_TIME),
  /** Which accelerator works here. */
  BOOT("boot", "results of accelerator probes", Unit.ALL, Eviction.ANY_TIME),
  /** The user's settings, parsed. */
  SETTINGS("settings", "parsed settings files", Unit.ALL, Eviction.ANY_TIME),
  /** Which source a Debian package contains: without this, sources are not found offline. */
  PACKAGES("packages", "which source a package contains", Unit.ALL, Eviction.NEVER),
  /** Folders in which {@code gcc} is ccache; a running build has them on its PATH. */
  COMPILERS("compilers", "links from gcc to ccache", Unit.ALL, Eviction.NEVER),
  /** The state of distcc, which a running build uses. */
  DISTCC("distcc", "state of distcc", Unit.ALL, Eviction.NEVER),
  /** Which build folders distroc made: without this, they are built again from scratch. */
  BUILDS("builds", "which build folders are distroc's", Unit.ALL, Eviction.NEVER),
  /** Files that are being downloaded. */
  DOWNLOADS("downloads", "unfinished downloads", Unit.ALL, Eviction.IF_STALE),
  /** Two builds that are being compared. */
  VERIFY("verify", "unfinished comparisons of two builds", Unit.ALL, Eviction.IF_STALE),
  /** Lock files: two processes would lock two files if one was deleted between. */
  LOCKS("locks", "lock files", Unit.ALL, Eviction.NEVER);

  /** The unit of pruning. */
  public enum Unit {
    /** Each folder in it. */
    FOLDER,
    /** Each file in it. */
    FILE,
    /** Each class archive, in folders below. */
    ARCHIVE,
    /** All of it at once. */
    ALL
  }

  /** When something can be pruned. */
  public enum Eviction {
    /** At any time: it is read completely or not at all, and created again. */
    ANY_TIME,
    /** Unless its lock is held. */
    UNLESS_LOCKED,
    /** Unless a process has a lease on it. */
    UNLESS_LEASED,
    /** ccache shrinks it. */
    BY_CCACHE,
    /** Only if older than a day: its process was killed. */
    IF_STALE,
    /** Never; it is small. */
    NEVER
  }

  private final String folder;
  private final String summary;
  private final Unit unit;
  private final Eviction eviction;

  CacheFolder(String folder, String summary, Unit unit, Eviction eviction) {
    this.folder = folder;
    this.summary = summary;
    this.unit = unit;
    this.eviction = eviction;
  }

  /** Its name in the cache and in {@code distroc cache}. */
  public String folder() {
    return folder;
  }

  /** Its content, in a few words. */
  public String summary() {
    return summary;
  }

  /** The unit of pruning. */
  public Unit unit() {
    return unit;
  }

  /** When it can be pruned. */
  public Eviction eviction() {
    return eviction;
  }

  /** Whether pruning can remove it, and not only leftovers of killed runs. */
  public boolean canBePruned() {
    return eviction != Eviction.NEVER && eviction != Eviction.IF_STALE;
  }
}
