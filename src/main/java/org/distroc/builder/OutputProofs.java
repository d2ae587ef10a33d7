package org.distroc.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.distroc.arch.ElfFrame;
import org.distroc.arch.ElfPrograms;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.BoundedFiles;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.spec.Compression;
import org.distroc.spec.Libc;

/**
 * Proves, after each step, that the step has made what the next one assumes. A tool that exits with
 * 0 may have written nothing, or half a file. What a step may not keep was removed before it, so a
 * file that is there is new.
 */
final class OutputProofs {
  /** A configuration as the kernel writes it begins with this. */
  private static final String CONFIG_HEAD = "#\n# Automatically generated file; DO NOT EDIT.\n";

  private static final Pattern SYMBOL = Pattern.compile("[0-9a-f]{8,16} [A-Za-z?] \\S+\n?");
  private static final String STACK_NOTE = ".note.GNU-stack";
  private static final String ARCHIVE_HEAD = "!<arch>\n";
  private static final int MOST_COMMANDS = 3;

  private final BuildPlan plan;
  private final Path root;
  private final Outputs outputs;
  private final Make make;

  OutputProofs(BuildPlan plan, ProjectFolder folder, Outputs outputs, Make make) {
    this.plan = plan;
    this.root = folder.root();
    this.outputs = outputs;
    this.make = make;
  }

  /** What is wrong with the bytes of a file, in a few words; empty if nothing is. */
  private interface Proof {
    Optional<String> flaw(byte[] file) throws IOException;
  }

  /**
   * Proves init, and everything between its sources and it.
   *
   * @param folder of the project
   * @throws Failure D6042
   */
  void init(ProjectFolder folder) throws IOException {
    for (String name : folder.built()) {
      if (name.endsWith(".o") && !name.startsWith(ProjectLayout.ROOTFS)) {
        boolean noNote = name.equals(ProjectLayout.INIT_OBJECT) && libc() != Libc.STATIC;
        prove(
            Stage.INIT,
            name,
            file -> noNote ? elf(file).objectWithout(STACK_NOTE) : elf(file).object());
      } else if (name.endsWith(".a")) {
        prove(Stage.INIT, name, file -> startsWith(file, ARCHIVE_HEAD, "it is no archive"));
      }
    }
    prove(Stage.INIT, ProjectLayout.INIT_ELF, file -> elf(file).program());
    byte[] linked = BoundedFiles.bytes(root.resolve(ProjectLayout.INIT_ELF), BoundedFiles.PROGRAM);
    prove(Stage.INIT, ProjectLayout.INIT, file -> elf(file).strippedOf(linked));
  }

  private Libc libc() {
    return plan.init().orElseThrow().libc();
  }

  private ElfFrame elf(byte[] file) {
    ElfPrograms programs = plan.architecture().programs();
    Set<ElfTarget> targets = new HashSet<>(Set.of(programs.standard()));
    programs.compat().map(ElfPrograms.Compat::target).ifPresent(targets::add);
    return new ElfFrame(file, targets);
  }

  /**
   * Proves the kernel's configuration.
   *
   * @param objects the folder that it was copied from
   * @throws Failure D6042
   */
  void config(Path objects) throws IOException {
    Path original = objects.resolve(".config");
    prove(
        Stage.CONFIGURATION,
        ProjectLayout.CONFIG,
        file -> configFlaw(file).or(() -> copyFlaw(file, original)));
  }

  /** What is wrong with a configuration that the kernel's make should have written. */
  static Optional<String> configFlaw(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    boolean whole = text.startsWith(CONFIG_HEAD) && text.endsWith("\n") && text.contains("CONFIG_");
    return whole ? Optional.empty() : Optional.of("it is no complete configuration");
  }

  /**
   * Proves the kernel and the addresses of its functions.
   *
   * @param objects the folder that they were copied from
   * @throws Failure D6042
   */
  void kernel(Path objects) throws IOException {
    Path image = objects.resolve(plan.architecture().kernel().imagePath());
    String target = plan.architecture().kernel().target();
    prove(Stage.KERNEL, target, file -> kernelFlaw(target, file).or(() -> copyFlaw(file, image)));
    String map = ProjectLayout.SYSTEM_MAP;
    Path original = objects.resolve(map);
    prove(Stage.KERNEL, map, file -> kernelFlaw(map, file).or(() -> copyFlaw(file, original)));
  }

