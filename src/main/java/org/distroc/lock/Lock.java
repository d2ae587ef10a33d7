package org.distroc.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.AtomicFiles;
import org.distroc.host.Sha256;
import org.distroc.kernel.KernelSource;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.schema.ValidatedText;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.SourceLocations;

/**
 * The lock file next to a recipe: the inputs of one build, which later builds must match. Tools may
 * differ, because distroc cannot install them, and other versions often give the same bytes; so
 * differences in tools and outputs are warnings.
 */
public final class Lock {
  private static final Language LANGUAGE =
      new Language("lock file", Optional.of(Code.D1080), "/schemas/lock-v1.schema.json");

  private final BuildRecord record;
  private final SourceLocations places;
  private final String recipe;

  private Lock(BuildRecord record, SourceLocations places, String recipe) {
    this.record = record;
    this.places = places;
    this.recipe = recipe;
  }

  /** The lock file of a recipe: {@code tiny.lock.yaml} next to {@code tiny.yaml}. */
  public static Path fileOf(Path recipe) {
    String name = recipe.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    return recipe.resolveSibling(name + ".lock.yaml");
  }

  /** The lock file of one variant of a recipe: {@code tiny.arm64.lock.yaml}. */
  public static Path fileOf(Path recipe, Optional<String> variant) {
    String name = recipe.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    return fileOf(recipe.resolveSibling(name + variant.map(v -> "." + v).orElse("")));
  }

  /** The lock file next to a recipe, if there is one. */
  public static Optional<Lock> nextTo(Path recipe, String shown) {
    return nextTo(recipe, shown, Optional.empty());
  }

  /**
   * The lock file next to a recipe, if there is one.
   *
   * @param recipe the recipe's file, absolute
   * @param shown the same as the user named it
   * @param variant the architecture, if the recipe lists several
   * @throws Failure D1080 if the lock cannot be read, D1040 if it is a link out of the folder
   */
  public static Optional<Lock> nextTo(Path recipe, String shown, Optional<String> variant) {
    Path file = fileOf(recipe, variant);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String name = fileOf(Path.of(shown), variant).toString();
    requireInside(file, name);
    ValidatedText text = ValidatedText.read(file, name, LANGUAGE);
    return Optional.of(new Lock(LockText.parse(text.values()), text.locations(), shown));
  }

  /**
   * The lock file that pins the bases of a recipe, before it is known whether the recipe lists
   * several architectures: that of the architecture, of the recipe, or of any architecture.
   *
   * @param architecture the one that the command line names
   */
  public static Optional<Lock> ofBases(Path recipe, String shown, Optional<String> architecture) {
    Optional<Lock> own =
        architecture.isPresent() ? nextTo(recipe, shown, architecture) : Optional.empty();
    Optional<Lock> lock = own.isPresent() ? own : nextTo(recipe, shown);
    if (lock.isPresent() || architecture.isPresent()) {
      return lock;
    }
    List<String> variants = variants(recipe);
    return variants.isEmpty()
        ? Optional.empty()
        : nextTo(recipe, shown, Optional.of(variants.get(0)));
  }

  /** The lock files of a recipe that exist: its own, and those of its architectures. */
  public static List<Path> all(Path recipe) {
    List<Path> files = new ArrayList<>();
    if (Files.isRegularFile(fileOf(recipe))) {
      files.add(fileOf(recipe));
    }
    variants(recipe).forEach(variant -> files.add(fileOf(recipe, Optional.of(variant))));
    return files;
  }

  /** The architectures that a recipe has lock files for. */
  private static List<String> variants(Path recipe) {
    String whole = fileOf(recipe).getFileName().toString();
    String end = ".lock.yaml";
    String start = whole.substring(0, whole.length() - end.length()) + ".";
    try (Stream<Path> files = Files.list(recipe.toAbsolutePath().getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith(start) && file.endsWith(end))
          .filter(file -> file.length() > start.length() + end.length())
          .map(file -> file.substring(start.length(), file.length() - end.length()))
          .filter(variant -> variant.matches("[a-z0-9_]+"))
          .sorted()
          .toList();
    } catch (IOException e) {
      // Reading the recipe reports what is wrong with its folder.
      return List.of();
    }
  }

  /** Like the recipe's other files, a lock that is shared with it must not read anything else. */
  private static void requireInside(Path file, String name) {
    try {
      if (file.toRealPath().startsWith(file.getParent().toRealPath())) {
        return;
      }
    } catch (IOException gone) {
      // Then it leads nowhere that can be read.
    }
    throw new Failure(RecipePaths.outsideByLink(name));
  }

  /**
   * Writes the lock of a recipe.
   *
   * @throws IOException if it cannot be written; an existing file is unchanged then
   */
  public static void write(Path recipe, BuildRecord record) throws IOException {
    write(recipe, Optional.empty(), record);
  }

  /** Writes the lock of one variant of a recipe. */
  public static void write(Path recipe, Optional<String> variant, BuildRecord record)
      throws IOException {
    AtomicFiles.write(
        fileOf(recipe, variant), LockText.of(record, recipe.getFileName().toString()));
  }

  /** The inputs and outputs. */
  public BuildRecord record() {
    return record;
  }

