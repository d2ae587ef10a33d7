package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instructions, the lines they come from, and what is wrong with them. */
class ListingTest {
  private static final String SOURCE = InitBuild.SOURCES + "init.c";

  @TempDir Path folder;

  private Listing listing(String text) throws IOException {
    InitBuild build =
        InitBuild.in(folder, "none", List.of(SOURCE), List.of("write", "_exit")).file(SOURCE, text);
    build.make();
    List<ProgramDiagnostic> findings =
        InitChecks.find(build.files(build.sources), InitBuild.expectation(false), build::source);
    return Listing.of(
        build.run("objdump", "-d", "-w", "init.elf").lines().toList(),
        LinkedProgram.read(folder.resolve("init.elf")),
        build::source,
        findings);
  }

  @Test
  void theInstructionAtFaultIsMarked() throws IOException {
    Listing listing =
        listing(
            """
            void _exit(int);

            int main(void) {
              __asm__ volatile("hlt");
              _exit(0);
            }
            """);
    Listing.Function main =
        listing.functions().stream().filter(f -> f.name().equals("main")).findFirst().orElseThrow();
    assertTrue(main.hasSource());
    Listing.Instruction halt =
        main.instructions().stream().filter(i -> i.text().equals("hlt")).findFirst().orElseThrow();
    assertEquals("f4", halt.bytes());
    assertEquals("init.c", halt.source().orElseThrow().file());
    assertEquals(4, halt.source().orElseThrow().line());
    assertEquals("  __asm__ volatile(\"hlt\");", halt.source().orElseThrow().text());
    assertEquals(
        List.of(Code.D3016), halt.findings().stream().map(f -> f.diagnostic().code()).toList());
    assertEquals(
        1,
        listing.functions().stream()
            .flatMap(f -> f.instructions().stream())
            .mapToInt(i -> i.findings().size())
            .sum());
    assertEquals(List.of(), listing.elsewhere());
  }

  /** Every byte of the code is shown once, in the order of the file. */
  @Test
  void nothingIsLeftOut() throws IOException {
    Listing listing = listing("int main(void) { for (;;); }\n");
    long next = 0;
    for (Listing.Function function : listing.functions()) {
      for (Listing.Instruction instruction : function.instructions()) {
        assertTrue(next == 0 || instruction.address() == next, () -> "at " + instruction);
        next = instruction.address() + instruction.bytes().split(" ").length;
      }
    }
    assertFalse(listing.functions().isEmpty());
  }

  @Test
  void findingsWithoutInstructionAreListedSeparately() throws IOException {
    Listing listing =
        listing(
            """
            __asm__(".section .note.GNU-stack, \\"x\\", @progbits\\n.text");
            int main(void) { for (;;); }
            """);
    assertEquals(
        List.of(Code.D3011),
        listing.elsewhere().stream().map(f -> f.diagnostic().code()).distinct().toList());
  }
}
