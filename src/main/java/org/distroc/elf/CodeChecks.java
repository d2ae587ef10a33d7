package org.distroc.elf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.distroc.arch.Instruction;
import org.distroc.arch.Instruction.Flow;
import org.distroc.arch.ProgramRules;
import org.distroc.arch.ProgramRules.CompatCalls;
import org.distroc.arch.ProgramRules.FourthArgument;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.ControlFlow.Function;
import org.distroc.elf.ControlFlow.Step;

/** Instructions that cannot go well. */
final class CodeChecks {
  private static final int FOURTH = 4;

  /**
   * What asks for a stack protector: {@code optimize("stack-protector")}, {@code stack_protect}.
   */
  private static final Pattern GUARD = Pattern.compile("(?<!no[-_])stack[-_]protect");

  private final ElfFile elf;
  private final ControlFlow code;
  private final SourceLocator places;
  private final InitExpectation expectation;
  private final ProgramRules rules;
  private final List<ProgramDiagnostic> findings = new ArrayList<>();
  private final Set<Object> said = new HashSet<>();

  private CodeChecks(
      ElfFile elf, ControlFlow code, SourceLocator places, InitExpectation expectation) {
    this.elf = elf;
    this.code = code;
    this.places = places;
    this.expectation = expectation;
    this.rules = expectation.architecture().rules();
  }

  static List<ProgramDiagnostic> of(
      ElfFile elf, ControlFlow code, SourceLocator places, InitExpectation expectation) {
    CodeChecks checks = new CodeChecks(elf, code, places, expectation);
    for (Function function : code.functions()) {
      code.allSteps(function).forEach(step -> checks.checkStep(function, step));
    }
    return checks.findings;
  }

  private void checkStep(Function function, Step step) {
    Instruction i = step.instruction();
    if (!expectation.libc() && !code.hasThreadMemory()) {
      OptionalLong offset = i.threadOffset(step.before().registers());
      if (offset.isPresent() || i.usesThreadMemory() && placesThreadData()) {
        checkThreadMemory(i, offset);
      }
    }
    if (i.isSyscall()) {
      rules.fourth().ifPresent(rule -> checkFourthArgument(step, rule));
    }
    if (i.isCompatSyscall() && !expectation.compat()) {
      rules.compat().ifPresent(rule -> checkCompatCall(i, rule));
    }
    boolean allowed = rules.permitIo().stream().anyMatch(code::calls);
    if (i.isPrivileged() && (i.isWait() || !allowed) && says(i)) {
      findings.add(privileged(i));
    }
    if (i.writesMemory()) {
      checkWrite(i, i.memoryAddress(step.before().registers()));
    }
    boolean direct = i.flow() == Flow.CALL || i.flow() == Flow.JUMP || i.flow() == Flow.BRANCH;
    // A weak function may be called after a check that it exists.
    boolean astray = direct && !code.inCode(i.target());
    if (astray && (i.target() != 0 || isCertain(function, i)) && says(i)) {
      findings.add(astray(i));
    }
  }

  /** Whether a function executes an instruction unconditionally. */
  private boolean isCertain(Function function, Instruction wanted) {
    for (Step step : code.allSteps(function)) {
      Instruction i = step.instruction();
      if (i.equals(wanted) || i.flow() == Flow.BRANCH) {
        return i.equals(wanted);
      }
    }
    return false;
  }

  /** Whether an instruction is seen for the first time: functions can share code. */
  private boolean says(Instruction i) {
    return said.add(i.address());
  }

  /** Reports once per function: it reads the stack protector at its beginning and its end. */
  private void checkThreadMemory(Instruction i, OptionalLong offset) {
    String function = code.functionAt(i.address());
    if (!said.add("thread memory of " + function)) {
      return;
    }
    boolean fits = rules.guardOffset().isEmpty() || rules.guardOffset().equals(offset);
    boolean guard = fits && !placesThreadData();
    String register = rules.threadRegister();
    Diagnostic error =
        Diagnostic.error(
            Code.D3005, "`" + function + "` uses memory at " + register + described(offset));
    error =
        guard
            ? error
                .why(
                    "it is gcc's stack protector: it reads a random number there, and compares it"
                        + " later")
                .help(withoutGuard(i))
            : error
                .why(
                    "thread-local variables (`__thread`, `_Thread_local`) are found through "
                        + register)
                .help("make it an ordinary variable: without threads, that is the same");
    findings.add(
        places.put(
            error.why(
                "a C library makes "
                    + register
                    + " point to memory of its own; without one it is 0,\n"
                    + "and the kernel kills the process: panic, exitcode=0x0000000b"),
            i.address(),
            "reads unmapped memory"));
  }

