package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that succeed and write nothing, half a file, or the wrong one; and clocks that jump. */
class LyingToolsTest {
  private static final String INIT =
      "#include \"syscalls.h\"\nint main(void)\n{\n\tvolatile int kept = 42;\n\n\t(void)kept;\n"
          + "\tfor (;;)\n\t\tpause();\n}\n";

  @TempDir Path temporary;
  private Workplace place;

  @BeforeEach
  void makeRecipe() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.write("init.c", INIT);
    recipe("gzip", "iso");
  }

  private void recipe(String compression, String image) throws IOException {
    String recipe =
        Workplace.RECIPE
            .replace("program: hello", "source: init.c")
            .replace(
                "[kernel, initramfs]",
                "[kernel, initramfs, "
                    + image
                    + "]\n  initramfs: {compression: "
                    + compression
                    + "}")
            .replace("PRINTK: y", "PRINTK: y\n    RD_GZIP: y");
    place.write("toy.yaml", recipe);
  }

  private Path plant(String tool, String script) throws IOException {
    Path real =
        Stream.of(System.getenv("PATH").split(":"))
            .map(entry -> Path.of(entry).resolve(tool))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    return place.withOwnPathFirst().tool(tool, script.replace("REAL", real.toString()));
  }

  private Run build(String... more) {
    Run run = place.run(Stream.concat(Stream.of("build"), Stream.of(more)).toArray(String[]::new));
    assertEquals(0, run.exit(), run.all());
    return run;
  }

  /** A tool, what it does, the file that is wrong, and what is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "make~exit 0~init.elf~it is missing",
        "xorriso~exit 0~toy.iso~it is missing",
        "xorriso~REAL \"$@\"; truncate -s 60000 toy.iso~toy.iso~bytes of its volume",
        "xorriso~echo x >toy.iso~toy.iso~no volume descriptor",
        "xorriso~: >iso/bzImage; exec REAL \"$@\"~toy.iso~does not contain bzImage",
        "gzip~case $* in *-c*) ;; *) exec REAL \"$@\";; esac~initramfs.cpio.gz~it is empty",
        "gzip~REAL \"$@\" | head -c 99~initramfs.cpio.gz~does not hold the whole archive",
        "gzip~echo nothing | REAL -n -c~initramfs.cpio.gz~does not hold the whole archive",
        "gcc~case $* in *tools/sstrip*) : >tools/sstrip; chmod +x tools/sstrip;;"
            + " *) exec REAL \"$@\";; esac~init~it is missing",
        "objcopy~exit 0~init.o~it still has the section .note.GNU-stack",
        "cp~case $* in *rootfs*) ;; *) exec REAL \"$@\";; esac~rootfs/init~it is no copy of init",
        "cp~case $* in *System.map*) ;; *) exec REAL \"$@\";; esac~bzImage~it is missing",
        "cp~REAL \"$@\"; [ ! -s System.map ] || : >System.map"
            + "~System.map~it is no list of addresses",
        "cp~REAL \"$@\"; [ ! -s bzImage ] || truncate -s 1100 bzImage~bzImage~bytes in its header",
      })
  void anOutputIsProved(String tool, String lie, String output, String flaw) throws IOException {
    Path planted = plant(tool, lie);
    Run run = place.run("build", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6042]"), run.all());
    assertTrue(run.err().contains(" left no correct " + output + "\n"), run.all());
    assertTrue(run.err().contains(flaw), run.all());
    assertFalse(Files.exists(place.work.resolve("build/toy").resolve(output)), output);
    Files.delete(planted);
    build("toy.yaml");
    build("-o", "clean", "toy.yaml");
    place.shell(
        "for f in init bzImage System.map initramfs.cpio.gz toy.iso; do"
            + " cmp build/toy/$f clean/$f; done");
  }

  @ParameterizedTest
  @CsvSource({
    "xz, 'REAL \"$@\" | head -c 200', initramfs.cpio.xz",
    "zstd, 'REAL \"$@\" | head -c 200', initramfs.cpio.zst",
    "lz4, 'REAL \"$@\" | head -c 200', initramfs.cpio.lz4",
    "mcopy, 'REAL \"$@\"; truncate -s 1M toy.img', toy.img",
  })
  void soIsEachOtherFormat(String tool, String lie, String output) throws IOException {
    boolean compresses = !output.endsWith(".img");
    recipe(compresses ? tool : "none", "floppy");
    place.shell(
        "sed -i 's/RD_GZIP: y/TTY: y/' toy.yaml; sed -i '0,/ TTY: y/{/ TTY: y/d}' toy.yaml");
    place.shell(
        "printf '\\n"
            + "config RD_XZ\\n"
            + "\\tbool \"x\"\\n"
            + "config RD_ZSTD\\n"
            + "\\tbool \"z\"\\n"
            + "config RD_LZ4\\n"
            + "\\tbool \"l\"\\n"
            + "' >>../kernel/Kconfig");
    place.shell(
        "sed -i 's/^    TTY: y/    TTY: y\\n"
            + "    RD_XZ: y\\n"
            + "    RD_ZSTD: y\\n"
            + "    RD_LZ4: y/' toy.yaml");
    Path planted = plant(tool, lie);
    Run run = place.run("build", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6042]"), run.all());
    assertTrue(run.err().contains(output), run.all());
    Files.delete(planted);
    build("toy.yaml");
  }

  /** A make that does nothing, once there is something that looks finished. */
  @Test
  void whatWasBuiltBeforeIsNotTakenForNew() throws IOException {
    build("toy.yaml");
    Path planted = plant("make", "exit 0");
    place.write("init.c", INIT.replace("42", "43"));
    Run run = place.run("build", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6042]"), run.all());
    assertTrue(run.err().contains("make printed no command for it"), run.all());
    Files.delete(planted);
    build("toy.yaml");
    build("-o", "clean", "toy.yaml");
    place.shell("cmp build/toy/toy.iso clean/toy.iso");
  }

  /** A compiler that writes nothing leaves the old object in place. */
  @Test
  void anOldObjectIsNotTakenForNew() throws IOException {
    build("toy.yaml");
    place.write("init.c", INIT.replace("42", "43"));
    plant("gcc", "case $* in *source/init.o*) ;; *) exec REAL \"$@\";; esac");
    assertEquals(5, place.run("build", "toy.yaml").exit());
  }

  /** Whatever the outputs are dated, an edit is built. */
  @ParameterizedTest
  @ValueSource(strings = {"+2 minutes", "2100-01-01", "1970-01-02"})
  void datesOfOutputsMeanNothing(String date) throws IOException {
    build("toy.yaml");
    for (int edit = 1; edit <= 5; edit++) {
      place.shell("find build -exec touch -h -d '" + date + "' {} +; cp build/toy/toy.iso before");
      place.write("init.c", INIT.replace("42", "" + (100 + edit)));
      if (edit % 2 == 0) {
        place.shell("touch -d '" + date + "' init.c");
      }
      build("toy.yaml");
      place.shell("! cmp -s build/toy/toy.iso before");
    }
    build("-q", "-o", "clean", "toy.yaml");
    place.shell("for f in init toy.iso; do cmp build/toy/$f clean/$f; done");
  }

  /** The times of a file system that counts in steps of two seconds. */
  @Test
  void equalTimesMeanNothing() throws IOException {
    build("toy.yaml");
    place.write("init.c", INIT.replace("42", "43"));
    place.shell("touch -d '2020-01-01' init.c; find build -exec touch -h -d 2020-01-01 {} +");
    build("toy.yaml");
    build("-q", "-o", "clean", "toy.yaml");
    place.shell("cmp build/toy/toy.iso clean/toy.iso");
  }

  /** D6043. */
  @Test
  void aClockThatJumpsIsAnError() throws IOException {
    Path planted =
        plant(
            "make",
            "REAL \"$@\" || exit; echo \"make: Warning: File 'init.c' has modification time 9 s in"
                + " the future\" >&2");
    Run run = place.run("build", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6043]"), run.all());
    assertTrue(run.err().contains("9 s in the future"), run.all());
    Files.delete(planted);
    build("toy.yaml");
  }
}
