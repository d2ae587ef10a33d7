package org.distroc.elf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.distroc.arch.ByteReader;
import org.distroc.arch.Instruction;
import org.distroc.arch.InstructionDecoder;
import org.distroc.arch.ProgramRules;
import org.distroc.elf.ElfFile.Symbol;

/**
 * The code of a program: its functions, and the way that control takes through each. A function is
 * what a symbol says is one, what is called, and where the program starts. Unreachable bytes may be
 * data and are not decoded.
 *
 * <p>With a C library in the program only functions with line numbers are walked, those of the
 * user.
 */
final class ControlFlow {
  /** A function; its end is the address after its last byte. */
  record Function(String name, long start, long end) {
    boolean isLeftFor(long target) {
      return target < start || target >= end;
    }
  }

  /** One instruction that control can reach, and what is known when it does. */
  record Step(Instruction instruction, RegisterState before) {}

  /** Control that runs past the end of a function. */
  record FallThrough(Step last, long into) {}

  private static final Set<String> NEVER_RETURN =
      Set.of("exit", "_exit", "_Exit", "abort", "__stack_chk_fail", "__assert_fail", "quick_exit");

  private final ElfFile elf;
  private final LineTable lines;
  private final InitExpectation expectation;
  private final InstructionDecoder decoder;
  private final ProgramRules rules;
  private final Map<Long, Instruction> decoded = new HashMap<>();
  private final NavigableMap<Long, Function> functions = new TreeMap<>(Long::compareUnsigned);
  private final NavigableMap<Long, String> labels = new TreeMap<>(Long::compareUnsigned);
  private final Set<Long> globals = new HashSet<>();
  private final Map<Long, Step> returning = new HashMap<>();
  private final Set<Long> maybeReturning = new HashSet<>();
  private final Set<Integer> systemCalls = new HashSet<>();
  private final Set<Long> joins = new HashSet<>();
  private boolean setsThreadMemory;
  private boolean searching = true;

  ControlFlow(
      ElfFile elf, LineTable lines, InitExpectation expectation, InstructionDecoder decoder) {
    this.decoder = decoder;
    this.rules = expectation.architecture().rules();
    this.elf = elf;
    this.lines = lines;
    this.expectation = expectation;
    findFunctions();
    searching = false;
    findReturns();
    functions.values().stream()
        .flatMap(f -> allSteps(f).stream())
        .filter(step -> step.instruction().isSyscall())
        .forEach(step -> systemCalls.add(step.before().syscallNumber()));
  }

  List<Function> functions() {
    return List.copyOf(functions.values());
  }

  boolean isFunction(long address) {
    return functions.containsKey(address);
  }

  boolean isGlobal(long address) {
    return globals.contains(address);
  }

  /** The name of the function at or before an address. */
  String functionAt(long address) {
    Map.Entry<Long, Function> function = functions.floorEntry(address);
    return function == null ? nameOf(address) : function.getValue().name();
  }

  /** The name of the symbol at or before an address; the address if there is none. */
  String nameOf(long address) {
    Map.Entry<Long, String> label = labels.floorEntry(address);
    return label != null && inCode(address)
        ? label.getValue()
        : String.format(Locale.ROOT, "0x%x", address);
  }

  /** Whether an address can be code: in an executable section, if the file has sections. */
  boolean inCode(long address) {
    if (elf.sections().isEmpty()) {
      return elf.segmentAt(address).filter(ElfFile.Segment::executable).isPresent();
    }
    return elf.sections().stream()
        .anyMatch(
            s -> s.executable() && address - s.address() >= 0 && address - s.address() < s.size());
  }

  /**
   * The instruction through which a function returns, if one is certain to be reachable: a return,
   * or a jump to another function that returns in its place.
   */
  Optional<Step> returnOf(long function) {
    return Optional.ofNullable(returning.get(function));
  }

  /** Whether the call or system call of this step can return. */
  boolean comesBack(Step step) {
    Instruction i = step.instruction();
    return switch (i.flow()) {
      case CALL -> mayReturn(i.target());
      case SYSCALL -> i.isCompatSyscall() || !ends(step.before().syscallNumber());
      default -> true;
    };
  }

  private boolean ends(int number) {
    InitExpectation.SystemCall call = expectation.calls().get(number);
    return rules.exits().contains(number) || call != null && call.noreturn();
  }

  private boolean mayReturn(long function) {
    if (searching) {
      return true;
    }
    if (functions.containsKey(function)) {
      return returning.containsKey(function) || maybeReturning.contains(function);
    }
    return !NEVER_RETURN.contains(labels.getOrDefault(function, ""));
  }

  /** Every step from an address on, without those inside called functions; jumps are followed. */
  List<Step> walk(long start, RegisterState state) {
    return new CfgWalker(this, start, state, null).run();
  }

  /** Every step of a function; where control runs on past its end is added to the list. */
  List<Step> walk(Function function, List<FallThrough> runsOn) {
    CfgWalker walk = new CfgWalker(this, function.start(), inFunction(), function);
    List<Step> steps = walk.run();
    runsOn.addAll(walk.runsOn());
    return steps;
  }

  /**
   * Every step of a function. Assembly may jump to a place after what looks like its end, so jumps
   * are followed; not so with a C library, since they may lead into the library.
   */
  List<Step> allSteps(Function function) {
    return expectation.libc()
        ? walk(function, new ArrayList<>())
        : walk(function.start(), inFunction());
  }