  /** distroc turns the protector off, so mostly the source has turned it on again. */
  private String withoutGuard(Instruction i) {
    return places
        .mention(i.address(), GUARD)
        .map(line -> "remove `stack-protector` at " + line + ": it turns the protector on")
        .orElse("compile with `-fno-stack-protector`");
  }

  private static String described(OptionalLong offset) {
    if (offset.isEmpty()) {
      return "";
    }
    long at = offset.getAsLong();
    return ":" + (at < 0 ? Long.toString(at) : "0x" + Long.toHexString(at));
  }

  private boolean placesThreadData() {
    return elf.segment(ElfFile.Segment.PT_TLS).isPresent();
  }

  private void checkFourthArgument(Step step, FourthArgument rule) {
    String function = code.functionAt(step.instruction().address());
    InitExpectation.SystemCall call = expectation.calls().get(step.before().syscallNumber());
    if (call == null && step.before().syscallNumber() == RegisterState.UNKNOWN) {
      call =
          expectation.calls().values().stream()
              .filter(c -> c.name().equals(function))
              .findFirst()
              .orElse(null);
    }
    boolean needs = call != null && call.parameters() >= FOURTH;
    if (needs && step.before().arguments().lacksFourth() && says(step.instruction())) {
      findings.add(
          places.put(
              Diagnostic.error(Code.D3007, "`" + call.name() + "` never gets its fourth argument")
                  .why(rule.why())
                  .help(rule.remedy().in(places.syntax(step.instruction().address()))),
              step.instruction().address(),
              rule.register() + " still holds something else"));
    }
  }

  private void checkCompatCall(Instruction i, CompatCalls rule) {
    if (says(i)) {
      findings.add(
          places.put(
              Diagnostic.error(Code.D3014, "the kernel has no 32-bit system calls")
                  .why(rule.why())
                  .help(rule.remedy()),
              i.address(),
              "ends the process"));
    }
  }

  private ProgramDiagnostic privileged(Instruction i) {
    Diagnostic error =
        Diagnostic.error(Code.D3016, "init executes an instruction reserved to the kernel")
            .why("the processor refuses it to programs, and the kernel kills the process");
    error =
        i.isWait()
            ? error.help(
                "to wait without using the processor, call `"
                    + waitingCall()
                    + "` instead of `"
                    + rules.entry().waits()
                    + "`")
            : error.help("ask the kernel by a system call");
    return places.put(error, i.address(), "ends the process");
  }

  /** Newer architectures have no `pause`. */
  private String waitingCall() {
    List<String> names = expectation.calls().values().stream().map(c -> c.name()).toList();
    return names.contains("ppoll") && !names.contains("pause") ? "ppoll" : "pause";
  }

  private void checkWrite(Instruction i, OptionalLong written) {
    if (written.isEmpty()) {
      return;
    }
    long address = written.getAsLong();
    Optional<ElfFile.Segment> segment = elf.segmentAt(address);
    if (segment.isPresent() && !segment.get().writable() && says(i)) {
      String what = code.inCode(address) ? "the section of code" : "a constant";
      findings.add(
          places.put(
              Diagnostic.error(Code.D3013, "init writes to " + what + ", which is read-only")
                  .why("the kernel kills a process that writes where it may only read")
                  .help(
                      "in assembly put variables under `.data` or `.bss`; in C don't write to"
                          + " string constants\nand const variables: copy them first"),
              i.address(),
              "ends the process"));
    }
  }

  private ProgramDiagnostic astray(Instruction i) {
    String target = String.format(Locale.ROOT, "0x%x", i.target());
    return places.put(
        Diagnostic.error(Code.D3015, "control goes to " + target + ", which is not code")
            .why("an undefined weak function is at address 0; a mistyped constant is another cause")
            .help("define the function, or remove the call"),
        i.address(),
        "ends the process");
  }
}
