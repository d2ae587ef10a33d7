package org.distroc.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import org.distroc.elf.LinkedObject;
import org.distroc.rootfs.Entry;

/**
 * Single programs out of packages, with the loader and the libraries that their ELF headers name,
 * and the interpreters of scripts. They are looked for among the files of the packages only, as the
 * loader would look for them.
 */
final class ProgramClosure {
  private static final int LARGEST = 256 << 20;
  private static final List<String> USUAL = List.of("/usr/lib", "/usr/lib64", "/usr/local/lib");

  private final PackageFiles files;
  private final ElfTarget target;
  private final Map<String, Entry> taken = new TreeMap<>();
  private final Map<String, LinkedObject> objects = new HashMap<>();
  private final List<Diagnostic> errors = new ArrayList<>();
  private final Set<String> folders = new LinkedHashSet<>();

  /** A file that was taken, and for which one. */
  private record Step(String path, Step by) {
    String chain() {
      return by == null ? "`" + path + "`" : "`" + path + "`, for " + by.chain();
    }
  }

  private ProgramClosure(Collection<StoredPackage> packages, ElfTarget target) throws IOException {
    this.files = new PackageFiles(packages);
    this.target = target;
    folders.addAll(files.libraryFolders());
    folders.addAll(USUAL);
  }

  /**
   * The entries of programs and all that they need.
   *
   * @throws Failure D4220 for a program that its package lacks, D4221 for a library that no package
   *     has, D4222 for a program of another architecture
   */
  static List<Entry> of(
      List<ProgramRequest> programs, Collection<StoredPackage> packages, ElfTarget target)
      throws IOException {
    ProgramClosure closure = new ProgramClosure(packages, target);
    for (ProgramRequest program : programs) {
      closure.add(program);
    }
    if (!closure.errors.isEmpty()) {
      throw new Failure(closure.errors);
    }
    return List.copyOf(closure.taken.values());
  }

  private void add(ProgramRequest program) throws IOException {
    Optional<PackageFiles.Found> found = files.find(program.file());
    if (found.isEmpty() || !found.get().isFile()) {
      errors.add(absent(program, program.file()));
      return;
    }
    Step step = new Step(program.file(), null);
    take(program.file(), step, program);
    if (!MergedUsr.path(program.path()).equals(MergedUsr.path(program.file()))) {
      Entry entry = taken.remove(found.get().path());
      taken.put(
          program.path(),
          new Entry(
              program.path(),
              entry.node(),
              entry.mode(),
              entry.uid(),
              entry.gid(),
              entry.origin()));
    }
    for (String more : program.also()) {
      List<String> below = files.below(more);
      if (below.isEmpty()) {
        errors.add(absent(program, more));
      }
      for (String path : below) {
        take(path, step, program);
      }
    }
  }

  /** Takes a path with the links on the way, and what the file at its end needs. */
  private void take(String path, Step step, ProgramRequest program) throws IOException {
    Optional<PackageFiles.Found> found = files.find(path);
    if (found.isEmpty()) {
      return;
    }
    for (PackageFiles.Found link : found.get().links()) {
      taken.putIfAbsent(link.path(), link.entry());
    }
    if (taken.putIfAbsent(found.get().path(), found.get().entry()) == null
        && found.get().isFile()) {
      needs(found.get(), step, program);
    }
  }

  private void needs(PackageFiles.Found file, Step step, ProgramRequest program)
      throws IOException {
    byte[] start = file.start(256);
    if (LinkedObject.isElf(start)) {
      LinkedObject object = object(file);
      if (step.by() == null && !object.target().equals(target)) {
        errors.add(otherMachine(file, object, program));
      } else {
        libraries(file, object, step, program);
      }
    } else if (start.length > 2 && start[0] == '#' && start[1] == '!') {
      interpreter(start, step, program);
    }
  }

