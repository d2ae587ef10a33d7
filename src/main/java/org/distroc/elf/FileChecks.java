package org.distroc.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.ElfFile.Segment;

/** What the headers of the ELF files tell: whether the kernel will start the program at all. */
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

  /** Whether the program is for the machine that the kernel runs on. */
  static boolean fits(ElfFile elf, InitExpectation expectation) {
    boolean same = elf.wide() == expectation.wide() && elf.machine() == expectation.machine();
    boolean old = expectation.oldCalls() && !elf.wide() && elf.machine() == ElfFile.EM_386;
    return same || old && expectation.machine() == ElfFile.EM_X86_64;
  }

  private void checkMachine() {
    if (fits(elf, expectation)) {
      return;
    }
    String program = ElfFile.kind(elf.wide(), elf.machine());
    String kernel = ElfFile.kind(expectation.wide(), expectation.machine());
    Diagnostic error =
        Diagnostic.error(
                Code.D3003,
                "`" + elf.name() + "` is a " + program + " program, the kernel is for " + kernel)
            .why("the kernel would refuse it: `Failed to execute /init (error -8)`, and panic");
    boolean wider = elf.wide() && !expectation.wide() && elf.machine() == ElfFile.EM_X86_64;
    boolean narrower = !elf.wide() && elf.machine() == ElfFile.EM_386 && expectation.wide();
    if (wider) {
      error = error.help("build a 64-bit kernel: `64BIT: y` under `kernel: options:`");
    } else if (narrower) {
      error =
          error
              .help("compile init without `-m32`")
              .help("or let the kernel run 32-bit programs too: `IA32_EMULATION: y`");
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
                "it was linked to shared libraries, and the initramfs has neither these nor the"
                    + " loader;\nthe kernel would say `Failed to execute /init (error -2)`:"
                    + " that file is not there")
            .help("link it with `-static`, so that it brings along what it uses"));
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
    int width = elf.wide() ? 8 : 4;
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
                .why("a mistake that writes there changes the program itself")
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
            .orElse(!elf.wide() && elf.machine() == ElfFile.EM_386);
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
              .why("its program header PT_GNU_STACK says so, or is missing where it must not")
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
        .help("move the inner function out, and hand it what it needs as parameters");
  }

  private static Diagnostic unsaid(String source) {
    return Diagnostic.error(
            Code.D3011, "`" + source + "` does not say that it needs no executable stack")
        .why("then the linker gives the whole program one, and input can become code")
        .help("end the file with the line: .section .note.GNU-stack, \"\", @progbits");
  }
}
