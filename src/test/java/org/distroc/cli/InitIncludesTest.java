package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source of init includes is an input of the build, or rejected. */
class InitIncludesTest {
  private static final String SECRET = "key-8c1f5e";

  private static final String MAIN =
      "int main(void)\n{\n\twrite(1, \"x\", 1);\n\tfor (;;)\n\t\tpause();\n}\n";

  @TempDir Path temporary;
  private Workplace place;
  private Path outside;

  @BeforeEach
  void recipe() throws IOException {
    place = new Workplace(temporary);
    Files.writeString(place.kernel().resolve("include/linux/own.h"), "/* A header. */\n");
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sha256sum kernel.tar | cut -c1-64 >sum");
    String sum = Files.readString(place.work.resolve("sum")).strip();
    place.write(
        "toy.yaml",
        Workplace.RECIPE
            .replace("{path: ../kernel}", "{tarball: {file: kernel.tar, sha256: " + sum + "}}")
            .replace("program: hello", "source: [init.c, part.S, plain.s, more.h]"));
    outside = Files.createDirectory(place.folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "#define " + SECRET.replace('-', '_') + " 1\n");
    sources("", "", "", "");
  }

  /** Writes the sources; {@code OUT} is a folder that is no part of the recipe. */
  private void sources(String c, String assembly, String plain, String header) throws IOException {
    place.write(
        "init.c", named("#include \"syscalls.h\"\n#include \"more.h\"\n" + c + "\n" + MAIN));
    String note = "\n.section .note.GNU-stack, \"\", @progbits\n";
    place.write("part.S", named("/* Assembly. */\n" + assembly + note));
    place.write("plain.s", named("/* Assembly. */\n" + plain + note));
    place.write("more.h", named(header + "\n"));
  }

  private String named(String text) {
    return text.replace("OUT", outside.toString());
  }

  private Run build(int exit, String... more) {
    String[] words =
        Stream.concat(Stream.of("build"), Stream.concat(Stream.of(more), Stream.of("toy.yaml")))
            .toArray(String[]::new);
    Run run = place.run(words);
    assertEquals(exit, run.exit(), run.all());
    return run;
  }

  private void assertRejected(String at) {
    Run run = build(3);
    assertTrue(run.err().contains("error[D3030]: init includes `"), run.all());
    assertTrue(run.err().contains("--> " + at), run.all());
  }

  /** Other files were compiled from what they may include: their objects may stay. */
  private void assertNothingIsLeft(String source) throws IOException {
    String object = source.replaceFirst("\\..*", ".o");
    try (Stream<Path> files = Files.walk(place.work.resolve("build"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        assertFalse(List.of(object, "init", "init.elf").contains(name), "left: " + file);
        if (name.endsWith(".o")) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertFalse(text.contains(SECRET.replace('-', '_')), "in " + file);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "#include \"OUT/secret\"|init.c:3:11",
        "#include \"../../../../outside/secret\"|init.c:3:11",
        "asm(\".incbin \\\"OUT/secret\\\"\");|init.c:3:16",
        "asm(\".\" \"inc\" \"bin \\\"OUT/\" \"secret\\\"\");|init.c:3",
        "asm(\".include \\\"OUT/secret\\\"\\n\");|init.c:3:17",
      })
  void aCFileCannotIncludeWhatIsOutside(String line, String at) throws IOException {
    sources(line, "", "", "");
    assertRejected(at);
    assertNothingIsLeft("init.c");
    Files.delete(outside.resolve("secret"));
    assertRejected(at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".incbin \"OUT/secret\"",
        ".incbin \"../../../outside/secret\", 1, 2",
        ".include \"OUT/secret\"",
        ".macro m a, b\n.\\a\\b \"OUT/secret\"\n.endm\nm inc, bin",
        ".irp x, .incbin\n\\x \"OUT/secret\"\n.endr",
      })
  void anAssemblyFileCannotIncludeWhatIsOutside(String line) throws IOException {
    for (String file : List.of("part.S", "plain.s")) {
      sources("", file.equals("part.S") ? line : "", file.equals("plain.s") ? line : "", "");
      assertRejected(file + ":");
      assertNothingIsLeft(file);
    }
    Files.delete(outside.resolve("secret"));
    assertRejected("plain.s:");
  }

  /** The compiler may fail in the middle of what it should not read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "#include \"OUT/text\"",
        "#include \"../../../../outside/text\"",
        "asm(\".include \\\"OUT/text\\\"\");"
      })
  void aFileWithMistakesIsRejectedToo(String line) throws IOException {
    Files.writeString(outside.resolve("text"), "root:x:0\n");
    sources(line, "", "", "");
    assertRejected("init.c:3:");
  }

  @Test
  void aHeaderCannotEither() throws IOException {
    sources("", "", "", "/* A header. */\n#include \"OUT/secret\"");
    assertRejected("more.h:2:11");
  }

  /** The assembler lists names with line breaks in them, and make must not read those as rules. */
  @Test
  void aNameIsNoRuleOfMake() throws IOException {
    String[] names = {
      "x\\nCC := touch OUT/ran; gcc",
      "x; touch OUT/ran",
      "$(shell touch OUT/ran)",
      "x\\n\\ttouch OUT/ran"
    };
    for (String name : names) {
      sources("", ".file \"" + name + "\"", "", "");
      place.run("build", "toy.yaml");
      place.shell("cd build/toy && echo >>source/init.c && make init >/dev/null 2>&1 || true");
      assertFalse(Files.exists(outside.resolve("ran")), name);
    }
  }

  @Test
  void whatIsInsideIsAnInput() throws IOException {
    Run first = build(0);
    String kernel;
    try (Stream<Path> files = Files.walk(place.folder.resolve("home/.cache/distroc/sources"))) {
      kernel =
          files.filter(f -> f.endsWith("include/linux/own.h")).findFirst().orElseThrow().toString();
    }
    sources("#include \"" + kernel + "\"", "", ".incbin \"source/more.h\"", "");
    build(0);
    assertTrue(build(0).err().contains("Nothing to build"), first.all());
    place.shell("chmod u+w " + kernel + "; echo '#define MORE 1' >>" + kernel);
    Run changed = build(0, "--why");
    assertTrue(
        changed.out().contains("init: " + kernel + " was changed or removed since the last build"),
        changed.all());
    assertTrue(build(0).err().contains("Nothing to build"));
  }

  /** make alone rebuilds too, and cleans up. */
  @Test
  void makeKnowsTheInputs() throws IOException {
    sources("", "", ".incbin \"source/more.h\"", "");
    build(0);
    place.shell("cd build/toy && make -q init");
    place.shell("cd build/toy && touch -d '1 hour' source/more.h && ! make -q init source/plain.o");
    place.shell("cd build/toy && make init >out && grep -q 'source/plain.o source/plain.s' out");
    place.shell("cd build/toy && make clean && ! find . -name '*.d' -o -name '*.dep' | grep .");
  }
}
