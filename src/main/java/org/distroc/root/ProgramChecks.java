package org.distroc.root;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.distroc.arch.Architecture;
import org.distroc.arch.ElfPrograms;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.elf.LinkedObject;
import org.distroc.rootfs.BuiltFile;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;

/**
 * Checks that programs of a root can start: their machine is that of the recipe, and the loader,
 * the libraries or the interpreter that they name are in the root too. What the recipe lists itself
 * must start; what packages bring may be of no use here, so that is a warning.
 */
final class ProgramChecks {
  private static final int EXECUTABLE = 0111;
  private static final int START = 256;

  /** A larger program is not read into memory, and not checked. */
  private static final long LARGEST = 64 << 20;

  private final Tree tree;
  private final Set<ElfTarget> targets = new HashSet<>();
  private final String wanted;
  private final Function<Entry, Optional<Span>> listed;
  private final Span elsewhere;
  private final List<Diagnostic> findings;
  private final Set<String> names = new TreeSet<>();

  /**
   * Checks of a tree.
   *
   * @param listed where the recipe lists what brings an entry, if it does
   * @param elsewhere the place for everything else
   */
  ProgramChecks(
      Tree tree,
      Architecture architecture,
      Function<Entry, Optional<Span>> listed,
      Span elsewhere,
      List<Diagnostic> findings) {
    this.tree = tree;
    this.listed = listed;
    this.elsewhere = elsewhere;
    this.findings = findings;
    ElfPrograms programs = architecture.programs();
    targets.add(programs.standard());
    programs.compat().map(ElfPrograms.Compat::target).ifPresent(targets::add);
    this.wanted = programs.standard().description();
    tree.entries().forEach(entry -> names.add(name(entry.path())));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  void check() throws IOException {
    for (Entry entry : tree.entries()) {
      boolean program = (entry.mode() & EXECUTABLE) != 0;
      if (program
          && entry.node() instanceof Node.File file
          && !(file.content() instanceof BuiltFile)) {
        check(entry, file);
      }
    }
  }

  private void check(Entry entry, Node.File file) throws IOException {
    byte[] start = bytes(file, START);
    if (LinkedObject.isElf(start)) {
      if (file.content().size() <= LARGEST) {
        elf(entry, bytes(file, (int) LARGEST));
      }
    } else if (start.length > 2 && start[0] == '#' && start[1] == '!') {
      script(entry, start);
    }
  }

  private static byte[] bytes(Node.File file, int most) throws IOException {
    try (InputStream in = file.content().open()) {
      return in.readNBytes(most);
    }
  }

  private void script(Entry entry, byte[] start) {
    String text = new String(start, 2, start.length - 2, StandardCharsets.UTF_8);
    String line = text.lines().findFirst().orElse("").strip();
    String interpreter = line.split("[ \t]", 2)[0];
    if (!interpreter.isEmpty() && tree.reached(interpreter).isEmpty()) {
      add(
          entry,
          Code.D4123,
          "`" + entry.path() + "` needs `" + interpreter + "`, which is not in the root",
          "its first line `#!" + line + "` names that program as its interpreter",
          "add the program, or name another one in the first line");
    }
  }

  private void elf(Entry entry, byte[] bytes) {
    LinkedObject object;
    try {
      object = LinkedObject.of(entry.path(), bytes);
    } catch (Failure damaged) {
      add(
          entry,
          Code.D4120,
          "`" + entry.path() + "` is a damaged program",
          damaged.diagnostics().get(0).message(),
          "get the file again");
      return;
    }
    if (!targets.contains(object.target())) {
      add(
          entry,
          Code.D4120,
          "`" + entry.path() + "` is a program for another machine",
          "it is for " + object.target().description() + ", the recipe is for " + wanted,
          "get the program for the recipe's architecture, or change `architecture`");
      return;
    }
    Optional<String> loader = object.interpreter();
    if (loader.isPresent() && tree.reached(loader.get()).isEmpty()) {
      add(
          entry,
          Code.D4121,
          "`" + entry.path() + "` needs the loader `" + loader.get() + "`",
          "it is not in the root; the kernel would say \"No such file or directory\"",
          "link the program statically (`-static`), or add the loader and the libraries");
      return;
    }
    libraries(entry, object);
  }

  /** A name that no file of the root has is nowhere to be found. */
  private void libraries(Entry entry, LinkedObject object) {
    Set<String> missing = new TreeSet<>(object.needed());
    missing.removeIf(library -> names.contains(name(library)));
    if (!missing.isEmpty()) {
      add(
          entry,
          Code.D4122,
          "`" + entry.path() + "` needs " + String.join(", ", missing),
          "no file of the root has that name, so the loader would end the program",
          "link the program statically (`-static`), or add the libraries");
    }
  }

  private void add(Entry entry, Code code, String message, String why, String help) {
    Optional<Span> at = listed.apply(entry);
    Diagnostic finding =
        at.isPresent() ? Diagnostic.error(code, message) : Diagnostic.warning(code, message);
    findings.add(finding.at(at.orElse(elsewhere)).label("cannot start").why(why).help(help));
  }
}
