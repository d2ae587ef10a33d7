package org.distroc.debug;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.distroc.arch.Architecture;
import org.distroc.arch.DebugAbi;
import org.distroc.debug.Signature.Parameter;
import org.distroc.debug.TraceEvent.Argument;
import org.distroc.debug.TraceEvent.Process;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kernel.HeaderNumbers;
import org.distroc.kernel.HeaderNumbers.Named;
import org.distroc.kernel.KernelTree;
import org.distroc.kernel.Syscall;
import org.distroc.kernel.SyscallTables;

/**
 * Lists the system calls of a guest's processes. Every call goes through one function of the
 * kernel, which is called at one place: a breakpoint at its beginning shows each call with its
 * arguments, one after that place shows the result. A third, where processes end, shows how they
 * do.
 */
public final class SyscallTracer extends Watcher {
  private static final String END_OF_TASK = "do_exit";
  private static final int LARGEST_ERROR = 4095;
  private static final int LARGEST_COUNT = 1 << 24;

  /** A restarted call resumes at its own instruction, which has two bytes. */
  private static final int INSTRUCTION = 2;

  private static final Set<String> GO_ON_ELSEWHERE = Set.of("execve", "execveat", "rt_sigreturn");

  private final DebugAbi abi;
  private final DebugAbi.SyscallEntry entry;
  private final SystemMap symbols;
  private final long place;
  private final Frame frame;
  private final Map<Integer, Signature> signatures = new HashMap<>();
  private final Map<Integer, Named> errors;
  private final Map<Integer, Named> signals;
  private final Consumer<TraceEvent> sink;
  private final Set<Long> returns = new HashSet<>();
  private final Map<Long, Open> open = new HashMap<>();
  private final Set<Long> seen = new HashSet<>();
  private long calls;
  private GdbRemote remote;
  private Tasks tasks;
  private ArgumentReader reader;

  /** A call that has not returned. */
  private record Open(
      Process process,
      long call,
      Signature signature,
      List<Long> values,
      List<String> texts,
      long returnAddress) {}

  /**
   * Prepares for a kernel.
   *
   * @param tables where the system calls of the kernel are looked up
   * @param sink is given each event as it comes, by another thread
   * @throws Failure D7060 if its system calls cannot be seen
   */
  public SyscallTracer(
      SyscallTables tables,
      KernelTree tree,
      Architecture architecture,
      SystemMap symbols,
      Consumer<TraceEvent> sink) {
    this.abi = architecture.debug();
    this.entry = entry(architecture);
    this.symbols = symbols;
    this.sink = sink;
    this.place = place(symbols, entry);
    this.frame = new Frame(tree, entry);
    for (Syscall call : tables.of(tree, architecture.syscalls()).all()) {
      signatures.put(call.number(), Signature.of(call));
    }
    this.errors = HeaderNumbers.errors(tree);
    this.signals = HeaderNumbers.signals(tree, architecture.syscalls());
  }

  /**
   * Where the kernels of an architecture take system calls.
   *
   * @throws Failure D7060 if distroc does not know
   */
  static DebugAbi.SyscallEntry entry(Architecture architecture) {
    requireTo("trace system calls of", architecture);
    return architecture.debug().entry().orElseThrow();
  }

  /**
   * Refuses an architecture whose system calls distroc cannot see.
   *
   * @param what what cannot be done then
   * @throws Failure D7060
   */
  public static void requireTo(String what, Architecture architecture) {
    if (architecture.debug().entry().isEmpty()) {
      throw new Failure(
          Diagnostic.error(
                  Code.D7060, "distroc cannot " + what + " " + architecture.name() + " guests yet")
              .why("it does not know where their kernels save the registers of a program")
              .help("`distroc boot --trace` shows where the time of a boot goes")
              .help("for gdb, give QEMU `-gdb` and `-S` under `qemu: flags:`"));
    }
  }

  /**
   * The address of the function that each system call goes through.
   *
   * @throws Failure D7060 if the kernel has no such function
   */
  static long place(SystemMap symbols, DebugAbi.SyscallEntry entry) {
    return symbols
        .address(entry.function())
        .orElseThrow(
            () ->
                new Failure(
                    Diagnostic.error(Code.D7060, "cannot trace the system calls of this kernel")
                        .why(
                            "it has no function `"
                                + entry.function()
                                + "`, through which all of them go")
                        .help("use a 64-bit kernel: distroc cannot trace others")));
  }

  @Override
  void watch(GdbRemote connected) throws IOException {
    remote = connected;
    tasks = new Tasks(remote, symbols, abi);
    reader = new ArgumentReader(remote, signals);
    Optional<Long> end = symbols.address(END_OF_TASK);
    remote.breakAt(place);
    if (end.isPresent()) {
      remote.breakAt(end.get());
    }
    while (true) {
      remote.resume();
      Map<String, Long> registers = remote.registers();
      stopped(registers, end);
      while (!remote.step()) {
        Map<String, Long> now = remote.registers();
        if (!isSame(registers, now)) {
          registers = now;
          stopped(registers, end);
        }
      }
    }
  }

