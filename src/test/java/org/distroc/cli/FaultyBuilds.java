package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distroc.builder.KernelFolders;

/**
 * Builds of a toy, in each of which one system call fails, of distroc or of a tool. What such a
 * build leaves is there when the next one begins, which has to make the right bytes.
 */
final class FaultyBuilds {
  private static final List<String> OUTPUTS =
      List.of("init", "bzImage", "System.map", "kernel.config", "initramfs.cpio.gz", "toy.iso");

  /** All that are documented, except for that of a bug. */
  private static final Set<Integer> EXITS = Set.of(0, 2, 3, 4, 5, 6, 7);

  /** Numbers of errno that a call of that name may fail with. */
  private static final Map<String, List<Integer>> ERRORS =
      Map.ofEntries(
          Map.entry("write", List.of(28, 5)),
          Map.entry("open", List.of(28, 13, 24)),
          Map.entry("mkdir", List.of(28, 13)),
          Map.entry("rename", List.of(28, 13, 5)),
          Map.entry("link", List.of(28, 13, 31)),
          Map.entry("sync", List.of(5)),
          Map.entry("fork", List.of(11, 12)),
          Map.entry("exec", List.of(13, 12, 2)),
          Map.entry("connect", List.of(111, 13)),
          Map.entry("other", List.of(13, 30)));

  private final Workplace place;
  private final Tracer tracer;
  private final Path temporary;
  private final String recipe;
  private final Map<String, byte[]> right = new TreeMap<>();

  /**
   * A call of the recorded build.
   *
   * @param program the file name of the program that makes it
   * @param name the call's
   * @param ordinal among the calls of that name by programs of that name
   * @param object what it is about: a file, a pipe, an address
   */
  record Call(String program, String name, int ordinal, String object) {
    /** What kind of call it is: a key of the numbers above. */
    String kind() {
      return name.matches("p?write.*|ftruncate|fallocate|copy_file_range|sendfile|splice|truncate")
          ? "write"
          : name.startsWith("open") || name.equals("creat")
              ? "open"
              : name.startsWith("mkdir") || name.startsWith("mknod")
                  ? "mkdir"
                  : name.startsWith("rename")
                      ? "rename"
                      : name.matches("(sym)?link(at)?")
                          ? "link"
                          : name.endsWith("sync")
                              ? "sync"
                              : name.matches("fork|vfork|clone3?")
                                  ? "fork"
                                  : name.startsWith("exec")
                                      ? "exec"
                                      : name.matches("connect|bind|sendto") ? "connect" : "other";
    }

    /** A number of errno that it may fail with; always the same. */
    int error() {
      if (object.startsWith("pipe:") || object.startsWith("socket:")) {
        return 5;
      }
      List<Integer> errors = ERRORS.get(kind());
      return errors.get(ordinal % errors.size());
    }

    @Override
    public String toString() {
      return program + " " + name + " " + ordinal + " " + object;
    }
  }

  /** Builds the toy once without failures, for the right bytes. */
  FaultyBuilds(Path folder) throws Exception {
    place = new Workplace(folder);
    place.kernel();
    temporary = Files.createDirectory(place.folder.resolve("tmp"));
    place.set("PATH", "/usr/bin:/bin").set("TMPDIR", temporary.toString());
    place.shell("tar --sort=name -C .. -cf toy.tar kernel");
    recipe =
        Workplace.RECIPE
            .replace("{path: ../kernel}", "{tarball: {file: toy.tar, sha256: DIGEST}}")
            .replace("    PRINTK: y\n", "    PRINTK: y\n    RD_GZIP: y\n")
            .replace("initramfs]", "initramfs, iso]\n  initramfs: {compression: gzip}");
    place.write("toy.yaml", recipe);
    place.shell("sed -i s/DIGEST/$(sha256sum <toy.tar | cut -c-64)/ toy.yaml");
    tracer = new Tracer(Files.createDirectory(place.folder.resolve("tracer")), temporary);
    tracer.shareClasses(place.host().environment(), place.work, words());
    for (String name : OUTPUTS) {
      right.put(name, Files.readAllBytes(place.work.resolve("build/toy").resolve(name)));
    }
  }

  private static String[] words() {
    return new String[] {"org.distroc.cli.Main", "build", "toy.yaml"};
  }

