package org.distroc.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.ByteReader;
import org.distroc.arch.ElfPrograms;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.ElfFile.Segment;

/** What the ELF headers show: whether the kernel will start the program at all. */
final class FileChecks {
  private final ElfFile elf;
  private final InitExpectation expectation;
  private final List<Diagnostic> findings = new ArrayList<>();

  private FileChecks(ElfFile elf, InitExpectation expectation) {
    this.elf = elf;
    this.expectation = expectation;
  }

  static List<Diagnostic> of(
      ElfFile elf,
      InitExpectation expectation,
      Map<String, ElfFile> objects,
      SourceFile.Finder sources) {
    FileChecks checks = new FileChecks(elf, expectation);
    checks.checkMachine();
    checks.checkLoader();
    checks.checkSegments();
    checks.checkStack(objects, sources);
    return checks.findings;
  }

  /** Whether the kernel can run the program. */
  static boolean fits(ElfFile elf, InitExpectation expectation) {
    return elf.target().equals(expectation.target())
        || expectation.compat() && is(compat(expectation), elf.target());
  }

  private static Optional<ElfPrograms.Compat> compat(InitExpectation expectation) {
    return expectation.architecture().programs().compat();
  }

  private static boolean is(Optional<ElfPrograms.Compat> compat, ElfTarget target) {
    return compat.filter(narrow -> narrow.target().equals(target)).isPresent();
  }

  private void checkMachine() {
    if (fits(elf, expectation)) {
      return;
    }
    String program = elf.target().description();
    String kernel = expectation.target().description();
    Optional<ElfPrograms.Compat> compat = compat(expectation);
    ElfTarget standard = expectation.architecture().programs().standard();
    Diagnostic error =
        Diagnostic.error(
                Code.D3003,
                "`" + elf.name() + "` is a " + program + " program, the kernel is for " + kernel)
            .why("the kernel would refuse it: `Failed to execute /init (error -8)`, and panic");
    if (elf.target().equals(standard) && is(compat, expectation.target())) {
      String option = compat.orElseThrow().kernelOption();
      error = error.help("build a 64-bit kernel: `" + option + ": y` under `kernel: options:`");
    } else if (is(compat, elf.target())) {
      error =
          error
              .help("compile init without `" + compat.orElseThrow().compilerFlag() + "`")
              .help("or let the kernel run it too: `" + compat.orElseThrow().option() + ": y`");
    } else {
      error = error.help("compile init with the compiler for " + kernel);
    }
    findings.add(error);
  }

  private void checkLoader() {
    boolean dynamic = elf.segment(Segment.PT_INTERP).isPresent() || neededCount() > 0;
    if (!dynamic || expectation.loader()) {
      return;
    }
    String loader =
        elf.segment(Segment.PT_INTERP)
            .map(s -> "`" + text(s.offset()) + "`")
            .orElse("shared libraries");
    findings.add(
        Diagnostic.error(Code.D3004, "`" + elf.name() + "` needs " + loader + " to start")
            .why(
                "it is linked to shared libraries, and the initramfs has neither them nor the"
                    + " loader;\nthe kernel would say `Failed to execute /init (error -2)`:"
                    + " that file is not there")
            .help("link it with `-static`"));
  }

  private String text(long offset) {
    try {
      return elf.bytes().text(offset);
    } catch (ByteReader.Outside e) {
      return "a loader";
    }
  }

  /** How many shared libraries the dynamic section names. */
  private long neededCount() {
    int width = elf.is64Bit() ? 8 : 4;
    long count = 0;
    for (Segment segment : elf.segments()) {
      long end = segment.offset() + segment.fileSize();
      if (segment.type() != Segment.PT_DYNAMIC
          || segment.offset() < 0
          || end > elf.bytes().length()) {
        continue;
      }
      for (long at = segment.offset(); at + 2 * width <= end; at += 2 * width) {
        long tag = elf.bytes().number(at, width);
        if (tag == 0) {
          break;
        }
        count += tag == 1 ? 1 : 0;
      }
    }
    return count;
  }

  private void checkSegments() {
    for (Segment segment : elf.segments()) {
      if (segment.type() == Segment.PT_LOAD && segment.writable() && segment.executable()) {
        String where = String.format(Locale.ROOT, "0x%x", segment.address());
        findings.add(
            Diagnostic.warning(
                    Code.D3012, "the memory of init at " + where + " is writable and executable")
                .why("a stray write there changes the program itself")
                .help(
                    "keep code and variables in segments of their own;"
                        + " the linker joins them with `-N` or `--omagic`"));
      }
    }
  }

  private void checkStack(Map<String, ElfFile> objects, SourceFile.Finder sources) {
    boolean granted =
        elf.segment(Segment.PT_GNU_STACK)
            .map(Segment::executable)
            .orElse(
                expectation.protectsStacks()
                    && expectation
                        .architecture()
                        .programs()
                        .executableStack()
                        .contains(elf.target()));
    boolean explained = false;
    for (Map.Entry<String, ElfFile> object : objects.entrySet()) {
      boolean noted = object.getValue().section(".note.GNU-stack").isPresent();
      boolean asks =
          object.getValue().section(".note.GNU-stack").filter(s -> s.executable()).isPresent();
      if (asks || !noted && granted) {
        Optional<SourceFile> source = sources.find(object.getKey());
        String name = source.map(SourceFile::name).orElse(object.getKey());
        Diagnostic finding = asks ? askedFor(name, granted) : unsaid(name);
        findings.add(finding.at(source.flatMap(file -> file.span(1))));
        explained = true;
      }
    }
    if (granted && !explained) {
      findings.add(
          Diagnostic.error(Code.D3011, "`" + elf.name() + "` gets an executable stack")
              .why("its program header PT_GNU_STACK asks for one, or is missing")
              .help("link it with `-z noexecstack`"));
    }
  }

  private static Diagnostic askedFor(String source, boolean granted) {
    String fate =
        granted
            ? "on such a stack, input that overflows an array can become code"
            : "init gets a stack that cannot be executed: it would crash with exit code 0x0000000b";
    return Diagnostic.error(Code.D3011, "`" + source + "` asks for an executable stack")
        .why("a pointer to a function inside another function makes gcc write code to the stack")
        .why(fate)
        .help("move the inner function out, and pass it what it needs");
  }

  private static Diagnostic unsaid(String source) {
    return Diagnostic.error(
            Code.D3011, "`" + source + "` does not say that it needs no executable stack")
        .why("then the linker gives the whole program one, and input can become code")
        .help("end the file with the line: .section .note.GNU-stack, \"\", @progbits");
  }
}