  /** What is wrong with one of a kernel's files, as far as its bytes tell; empty if nothing is. */
  Optional<String> kernelFlaw(String name, byte[] file) {
    if (!name.equals(ProjectLayout.SYSTEM_MAP)) {
      return plan.architecture().image().flaw(file);
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String first = text.substring(0, text.indexOf('\n') + 1);
    return SYMBOL.matcher(first).matches() && text.endsWith("\n")
        ? Optional.empty()
        : Optional.of("it is no list of addresses and names");
  }

  private static Optional<String> copyFlaw(byte[] file, Path original) {
    try {
      return Arrays.equals(file, BoundedFiles.bytes(original, BoundedFiles.PROGRAM))
          ? Optional.empty()
          : Optional.of("it is no copy of " + original);
    } catch (IOException e) {
      return Optional.of("make left no " + original);
    }
  }

  /**
   * Proves the kernel with symbols.
   *
   * @param names of the files in the folder of debuggers' files
   * @throws Failure D6042
   */
  void symbols(List<String> names) throws IOException {
    for (String name : names) {
      String path = KernelSymbols.FOLDER + "/" + name;
      boolean program = name.equals(KernelSymbols.VMLINUX);
      prove(
          Stage.SYMBOLS,
          path,
          file -> program ? startsWith(file, "\177ELF", "it is no ELF file") : emptyFlaw(file));
    }
  }

  private static Optional<String> emptyFlaw(byte[] file) {
    return file.length == 0 ? Optional.of("it is empty") : Optional.empty();
  }

  private static Optional<String> startsWith(byte[] file, String head, String flaw) {
    int length = Math.min(file.length, head.length());
    boolean same = new String(file, 0, length, StandardCharsets.ISO_8859_1).equals(head);
    return same && file.length > length ? Optional.empty() : Optional.of(flaw);
  }

  /**
   * Proves the archives and images.
   *
   * @throws Failure D6042
   */
  void image() throws IOException {
    Map<String, byte[]> inside = new LinkedHashMap<>();
    if (plan.buildsInitramfs()) {
      archives(inside);
    }
    String kernel = plan.architecture().kernel().target();
    for (ImageFormat format : plan.image().formats()) {
      String name = format.fileName(plan.contents());
      if (outputs.images().contains(name)) {
        Map<String, byte[]> ingredients = new LinkedHashMap<>(inside);
        Set<Ingredient> held = format.holds(plan.image().settings(format));
        if (!held.contains(Ingredient.INITRAMFS)) {
          ingredients.clear();
        }
        if (held.contains(Ingredient.KERNEL)) {
          ingredients.put(kernel, BoundedFiles.bytes(root.resolve(kernel), BoundedFiles.PROGRAM));
        }
        for (String file : format.configurations(plan.image().settings(format))) {
          ingredients.put(file, BoundedFiles.bytes(root.resolve(file), BoundedFiles.PROGRAM));
        }
        prove(Stage.IMAGE, name, file -> format.flaw(file, ingredients));
        for (String more : format.more(plan.contents())) {
          prove(Stage.IMAGE, more, file -> format.flaw(more, file, ingredients));
        }
      }
    }
  }

  /** Proves the initramfs, and adds it to what images have to contain. */
  private void archives(Map<String, byte[]> inside) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (plan.init().isPresent()) {
      byte[] init = BoundedFiles.bytes(root.resolve(ProjectLayout.INIT), BoundedFiles.PROGRAM);
      String copy = ProjectLayout.ROOTFS + "/" + ProjectLayout.INIT;
      prove(
          Stage.IMAGE,
          copy,
          file ->
              Arrays.equals(file, init) ? Optional.empty() : Optional.of("it is no copy of init"));
      files.put(ProjectLayout.INIT, init);
    }
    String archive = ProjectLayout.INITRAMFS;
    prove(
        Stage.IMAGE, archive, file -> Formats.INITRAMFS.flaw(file, files).or(() -> rootFlaw(file)));
    String name = plan.initramfsName();
    if (plan.image().compression() != Compression.NONE) {
      Map<String, byte[]> whole =
          Map.of(archive, BoundedFiles.bytes(root.resolve(archive), BoundedFiles.PROGRAM));
      prove(Stage.IMAGE, name, file -> Formats.INITRAMFS.flaw(file, whole));
    }
    inside.put(name, BoundedFiles.bytes(root.resolve(name), BoundedFiles.PROGRAM));
  }

  /** An archive begins with the root file system, if that is not made of init alone. */
  private Optional<String> rootFlaw(byte[] archive) {
    if (plan.root().isEmpty()) {
      return Optional.empty();
    }
    try {
      Path packed = root.resolve(ProjectLayout.ROOT_ARCHIVE);
      byte[] start = BoundedFiles.bytes(packed, BoundedFiles.PROGRAM);
      int length = Math.min(start.length, archive.length);
      return Arrays.equals(start, 0, start.length, archive, 0, length)
          ? Optional.empty()
          : Optional.of("it does not begin with " + ProjectLayout.ROOT_ARCHIVE);
    } catch (IOException e) {
      return Optional.of("there is no " + ProjectLayout.ROOT_ARCHIVE);
    }
  }

  private void prove(Stage stage, String name, Proof proof) throws IOException {
    Path file = root.resolve(name);
    Optional<String> flaw =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            ? proof.flaw(BoundedFiles.bytes(file, BoundedFiles.PROGRAM))
            : Optional.of("it is missing");
    if (flaw.isPresent()) {
      if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(file);
      }
      throw new Failure(diagnostic(stage, name, flaw.get(), make.log(stage)));
    }
  }

  /** The failure of a step whose tools all succeeded. */
  static Diagnostic diagnostic(Stage stage, String name, String flaw, Path log) throws IOException {
    List<String> commands = new ArrayList<>();
    if (Files.isRegularFile(log)) {
      String output = BoundedFiles.latin1(log, BoundedFiles.TABLE);
      commands.addAll(FailedCommand.naming(name, output));
    }
    Diagnostic diagnostic =
        Diagnostic.error(Code.D6042, "the step `" + stage + "` left no correct " + name).why(flaw);
    for (String command : commands.stream().limit(MOST_COMMANDS).toList()) {
      diagnostic = diagnostic.why("a command for it: " + command);
    }
    return diagnostic
        .why(
            commands.isEmpty()
                ? "make printed no command for it, and yet it succeeded"
                : "every command succeeded")
        .help("the file was removed; check the tool, then build again")
        .help("the full log is in " + log);
  }
}
