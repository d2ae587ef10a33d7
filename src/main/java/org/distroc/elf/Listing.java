package org.distroc.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Span;

/**
 * A program as assembly, with the source line and the diagnostics of each instruction.
 *
 * @param functions in the order of their addresses
 * @param elsewhere findings without an instruction
 */
public record Listing(List<Function> functions, List<ProgramDiagnostic> elsewhere) {
  /** objdump begins a function with its address and name. */
  private static final Pattern HEAD = Pattern.compile("([0-9a-f]{8,16}) <(.*)>:");

  /** It prints an instruction on each line: its address, its bytes, its text. */
  private static final Pattern INSTRUCTION =
      Pattern.compile("\\s*([0-9a-f]+):\t((?:[0-9a-f]{2} )+)\\s*(?:\t(.*))?");

  /** Copies the lists. */
  public Listing {
    functions = List.copyOf(functions);
    elsewhere = List.copyOf(elsewhere);
  }

  /**
   * A function.
   *
   * @param name its symbol
   * @param address of its first instruction
   * @param instructions all of them
   */
  public record Function(String name, long address, List<Instruction> instructions) {
    /** Copies the list. */
    public Function {
      instructions = List.copyOf(instructions);
    }

    /** Whether its source is known: a function of the recipe, and not of a C library. */
    public boolean hasSource() {
      return instructions.stream().anyMatch(i -> i.source().isPresent());
    }
  }

  /**
   * An instruction.
   *
   * @param bytes in hexadecimal, with blanks between them
   * @param text as an assembler reads it; empty for bytes that are not an instruction
   * @param source the line it comes from, if that is known
   * @param findings what is wrong with it
   */
  public record Instruction(
      long address,
      String bytes,
      String text,
      Optional<Source> source,
      List<ProgramDiagnostic> findings) {
    /** Copies the list. */
    public Instruction {
      findings = List.copyOf(findings);
    }
  }

  /**
   * A line of a source file.
   *
   * @param file the name that its author knows, or the one given to the compiler
   * @param line counted from 1
   * @param text of the line; empty if the file cannot be shown
   */
  public record Source(String file, int line, String text) {}

  /**
   * Combines what is known about a program.
   *
   * @param disassembly the output of {@code objdump -d -w}
   * @param findings what is wrong with it
   */
  public static Listing of(
      List<String> disassembly,
      LinkedProgram program,
      SourceFile.Finder sources,
      List<ProgramDiagnostic> findings) {
    Reader reader = new Reader(program, sources, findings);
    disassembly.forEach(reader::read);
    return reader.listing();
  }

  /** Reads the lines one after the other. */
  private static final class Reader {
    private final LinkedProgram program;
    private final SourceFile.Finder sources;
    private final List<ProgramDiagnostic> left;
    private final List<Function> functions = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private Optional<Function> open = Optional.empty();

    Reader(LinkedProgram program, SourceFile.Finder sources, List<ProgramDiagnostic> findings) {
      this.program = program;
      this.sources = sources;
      this.left = new ArrayList<>(findings);
    }

    void read(String line) {
      Matcher head = HEAD.matcher(line);
      Matcher instruction = INSTRUCTION.matcher(line);
      if (head.matches()) {
        end();
        long address = Long.parseUnsignedLong(head.group(1), 16);
        open = Optional.of(new Function(head.group(2), address, List.of()));
      } else if (instruction.matches()) {
        instructions.add(
            instruction(
                Long.parseUnsignedLong(instruction.group(1), 16),
                instruction.group(2).strip(),
                instruction.group(3) == null ? "" : instruction.group(3).strip()));
      }
    }

    private Instruction instruction(long address, String bytes, String text) {
      List<ProgramDiagnostic> findings =
          left.stream().filter(f -> f.address().equals(OptionalLong.of(address))).toList();
      left.removeAll(findings);
      return new Instruction(
          address,
          bytes,
          text,
          program.lines().at(address).map(one -> source(one, sources)),
          findings);
    }

    private void end() {
      open.ifPresent(f -> functions.add(new Function(f.name(), f.address(), instructions)));
      instructions.clear();
    }

    Listing listing() {
      end();
      return new Listing(functions, left);
    }
  }

  private static Source source(LineTable.Line line, SourceFile.Finder sources) {
    Optional<SourceFile> file = sources.find(line.file());
    Optional<Span> span = file.flatMap(f -> f.span(line.number()));
    return new Source(
        file.map(SourceFile::name).orElse(line.file()),
        line.number(),
        span.map(Span::text).orElse(""));
  }
}