  private void interpreter(byte[] start, Step step, ProgramRequest program) throws IOException {
    String line = new String(start, 2, start.length - 2, StandardCharsets.ISO_8859_1);
    String[] words = line.lines().findFirst().orElse("").strip().split("[ \t]+", 3);
    List<String> wanted = new ArrayList<>(List.of(words[0]));
    if (words[0].endsWith("/env") && words.length > 1) {
      wanted.add("/usr/bin/" + words[1]);
    }
    for (String path : wanted) {
      if (files.find(path).isEmpty()) {
        errors.add(
            Diagnostic.error(Code.D4221, "`" + step.path() + "` needs `" + path + "`")
                .at(program.at())
                .why("it is a script for that program, which no package here has")
                .help("add the package that has it, or the program itself, to `programs`"));
      } else {
        take(path, new Step(path, step), program);
      }
    }
  }

  private void libraries(
      PackageFiles.Found file, LinkedObject object, Step step, ProgramRequest program)
      throws IOException {
    if (object.interpreter().isPresent()) {
      String loader = object.interpreter().get();
      Optional<PackageFiles.Found> found = files.find(loader);
      if (found.isEmpty()) {
        errors.add(missing(loader, "the loader of", step, program));
      } else {
        folders.add(PackageFiles.parent(found.get().path()));
        take(loader, new Step(loader, step), program);
      }
    }
    for (String name : object.needed()) {
      Optional<String> path = library(file, object, name);
      if (path.isEmpty()) {
        errors.add(missing(name, "a library of", step, program));
      } else {
        take(path.get(), new Step(name, step), program);
      }
    }
  }

  /** As ld.so looks for it: in the folders of the file, then in those of the system. */
  private Optional<String> library(PackageFiles.Found file, LinkedObject object, String name)
      throws IOException {
    if (name.contains("/")) {
      return files.find(name).isPresent() ? Optional.of(name) : Optional.empty();
    }
    List<String> places = new ArrayList<>();
    String origin = PackageFiles.parent(file.path());
    object
        .folders()
        .forEach(f -> places.add(f.replace("${ORIGIN}", origin).replace("$ORIGIN", origin)));
    places.addAll(folders);
    for (String folder : places) {
      Optional<PackageFiles.Found> found = files.find(folder + "/" + name);
      if (found.isPresent() && found.get().isFile()) {
        byte[] start = found.get().start(4);
        if (LinkedObject.isElf(start) && object(found.get()).target().equals(object.target())) {
          return Optional.of(folder + "/" + name);
        }
      }
    }
    return Optional.empty();
  }

  private LinkedObject object(PackageFiles.Found file) throws IOException {
    LinkedObject known = objects.get(file.path());
    if (known == null) {
      known = LinkedObject.of(file.path(), file.bytes(LARGEST));
      objects.put(file.path(), known);
    }
    return known;
  }

  private Diagnostic absent(ProgramRequest program, String path) {
    Diagnostic error =
        Diagnostic.error(
                Code.D4220, "package `" + program.packageName() + "` has no `" + path + "`")
            .at(program.at());
    List<String> programs = files.programsOf(program.packageName());
    List<String> near = NearestNames.nearest(path, programs);
    for (String name : near) {
      error = error.help("did you mean `" + name + "`?");
    }
    if (near.isEmpty() && !programs.isEmpty()) {
      error =
          error.help(
              "its programs are: "
                  + String.join(", ", programs.subList(0, Math.min(12, programs.size()))));
    }
    return near.isEmpty() && programs.isEmpty()
        ? error.help("it has no programs; name the package that has")
        : error;
  }

  private static Diagnostic missing(String name, String what, Step step, ProgramRequest program) {
    return Diagnostic.error(
            Code.D4221, "no package here has `" + name + "`, " + what + " `" + step.path() + "`")
        .at(program.at())
        .why("taken: " + step.chain())
        .why("the package that has it is no dependency of `" + program.packageName() + "`")
        .help("list the package that has it in `packages`");
  }

  private Diagnostic otherMachine(
      PackageFiles.Found file, LinkedObject object, ProgramRequest program) {
    return Diagnostic.error(Code.D4222, "`" + file.path() + "` is for another architecture")
        .at(program.at())
        .why("it is a " + object.target().description() + " program")
        .why("the recipe's architecture runs " + target.description() + " programs")
        .help("name a package for this architecture");
  }
}