  /** Whether the guest has not gone on: the same call cannot begin or return twice. */
  private boolean isSame(Map<String, Long> before, Map<String, Long> now) {
    return before.get(abi.registers().counter()).equals(now.get(abi.registers().counter()))
        && before.get(abi.registers().stack()).equals(now.get(abi.registers().stack()));
  }

  private void stopped(Map<String, Long> registers, Optional<Long> end) throws IOException {
    long at = registers.get(abi.registers().counter());
    if (at == place) {
      begin(registers);
    } else if (returns.contains(at)) {
      returned(registers);
    } else if (end.filter(address -> address == at).isPresent()) {
      ended(registers);
    }
  }

  private void begin(Map<String, Long> registers) throws IOException {
    long stack = registers.get(abi.registers().stack());
    long back = remote.word(stack).orElseThrow(() -> new IOException("the stack is not there"));
    if (returns.add(back)) {
      remote.breakAt(back);
    }
    Frame.Registers kept = frame.read(remote, stack + Long.BYTES);
    long task = tasks.current(registers);
    seen.add(task);
    long returnAddress = kept.get(entry.returnAddress());
    Process process = process(task);
    int number = (int) kept.get(entry.number());
    Signature signature =
        signatures.getOrDefault(number, Signature.unknown(number, entry.arguments().size()));
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < signature.parameters().size(); i++) {
      values.add(kept.get(entry.arguments().get(i)));
    }
    List<String> texts = texts(signature, values);
    Open call = new Open(process, ++calls, signature, values, texts, returnAddress);
    open.put(task, call);
    sink.accept(
        new TraceEvent.Begun(process, call.call(), signature.name(), arguments(call, texts)));
  }

  private Process process(long task) throws IOException {
    Tasks.Task known = tasks.describe(task);
    return new Process(known.number(), known.name());
  }

  private List<String> texts(Signature signature, List<Long> values) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Parameter parameter = signature.parameters().get(i);
      boolean later = parameter.kind().comesLater();
      texts.add(later ? "" : reader.before(parameter, values.get(i), next(values, i)).orElse(""));
    }
    return texts;
  }

  private static long next(List<Long> values, int i) {
    return i + 1 < values.size() ? values.get(i + 1) : 0;
  }

  private static List<Argument> arguments(Open call, List<String> texts) {
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Parameter parameter = call.signature().parameters().get(i);
      arguments.add(
          new Argument(parameter.name(), parameter.type(), call.values().get(i), texts.get(i)));
    }
    return arguments;
  }

  private void returned(Map<String, Long> registers) throws IOException {
    Open call = open.remove(tasks.current(registers));
    if (call == null) {
      return;
    }
    Frame.Registers kept = frame.read(remote, registers.get(abi.registers().stack()));
    long result = kept.get(entry.result());
    long goesOn = kept.get(entry.returnAddress());
    boolean elsewhere =
        goesOn != call.returnAddress() && !GO_ON_ELSEWHERE.contains(call.signature().name());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < call.values().size(); i++) {
      String known = call.texts().get(i);
      long value = call.values().get(i);
      Parameter parameter = call.signature().parameters().get(i);
      // What a call was given may not be there any more: execve has replaced the memory.
      texts.add(
          !known.isEmpty()
              ? known
              : reader.after(parameter, value, next(call.values(), i), elsewhere ? -1 : result));
    }
    String text = text(result);
    if (elsewhere) {
      text = goesOn == call.returnAddress() - INSTRUCTION ? "? (to be made again)" : "?";
    }
    sink.accept(
        new TraceEvent.Returned(
            call.process(),
            call.call(),
            call.signature().name(),
            arguments(call, texts),
            result,
            text));
    if (elsewhere && goesOn != call.returnAddress() - INSTRUCTION) {
      // A handler gets the number of its signal as a function's first argument.
      int signal = (int) kept.get(entry.arguments().get(0));
      sink.accept(new TraceEvent.Signalled(call.process(), reader.signal(signal)));
    }
  }

  private String text(long result) {
    if (result < 0 && result >= -LARGEST_ERROR) {
      Named error = errors.get((int) -result);
      return error == null
          ? Long.toString(result)
          : "-1 " + error.name() + (error.comment().isEmpty() ? "" : " (" + error.comment() + ")");
    }
    boolean address = result < 0 || result > LARGEST_COUNT;
    return address ? ArgumentReader.pointer(result) : Long.toString(result);
  }

  private void ended(Map<String, Long> registers) throws IOException {
    long task = tasks.current(registers);
    // Threads of the kernel end here too.
    if (!seen.remove(task)) {
      return;
    }
    open.remove(task);
    int code = registers.get(abi.registers().first()).intValue();
    int signal = code & 0x7f;
    String how =
        signal == 0 ? "exited with " + (code >> 8 & 0xff) : "killed by " + reader.signal(signal);
    sink.accept(new TraceEvent.Ended(process(task), how));
  }
}