  /** Whether any function makes the system call of a number. */
  boolean calls(int number) {
    return systemCalls.contains(number);
  }

  /** Whether any function puts the memory of a thread somewhere. */
  boolean hasThreadMemory() {
    return setsThreadMemory || calls(rules.setThreadRegister());
  }

  /** Whether a jump leads to an address. */
  boolean isJoin(long address) {
    return joins.contains(address);
  }

  private RegisterState inFunction() {
    return RegisterState.inFunction(rules.stack());
  }

  Instruction decode(long address) {
    return decoded.computeIfAbsent(
        address,
        a -> decoder.decode(elf.at(a).orElseGet(() -> new ByteReader(new byte[0], false)), a));
  }

  private boolean walked(long address) {
    return !expectation.libc() || lines.at(address).isPresent();
  }

  private void findFunctions() {
    Map<Long, Long> ends = new HashMap<>();
    Deque<Long> found = new ArrayDeque<>(readSymbols(ends));
    found.addFirst(elf.entry());
    while (!found.isEmpty()) {
      long start = found.poll();
      if (!inCode(start) || !walked(start) || functions.containsKey(start)) {
        continue;
      }
      functions.put(start, new Function(nameOf(start), start, start));
      for (Step step : walk(start, inFunction())) {
        Instruction i = step.instruction();
        setsThreadMemory |= i.setsThreadMemory();
        switch (i.flow()) {
          case CALL -> found.add(i.target());
          case JUMP, BRANCH -> joins.add(i.target());
          default -> {}
        }
      }
    }
    for (Function f : List.copyOf(functions.values())) {
      long end = ends.getOrDefault(f.start(), f.start());
      functions.put(f.start(), new Function(f.name(), f.start(), end > f.start() ? end : next(f)));
    }
  }

  /** The addresses of all functions that symbols name; records their ends. */
  private Set<Long> readSymbols(Map<Long, Long> ends) {
    Set<Long> starts = new LinkedHashSet<>();
    for (Symbol symbol : elf.symbols()) {
      if (symbol.section() == 0 || !inCode(symbol.address())) {
        continue;
      }
      // Assemblers mark where code and data begin.
      if (symbol.name().startsWith("$")) {
        continue;
      }
      boolean function = symbol.type() == Symbol.STT_FUNC;
      if (symbol.global()) {
        globals.add(symbol.address());
      }
      if (function || symbol.type() == Symbol.STT_NOTYPE) {
        labels.merge(symbol.address(), symbol.name(), (old, one) -> function ? one : old);
      }
      if (function) {
        starts.add(symbol.address());
        ends.merge(symbol.address(), symbol.address() + symbol.size(), Math::max);
      }
    }
    return starts;
  }

  /** Where a function without a size ends: where the next begins, or its section ends. */
  private long next(Function function) {
    Long following = functions.higherKey(function.start());
    long end =
        elf.sections().stream()
            .filter(s -> s.executable() && s.address() <= function.start())
            .mapToLong(s -> s.address() + s.size())
            .filter(e -> e > function.start())
            .min()
            .orElse(Long.MAX_VALUE);
    return following == null ? end : Math.min(following, end);
  }

  /** Finds the functions that can return, until nothing changes. */
  private void findReturns() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Function f : functions.values()) {
        changed |= !mayReturn(f.start()) && findReturn(f);
      }
    }
  }

  private boolean findReturn(Function f) {
    List<FallThrough> runsOn = new ArrayList<>();
    boolean found = false;
    for (Step step : walk(f, runsOn)) {
      Instruction i = step.instruction();
      found |=
          switch (i.flow()) {
            case RETURN -> returning.putIfAbsent(f.start(), step) == null;
            case JUMP, BRANCH -> f.isLeftFor(i.target()) && goesOnIn(f, i.target(), step);
            case COMPUTED_JUMP -> jumpTable(i).isEmpty() && maybeReturning.add(f.start());
            default -> false;
          };
    }
    for (FallThrough way : runsOn) {
      // Compilers put nothing after a call that never returns; not all such functions are known.
      found |= !expectation.libc() && goesOnIn(f, way.into(), way.last());
    }
    return found;
  }

  /** Control leaves a function for another place, and returns if it returns from there. */
  private boolean goesOnIn(Function f, long target, Step leaving) {
    if (returning.containsKey(target)) {
      return returning.putIfAbsent(f.start(), leaving) == null;
    }
    return inCode(target) && mayReturn(target) && maybeReturning.add(f.start());
  }

  /** The targets of a jump through a table, as compilers make for `switch`. */
  List<Long> jumpTable(Instruction jump) {
    List<Long> targets = new ArrayList<>();
    Map.Entry<Long, Function> inside = functions.floorEntry(jump.address());
    if (jump.jumpTable().isEmpty() || inside == null) {
      return targets;
    }
    int width = elf.is64Bit() ? Long.BYTES : Integer.BYTES;
    Optional<ByteReader> table = elf.at(jump.jumpTable().getAsLong());
    for (long at = 0; table.isPresent() && at + width <= table.get().length(); at += width) {
      long target = table.get().number(at, width);
      boolean here = inside.equals(functions.floorEntry(target)) && inCode(target);
      if (!here) {
        break;
      }
      targets.add(target);
    }
    return targets;
  }
}
