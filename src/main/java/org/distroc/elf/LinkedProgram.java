package org.distroc.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;

/** Facts about a linked program, for people: how large its parts are, and what is where. */
public final class LinkedProgram {
  private final ElfFile elf;
  private final LineTable lines;

  private LinkedProgram(ElfFile elf) {
    this.elf = elf;
    this.lines = LineTable.of(elf);
  }

  /**
   * Reads a program, best the one with symbols and line numbers.
   *
   * @throws Failure if it is missing, not an ELF file, or damaged
   */
  public static LinkedProgram read(Path file) {
    return new LinkedProgram(readElf(file));
  }

  static ElfFile readElf(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return ElfFile.read(name, BoundedFiles.bytes(file, BoundedFiles.PROGRAM));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D3001, "`" + name + "` cannot be read")
              .why(String.valueOf(e.getMessage()))
              .help("see the build's output: the step that builds it left nothing"),
          e);
    }
  }

  ElfFile elf() {
    return elf;
  }

  LineTable lines() {
    return lines;
  }

  /** The address at which the program starts. */
  public long entry() {
    return elf.entry();
  }

  /** Whether its addresses are those it was linked at, in every run. */
  public boolean isAtFixedAddress() {
    return elf.type() == ElfFile.ET_EXEC;
  }

  /** The sections that are loaded into memory, in the order of the file, with their bytes. */
  public Map<String, Long> sizes() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    elf.sections().stream()
        .filter(s -> (s.flags() & 2) != 0 && s.size() > 0)
        .forEach(s -> sizes.merge(s.name(), s.size(), Long::sum));
    return sizes;
  }

  /** What stands at an address, as {@code main (shell.c:12)}: for the addresses of a crash. */
  public Optional<String> describe(long address) {
    Optional<String> function =
        elf.symbols().stream()
            .filter(s -> s.type() == ElfFile.Symbol.STT_FUNC && s.section() != 0)
            .filter(s -> address - s.address() >= 0 && address - s.address() < s.size())
            .map(ElfFile.Symbol::name)
            .findFirst();
    Optional<String> line = lines.at(address).map(l -> l.file() + ":" + l.number());
    return function.map(f -> line.map(l -> f + " (" + l + ")").orElse(f)).or(() -> line);
  }
}
