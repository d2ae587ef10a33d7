package org.distroc.elf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.ControlFlow.Function;
import org.distroc.elf.ControlFlow.Step;
import org.distroc.elf.X86Instruction.Flow;

/** Instructions that cannot go well. */
final class CodeChecks {
  private static final int STACK_PROTECTOR = 0x28;
  private static final int FROM_R10 = 4;
  private static final int HLT = 0xf4;
  // Numbers of system calls on x86-64, as in arch/x86/entry/syscalls/syscall_64.tbl. The first can
  // set %fs; the others permit instructions that talk to devices.
  private static final int ARCH_PRCTL = 158;
  private static final int IOPL = 172;
  private static final int IOPERM = 173;

  private final ElfFile elf;
  private final ControlFlow code;
  private final SourceLocator places;
  private final InitExpectation expectation;
  private final List<ProgramDiagnostic> findings = new ArrayList<>();
  private final Set<Object> said = new HashSet<>();

  private CodeChecks(
      ElfFile elf, ControlFlow code, SourceLocator places, InitExpectation expectation) {
    this.elf = elf;
    this.code = code;
    this.places = places;
    this.expectation = expectation;
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
    X86Instruction i = step.instruction();
    if (i.usesFs() && !expectation.libc() && !code.calls(ARCH_PRCTL)) {
      checkFs(i);
    }
    if (i.isSyscall()) {
      checkFourthParameter(step);
    }
    if (i.isOldSyscall() && elf.wide() && !expectation.oldCalls()) {
      checkOldCall(i);
    }
    boolean allowed = code.calls(IOPL) || code.calls(IOPERM);
    if (i.isPrivileged() && (i.is(0, HLT) || !allowed) && says(i)) {
      findings.add(privileged(i));
    }
    if (i.writesMemory()) {
      checkWrite(i);
    }
    boolean direct = i.flow() == Flow.CALL || i.flow() == Flow.JUMP || i.flow() == Flow.BRANCH;
    // The call of a weak function may come after a test that it is there.
    boolean astray = direct && !code.inCode(i.target());
    if (astray && (i.target() != 0 || isCertain(function, i)) && says(i)) {
      findings.add(astray(i));
    }
  }

  /** Whether a function executes an instruction whatever its conditions are. */
  private boolean isCertain(Function function, X86Instruction wanted) {
    for (Step step : code.allSteps(function)) {
      X86Instruction i = step.instruction();
      if (i.equals(wanted) || i.flow() == Flow.BRANCH) {
        return i.equals(wanted);
      }
    }
    return false;
  }

  /** Whether this is the first time that an instruction is seen: functions can share code. */
  private boolean says(X86Instruction i) {
    return said.add(i.address());
  }

  /** One finding for each function: a stack protector is read where it begins and where it ends. */
  private void checkFs(X86Instruction i) {
    String function = code.functionAt(i.address());
    if (!said.add("fs " + function)) {
      return;
    }
    boolean guard = i.displacement() == STACK_PROTECTOR && !placesThreadData();
    Diagnostic error =
        Diagnostic.error(
            Code.D3005, "`" + function + "` uses memory at %fs:" + offset(i.displacement()));
    error =
        guard
            ? error
                .why("it is gcc's stack protector: it reads a secret number there, and again later")
                .help("compile with `-fno-stack-protector`")
            : error
                .why("variables of a thread (`__thread`, `_Thread_local`) are found through %fs")
                .help("make it an ordinary variable: without threads, that is the same");
    findings.add(
        places.put(
            error.why(
                "a C library makes %fs point to memory of its own; without one it is 0,\n"
                    + "and the kernel kills the process: panic, exitcode=0x0000000b"),
            i.address(),
            "reads where nothing is"));
  }

  private static String offset(long displacement) {
    return displacement < 0 ? Long.toString(displacement) : "0x" + Long.toHexString(displacement);
  }

  private boolean placesThreadData() {
    return elf.segment(ElfFile.Segment.PT_TLS).isPresent();
  }

  private void checkFourthParameter(Step step) {
    String function = code.functionAt(step.instruction().address());
    InitExpectation.SystemCall call = expectation.calls().get(step.before().rax());
    if (call == null && step.before().rax() == RegisterState.UNKNOWN) {
      call =
          expectation.calls().values().stream()
              .filter(c -> c.name().equals(function))
              .findFirst()
              .orElse(null);
    }
    boolean needs = call != null && call.parameters() >= FROM_R10;
    if (needs && step.before().parameters().lackR10() && says(step.instruction())) {
      findings.add(
          places.put(
              Diagnostic.error(Code.D3007, "`" + call.name() + "` never gets its fourth parameter")
                  .why(
                      "the kernel takes it from r10; C passes it in rcx, which `syscall` itself"
                          + " overwrites")
                  .help("put `mov %rcx, %r10` before the `syscall`"),
              step.instruction().address(),
              "r10 still holds something else"));
    }
  }

  private void checkOldCall(X86Instruction i) {
    if (says(i)) {
      findings.add(
          places.put(
              Diagnostic.error(Code.D3014, "the kernel has no 32-bit system calls")
                  .why(
                      "`int $0x80` and `sysenter` are the ways of 32-bit programs; without"
                          + " IA32_EMULATION\nthe kernel kills a process that takes them")
                  .help(
                      "use `syscall`, with the 64-bit number in rax and the parameters in"
                          + " rdi, rsi, rdx, r10, r8, r9"),
              i.address(),
              "ends the process"));
    }
  }

  private ProgramDiagnostic privileged(X86Instruction i) {
    Diagnostic error =
        Diagnostic.error(Code.D3016, "init executes an instruction reserved to the kernel")
            .why("the processor refuses it to programs, and the kernel kills the process");
    error =
        i.is(0, HLT)
            ? error.help("to wait without using the processor, call `pause` instead of `hlt`")
            : error.help("ask the kernel by a system call");
    return places.put(error, i.address(), "ends the process");
  }

  private void checkWrite(X86Instruction i) {
    if (i.memoryAddress().isEmpty()) {
      return;
    }
    long address = i.memoryAddress().getAsLong();
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

  private ProgramDiagnostic astray(X86Instruction i) {
    String target = String.format(Locale.ROOT, "0x%x", i.target());
    return places.put(
        Diagnostic.error(Code.D3015, "control goes to " + target + ", where no code is")
            .why("a weak function that nobody defines is at address 0; so is a mistyped constant")
            .help("define the function, or leave out its call"),
        i.address(),
        "ends the process");
  }
}
