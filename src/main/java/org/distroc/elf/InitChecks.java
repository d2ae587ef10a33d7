package org.distroc.elf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.InstructionDecoder;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * Examines init after it is linked and before it boots. A program that would crash in the guest is
 * found here, with the source line that causes it.
 *
 * <p>Headers are checked for every architecture, code where there is a decoder. Code is decoded
 * from where it starts and followed; whatever cannot be followed, as a jump to a computed address,
 * raises no finding.
 */
public final class InitChecks {
  private InitChecks() {}

  /**
   * The files to examine.
   *
   * @param linked the program with its symbols and line numbers
   * @param init what goes into the initramfs
   * @param objects the object file of each source file of the user, by the path that the compiler
   *     was given
   */
  public record Files(Path linked, Path init, Map<String, Path> objects) {
    /** Copies the map, and keeps its order. */
    public Files {
      objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
    }
  }

  /**
   * Finds everything that is wrong with init.
   *
   * @param sources shows the text of source files; a finding without it has no position
   * @return errors and warnings in the order of the source files; empty if all is well
   */
  public static List<Diagnostic> examine(
      Files files, InitExpectation expectation, SourceFile.Finder sources) {
    try {
      return Failure.sorted(
          find(files, expectation, sources).stream().map(ProgramDiagnostic::diagnostic).toList());
    } catch (Failure damaged) {
      return damaged.diagnostics();
    }
  }

  /**
   * As above, with the instructions at fault, unordered.
   *
   * @throws Failure if a file is damaged
   */
  public static List<ProgramDiagnostic> find(
      Files files, InitExpectation expectation, SourceFile.Finder sources) {
    ElfFile init = LinkedProgram.readElf(files.init());
    LinkedProgram program = LinkedProgram.read(files.linked());
    Map<String, ElfFile> objects = new LinkedHashMap<>();
    files.objects().forEach((source, path) -> objects.put(source, LinkedProgram.readElf(path)));
    List<ProgramDiagnostic> findings = new ArrayList<>();
    FileChecks.of(init, expectation, objects, sources)
        .forEach(d -> findings.add(ProgramDiagnostic.of(d)));
    ElfFile elf = program.elf();
    Optional<InstructionDecoder> decoder = expectation.architecture().decoder();
    if (decoder.isPresent()
        && elf.target().equals(expectation.architecture().programs().standard())) {
      ControlFlow code = new ControlFlow(elf, program.lines(), expectation, decoder.get());
      SourceLocator places = new SourceLocator(program.lines(), code, sources, objects.keySet());
      findings.addAll(EntryChecks.of(elf, code, places, expectation));
      findings.addAll(CodeChecks.of(elf, code, places, expectation));
      findings.addAll(FallThroughChecks.of(code, places, expectation));
    }
    return findings;
  }
}