  /** The calls of a build, in their order. */
  List<Call> calls() throws Exception {
    clear();
    Tracer.Traced build = tracer.faults(place.host().environment(), place.work, List.of(), words());
    assertEquals(0, build.exit(), build.said());
    List<Call> calls = new ArrayList<>();
    for (String line : build.log()) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 4 && !parts[0].equals("tracer")) {
        calls.add(new Call(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3]));
      }
    }
    return calls;
  }

  /**
   * What came of a fault.
   *
   * @param met whether the call was made at all: their order varies a little
   * @param wrong all that is wrong
   */
  record Round(boolean met, List<String> wrong) {}

  /**
   * Builds with one fault, and again without.
   *
   * @param action what the tracer does to that call
   */
  Round round(Call call, String action) throws Exception {
    clear();
    List<String> fault =
        List.of(call.program(), call.name(), Integer.toString(call.ordinal()), action);
    Tracer.Traced build = tracer.faults(place.host().environment(), place.work, fault, words());
    List<String> wrong = new ArrayList<>();
    // Then nobody is there to say anything.
    boolean killed = action.equals("kill") && call.program().equals("java");
    if (!killed || build.exit() != 137) {
      judge(new Run(build.exit(), "", build.said()), wrong);
    }
    build.log().stream().filter(line -> line.startsWith("left")).forEach(wrong::add);
    if (!killed && !call.name().matches("unlink.*|rmdir")) {
      try (Stream<Path> files = Files.list(temporary)) {
        files.forEach(file -> wrong.add("left in TMPDIR: " + file.getFileName()));
      }
    }
    rebuild(wrong);
    if (!wrong.isEmpty()) {
      wrong.add(build.said());
    }
    return new Round(build.log().contains("fault"), wrong);
  }

  /**
   * Builds with a tool that fails in some way, and again with the right one.
   *
   * @param tool its name
   * @param lie lines of a shell: {@code "$real" "$@"} is the real tool, and {@code $out} the file
   *     that it writes, if it does
   * @param obvious whether no build with it may pass: nobody can tell half of a program from a
   *     program, as long as it begins like one
   */
  Round round(String tool, String lie, boolean obvious) throws Exception {
    clear();
    Path real = place.host().find(tool).orElseThrow(() -> new AssertionError("no " + tool));
    Path script =
        place.tool(
            tool,
            String.join(
                "\n",
                "real=" + real,
                // Questions about the tool itself are answered, so that the build begins.
                "case \"$*\" in *version*|*-print-*|*--help*|-v) exec \"$real\" \"$@\" ;; esac",
                "out= previous=",
                "for word; do [ \"$previous\" != -o ] || out=$word; previous=$word; done",
                "[ -n \"$out\" ] || case $0 in */cp|*/mv|*/objcopy) out=$previous ;; esac",
                "[ ! -d \"$out\" ] || out=$out/${1##*/}",
                lie));
    List<String> wrong = new ArrayList<>();
    String path = place.host().environment().get("PATH");
    place.set("PATH", place.bin + ":" + path);
    Run build = place.run("build", "toy.yaml");
    place.set("PATH", path);
    Files.delete(script);
    judge(build, wrong);
    if (!obvious) {
      wrong.removeIf(what -> what.startsWith("wrong bytes"));
    }
    rebuild(wrong);
    if (!wrong.isEmpty()) {
      wrong.add(build.all());
    }
    return new Round(build.exit() != 0, wrong);
  }

  private void judge(Run build, List<String> wrong) throws IOException {
    if (!EXITS.contains(build.exit())) {
      wrong.add("exit " + build.exit());
    }
    if (build.err().matches("(?s).*(\n\tat |D9001).*")) {
      wrong.add("a stack trace");
    }
    if (build.exit() > 0 && !build.err().contains("error[D")) {
      wrong.add("no error");
    }
    if (build.exit() == 0) {
      compare("wrong bytes", wrong);
    }
  }

  private void rebuild(List<String> wrong) throws IOException {
    Run good = place.run("build", "toy.yaml");
    if (good.exit() != 0) {
      wrong.add("then exit " + good.exit() + "\n" + good.err());
    } else {
      compare("then wrong bytes", wrong);
    }
  }

  private void compare(String what, List<String> wrong) throws IOException {
    for (Map.Entry<String, byte[]> output : right.entrySet()) {
      Path file = place.work.resolve("build/toy").resolve(output.getKey());
      byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
      if (bytes == null || !Arrays.equals(bytes, output.getValue())) {
        wrong.add(what + ": " + output.getKey() + (bytes == null ? " missing" : ""));
      }
    }
  }

  private void clear() throws IOException {
    for (Path each : List.of(place.work.resolve("build"), place.host().cacheFolder(), temporary)) {
      KernelFolders.delete(each);
    }
    Files.createDirectory(temporary);
  }
}
