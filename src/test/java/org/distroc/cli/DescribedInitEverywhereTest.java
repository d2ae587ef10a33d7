package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program of a described init with everything in use, compiled for each architecture. */
@Tag("kernel")
class DescribedInitEverywhereTest {
  private static final Path RECIPE = Path.of("src/test/resources/services/everything.yaml");
  private static final Pattern NUMBER =
      Pattern.compile("#define (_NSIG|(?:SIG|O_|SOCK_|TIOC)\\w+) (0[xX]?[0-9a-fA-F]*|[0-9]+) .*");

  /** In bytes, where instructions are short. */
  private static final int LIMIT = 6144;

  /** Where each has four bytes, or few registers make more of them. */
  private static final Map<String, Integer> LARGER =
      Map.of(
          "i386",
          6400,
          "arm",
          6656,
          "arm64",
          7168,
          "s390x",
          7680,
          "ppc64le",
          8704,
          "mipsel",
          8704,
          "mips64el",
          8704);

  @TempDir Path folder;

  static List<String> architectures() {
    return Architectures.ALL.stream().map(Architecture::name).toList();
  }

  private Outcome run(Path in, String... words) throws IOException {
    return new ProcessRunner(new Host(System.getenv(), in))
        .run(Command.of(words).in(in).limit(Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void itsNumbersAreThoseOfTheCLibraryAndItIsSmall(String name) throws IOException {
    Architecture architecture = Architectures.of(name);
    Files.writeString(
        folder.resolve("everything.yaml"), Files.readString(RECIPE).replace("ARCHITECTURE", name));
    Run run = Run.in(folder, "expand", "-o", "project", "everything.yaml");
    assertEquals(0, run.exit(), run.all());
    Path project = folder.resolve("project");

    Outcome made = run(project, "make", "init");
    assertTrue(made.succeeded(), made.output());
    assertFalse(made.output().contains("warning:"), made.output());
    long size = Files.size(project.resolve("init"));
    System.out.println("init with everything for " + name + ": " + size + " bytes");
    assertTrue(size <= LARGER.getOrDefault(name, LIMIT), size + " bytes");

    compare(Files.readString(project.resolve("services.h")), architecture, linux(project));
  }

  /** The kernel source of a project. */
  private static Path linux(Path project) throws IOException {
    Matcher source =
        Pattern.compile("(?m)^KERNEL_SOURCE := (.*)$")
            .matcher(Files.readString(project.resolve("Makefile")));
    assertTrue(source.find());
    return Path.of(source.group(1));
  }

  /** Compiles the numbers with the headers for programs, of which a build would make a copy. */
  private void compare(String table, Architecture architecture, Path linux) throws IOException {
    String own = architecture.syscalls().folder() + "/include/uapi";
    Path copy = Files.createDirectories(folder.resolve("headers/asm"));
    try (Stream<Path> general = Files.list(linux.resolve("include/uapi/asm-generic"))) {
      for (Path header : general.toList()) {
        String name = header.getFileName().toString();
        if (!Files.exists(linux.resolve(own + "/asm/" + name))) {
          Files.writeString(copy.resolve(name), "#include <asm-generic/" + name + ">\n");
        }
      }
    }
    Files.createDirectories(folder.resolve("headers/linux"));
    Files.writeString(folder.resolve("headers/linux/compiler.h"), "");
    Files.writeString(folder.resolve("headers/linux/compiler_types.h"), "");
    Files.writeString(folder.resolve("numbers.c"), comparison(table));
    Outcome compiled =
        run(
            folder,
            architecture.compiler().prefixHere() + "gcc",
            "-nostdinc",
            "-D__user=",
            "-Iheaders",
            "-I" + linux.resolve(own),
            "-I" + linux.resolve("include/uapi"),
            "-E",
            "-o",
            "numbers.i",
            "numbers.c");
    assertTrue(compiled.succeeded(), compiled.output());
    Matcher number = Pattern.compile("(?m)^(\\w+): (\\w+) (\\w+)$").matcher(read("numbers.i"));
    int compared = 0;
    while (number.find()) {
      boolean elsewhere = number.group(1).equals("_" + number.group(2));
      assertTrue(
          elsewhere || Long.decode(number.group(2)).equals(Long.decode(number.group(3))),
          architecture.name() + " " + number.group());
      compared += elsewhere ? 0 : 1;
    }
    // Types of sockets are not in a header for programs, nor on some the number of signals.
    assertTrue(compared >= 13, compared + " of " + table);
    boolean mips = architecture.name().startsWith("mips");
    assertTrue(table.contains("#define SOCK_STREAM " + (mips ? 2 : 1) + " /*"), table);
    assertTrue(table.contains("#define SOCK_DGRAM " + (mips ? 1 : 2) + " /*"), table);
    assertTrue(table.contains("#define _NSIG " + (mips ? 128 : 64) + " /*"), table);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Text that the preprocessor turns into pairs of numbers. */
  private static String comparison(String table) {
    StringBuilder c = new StringBuilder();
    for (String header : List.of("signal.h", "fcntl.h", "ioctls.h")) {
      c.append("#include <asm/" + header + ">\n");
    }
    Matcher match = NUMBER.matcher(table);
    while (match.find()) {
      // With a letter more, the name is left as it is.
      c.append("_" + match.group(1) + ": " + match.group(1) + " " + match.group(2) + "\n");
    }
    return c.toString();
  }

  /** The order of what clone takes has no name in a header of the C library. */
  @ParameterizedTest
  @MethodSource("architectures")
  void aNewProcessIsAskedForInTheOrderOfTheArchitecture(String name) throws IOException {
    Files.writeString(
        folder.resolve("everything.yaml"), Files.readString(RECIPE).replace("ARCHITECTURE", name));
    Run run = Run.in(folder, "expand", "-o", "project", "everything.yaml");
    assertEquals(0, run.exit(), run.all());
    String table = Files.readString(folder.resolve("project/services.h"));
    boolean stackFirst = table.contains("clone(0, SIGCHLD, 0, 0, 0)");
    assertEquals(name.equals("s390x"), stackFirst, table);
    assertTrue(stackFirst || table.contains("clone(SIGCHLD, 0, 0, 0, 0)"), table);
  }
}