  /** A recipe's kernel source, in the version that is locked. */
  public KernelSource pinned(KernelSource source) {
    Inputs.Kernel kernel = record.inputs().kernel();
    boolean same =
        source instanceof KernelSource.Debian debian
            && kernel
                .debian()
                .map(Inputs.DebianVersion::name)
                .equals(Optional.of(debian.packageName()));
    return same && kernel.identity().startsWith("sha256:")
        ? new KernelSource.Debian(
            kernel.debian().get().name(),
            Optional.of(
                new KernelSource.Pin(
                    kernel.debian().get().version(), kernel.identity().substring(7))))
        : source;
  }

  /**
   * What pins a base, such as {@code git:COMMIT}; empty if the lock file does not have that base.
   *
   * @param name of its origin, before a colon and the path
   */
  public Optional<String> pinOf(String name) {
    return record.inputs().bases().entrySet().stream()
        .filter(base -> base.getKey().startsWith(name + ":"))
        .map(base -> base.getValue().split(" ")[0])
        .findFirst();
  }

  /** What a base is locked to, as in {@link Inputs#bases}; empty if it is not in the lock file. */
  public Optional<String> base(String name) {
    return Optional.ofNullable(record.inputs().bases().get(name));
  }

  /** The place of a base. */
  public Span baseAt(String name) {
    return places.nearest("/bases/" + SourceLocations.escape(name));
  }

  /** The packages of the root. */
  public ResolvedPackages packages() {
    return record.inputs().packages();
  }

  /** The place of the locked version of the kernel's package. */
  public Optional<Span> kernelAt() {
    return places.span("/kernel/version");
  }

  /** An error for each input that differs. */
  public List<Diagnostic> check(Inputs now) {
    return InputChange.ofInputs(record.inputs(), now).stream().map(this::changed).toList();
  }

  private Diagnostic changed(InputChange change) {
    Code code = codeOf(change.pointer());
    String how =
        change.before().isEmpty()
            ? " is not in the lock file"
            : change.after().isEmpty()
                ? " is in the lock file but no longer exists"
                : " differs from the lock file";
    String of = code == Code.D1082 ? " of " + recipe : "";
    Diagnostic diagnostic =
        Diagnostic.error(code, change.subject() + of + how).at(places.nearest(change.pointer()));
    if (change.after().isPresent()) {
      diagnostic = diagnostic.why("it is now " + change.after().get());
    }
    return remedy(diagnostic, code);
  }

  private static Code codeOf(String pointer) {
    return switch (pointer.split("/")[1]) {
      case "recipe" -> Code.D1082;
      case "files" -> Code.D1083;
      case "bases" -> Code.D1046;
      case "kernel" -> Code.D1084;
      case "packages" -> Code.D4209;
      default -> Code.D1085;
    };
  }

  private Diagnostic remedy(Diagnostic diagnostic, Code code) {
    if (code == Code.D1085) {
      diagnostic =
          diagnostic.help(
              "use distroc " + record.inputs().distroc() + ", which wrote the lock file");
    } else {
      diagnostic = diagnostic.help("undo the change if it was unintended");
    }
    return diagnostic.help("or accept it: distroc lock --update " + recipe);
  }

  /** A warning if the tools differ from the lock file. */
  public List<Diagnostic> checkTools(SortedMap<String, String> now) {
    List<InputChange> changes = InputChange.ofTools(record.tools(), now);
    if (changes.isEmpty()) {
      return List.of();
    }
    Diagnostic diagnostic =
        Diagnostic.warning(Code.D1087, "the tools differ from the lock file")
            .at(places.nearest(changes.get(0).pointer()));
    for (InputChange change : changes) {
      diagnostic = diagnostic.why(change.line());
    }
    return List.of(diagnostic.help("the output may differ; digests are compared at the end"));
  }

  /**
   * Compares the kernel configuration. It depends on what the compiler supports, so with other
   * tools it may differ.
   *
   * @param config the file
   */
  public List<Diagnostic> checkConfig(byte[] config, SortedMap<String, String> tools) {
    List<InputChange> changes = InputChange.ofConfig(record.config(), Sha256.of(config));
    boolean otherTools = !InputChange.ofTools(record.tools(), tools).isEmpty();
    return otherTools ? List.of() : changes.stream().map(this::changed).toList();
  }

  /** A warning if outputs differ, with the tools that may be the reason. */
  public List<Diagnostic> checkOutputs(BuildRecord now) {
    List<InputChange> changes = InputChange.ofOutputs(record.outputs(), now.outputs());
    if (changes.isEmpty()) {
      return List.of();
    }
    List<InputChange> tools = InputChange.ofTools(record.tools(), now.tools());
    Diagnostic diagnostic =
        Diagnostic.warning(Code.D6030, "the outputs differ from the lock file")
            .at(places.nearest(changes.get(0).pointer()));
    for (InputChange change : changes) {
      diagnostic = diagnostic.why(change.line());
    }
    for (InputChange change : tools) {
      diagnostic = diagnostic.why("built with a different " + change.line());
    }
    List<String> remedies = new ArrayList<>();
    if (tools.isEmpty()) {
      remedies.add("inputs and tools are the same, so find out why: distroc verify " + recipe);
    } else {
      remedies.add("build with the locked tools to get the same bytes");
    }
    remedies.add("or accept it: distroc lock --update " + recipe);
    for (String remedy : remedies) {
      diagnostic = diagnostic.help(remedy);
    }
    return List.of(diagnostic);
  }
}
