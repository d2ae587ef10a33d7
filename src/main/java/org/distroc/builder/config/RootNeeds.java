package org.distroc.builder.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.plan.BuildPlan;
import org.distroc.rootfs.BuiltFile;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;
import org.distroc.spec.Compression;

/** What a root file system needs of its kernel, and how much memory it takes. */
final class RootNeeds {
  private static final String FILES = "rootfs.files.";
  private static final long MEBIBYTE = 1 << 20;
  private static final long PAGE = 4096;

  /** Memory that even a small kernel has in use or never counts when it unpacks the root. */
  private static final long LEAST_KERNEL = 10 * MEBIBYTE;

  /** What most small kernels have; recommended sizes are multiples of half of it. */
  private static final long USUAL_KERNEL = 16 * MEBIBYTE;

  private final BuildPlan plan;
  private final Tree root;

  RootNeeds(BuildPlan plan, Tree root) {
    this.plan = plan;
    this.root = root;
  }

  /**
   * Options that the kernel should have.
   *
   * @param options their names; alternatives are separated by {@code |}
   * @param without what happens without it, at the line that needs it
   */
  record Need(List<String> options, Diagnostic without) {
    Need(String option, Diagnostic without) {
      this(List.of(option), without);
    }
  }

  /** The options that the files imply. */
  List<Need> options() {
    List<Need> needs = new ArrayList<>();
    String start = start(root, "/init");
    if (start.startsWith("#!")) {
      needs.add(
          new Need(
              "BINFMT_SCRIPT",
              Diagnostic.error(Code.D4125, "this kernel cannot start scripts, such as `/init`")
                  .at(place("/init"))
                  .label("a script")
                  .why("it would fail with `Failed to execute /init (error -8)`, and panic")));
    }
    boolean elf = start.startsWith("\177ELF");
    if (elf || start.startsWith("#!")) {
      needs.add(
          new Need(
              "BINFMT_ELF",
              Diagnostic.error(Code.D4125, "this kernel cannot run ELF programs, such as init")
                  .at(place("/init"))
                  .label(elf ? "an ELF program" : "its interpreter is one")
                  .why("it would fail with `Failed to execute /init (error -8)`, and panic")));
    }
    root.entries().stream()
        .filter(entry -> entry.uid() != 0 || entry.gid() != 0)
        .findFirst()
        .ifPresent(entry -> needs.add(users(entry)));
    return needs;
  }

  private Need users(Entry entry) {
    return new Need(
        "MULTIUSER",
        Diagnostic.warning(Code.D4125, "for this kernel, every process is root")
            .at(place(entry.path()))
            .label("owned by " + entry.uid() + ":" + entry.gid())
            .why("no process can change its user, and owners of files protect nothing"));
  }

  /** The line of {@code files} that brings a path, or the nearest. */
  private Span place(String path) {
    String at = path;
    while (!at.isEmpty()) {
      for (String key : List.of(FILES + at, FILES + at + "/")) {
        if (plan.locations().keys().containsKey(key)) {
          return plan.locations().keys().get(key);
        }
      }
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return plan.locations().nearest("rootfs");
  }

  /** The first bytes of what a path leads to; empty if that is no file. */
  static String start(Tree root, String path) {
    return root.reached(path).map(RootNeeds::start).orElse("");
  }

  private static String start(Entry entry) {
    if (!(entry.node() instanceof Node.File file) || file.content() instanceof BuiltFile) {
      return "";
    }
    try (InputStream in = file.content().open()) {
      return new String(in.readNBytes(4), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // Packing it reports that.
      return "";
    }
  }

  /**
   * An error if the root surely does not fit. The kernel goes on with half a file then, and prints
   * only one line. Before it is built, the size of a compressed archive is not known: it counts as
   * nothing.
   *
   * @param tmpfs whether the kernel has tmpfs, of which the root takes half of the free memory
   */
  List<Diagnostic> memory(boolean tmpfs) {
    if (!plan.buildsInitramfs()) {
      return List.of();
    }
    boolean half = tmpfs && plan.kernel().cmdline().stream().noneMatch(RootNeeds::avoidsTmpfs);
    long unpacked = 0;
    for (Entry entry : root.entries()) {
      long size = entry.node() instanceof Node.File file ? file.content().size() : 0;
      unpacked += (size + PAGE - 1) / PAGE * PAGE;
    }
    long archive = plan.image().compression() == Compression.NONE ? root.bytes() : 0;
    long files = (half ? 2 : 1) * unpacked + archive;
    long memory =
        LongStream.concat(
                LongStream.of(plan.machine().memory()),
                plan.tests().stream().mapToLong(test -> test.machine().memory()))
            .min()
            .orElseThrow();
    if (memory >= LEAST_KERNEL + files) {
      return List.of();
    }
    long step = USUAL_KERNEL / 2;
    long needed = (USUAL_KERNEL + files + step - 1) / step * (step / MEBIBYTE);
    Diagnostic error =
        Diagnostic.error(
                Code.D4124,
                "the root file system does not fit into " + memory / MEBIBYTE + " MB of memory")
            .at(plan.locations().nearest("qemu.memory"))
            .label("at least " + needed + "M")
            .why(
                "unpacked it has "
                    + unpacked / MEBIBYTE
                    + " MB, and the archive is in memory too while the kernel unpacks it")
            .why("the kernel would go on with half a file, and say so in one line only");
    Diagnostic more =
        half
            ? error
                .why("with TMPFS, the root may take half of what is free")
                .help("or add `rootfstype=ramfs` to `kernel.cmdline`, which may take all of it")
            : error;
    return List.of(more.help("write `memory: " + needed + "M` under `qemu`"));
  }

  private static boolean avoidsTmpfs(String word) {
    return word.startsWith("root=") || word.equals("rootfstype=ramfs");
  }
}
