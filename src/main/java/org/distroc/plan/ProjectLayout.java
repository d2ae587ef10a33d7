package org.distroc.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the files of a generated project are, and what its Makefile builds there, as paths in the
 * build folder. The images are not among them: each format names its own.
 */
public final class ProjectLayout {
  /** The Makefile. */
  public static final String MAKEFILE = "Makefile";

  /** The options of the recipe, as the kernel's merge_config.sh reads them. */
  public static final String FRAGMENT = "kernel.fragment";

  /** The recipe's own base configuration, if it has one. */
  public static final String BASE = "kernel.base";

  /** The kernel's configuration. */
  public static final String CONFIG = "kernel.config";

  /** The addresses of the kernel's functions. */
  public static final String SYSTEM_MAP = "System.map";

  /** What the recipe is, and how to build it, for people. */
  public static final String README = "README.md";

  /** What a build was made from, and its digests. */
  public static final String MANIFEST = "manifest.json";

  /** All objects of init in one. */
  public static final String INIT_OBJECT = "init.o";

  /** The init program as it is in the initramfs. */
  public static final String INIT = "init";

  /** The init program with symbols. */
  public static final String INIT_ELF = "init.elf";

  /** What goes into the initramfs. */
  public static final String INITRAMFS_LIST = "initramfs.list";

  /** The initramfs before it is compressed. */
  public static final String INITRAMFS = "initramfs.cpio";

  /** The root file system without what make compiles for it, an archive without an end. */
  public static final String ROOT_ARCHIVE = "rootfs.cpio";

  /** What is in that archive. */
  public static final String ROOT_LIST = "rootfs.list";

  /** The folder of the recipe's own sources. */
  public static final String SOURCE = "source";

  /** The folder of programs that the build uses, and of their sources. */
  public static final String TOOLS = "tools";

  /** The folder of the files in the initramfs. */
  public static final String ROOTFS = "rootfs";

  /** The folder of the kernel's headers for nolibc. */
  public static final String HEADERS = "headers";

  /** The folder of what a debugger reads. */
  public static final String DEBUG = "debug";

  /** The folder of what guests said in tests. */
  public static final String EVIDENCE = "evidence";

  /** The folder of what guests wrote to the disks of the recipe. */
  public static final String DISKS = "disks";

  /** The folder of two builds that differ. */
  public static final String COMPARED = "verify";

  /** Folders in which make leaves files on its way to the outputs; empty for the project's own. */
  public static final List<String> INTERMEDIATE = List.of("", SOURCE, TOOLS, ROOTFS);

  private static final Pattern BUILT =
      Pattern.compile(".*\\.(o|a|elf|d|dep)|" + Pattern.quote(INITRAMFS) + ".*");

  private ProjectLayout() {}

  /** A source file of the recipe. */
  public static String source(String path) {
    return SOURCE + "/" + path;
  }

  /**
   * Whether only make can have written a file.
   *
   * @param folder one of {@link #INTERMEDIATE}
   * @param name without folders
   */
  public static boolean isBuilt(String folder, String name) {
    boolean program = folder.equals(ROOTFS) || folder.equals(TOOLS) && !name.contains(".");
    return program || BUILT.matcher(name).matches();
  }
}
