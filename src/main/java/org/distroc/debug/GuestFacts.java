package org.distroc.debug;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.DebugAbi;
import org.distroc.boot.console.PcConsole;
import org.distroc.diag.Json;
import org.distroc.kernel.HeaderNumbers;
import org.distroc.kernel.KernelTree;
import org.distroc.kernel.Syscall;
import org.distroc.kernel.SyscallTable;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.spec.Display;

/** What the commands in {@code commands.py} have to know of a guest, as a JSON document. */
final class GuestFacts {
  private final BuildPlan plan;
  private final SyscallTables tables;
  private final SystemMap symbols;
  private final DebugAbi abi;
  private final DebugAbi.SyscallEntry entry;

  GuestFacts(BuildPlan plan, SyscallTables tables, SystemMap symbols) {
    this.plan = plan;
    this.tables = tables;
    this.symbols = symbols;
    this.abi = plan.architecture().debug();
    this.entry = SyscallTracer.entry(plan.architecture());
  }

  /**
   * The document.
   *
   * @param init the program, if there is one
   * @param kernelSymbols whether the kernel's names and lines are there
   */
  String json(Optional<LinkedInit> init, boolean kernelSymbols, DebugFolder.Sockets sockets) {
    KernelTree tree = plan.kernel().tree();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", plan.name());
    facts.put("release", tree.release().toString());
    facts.put("kernelSource", tree.root().toString());
    facts.put("kernelSymbols", kernelSymbols);
    facts.put("init", init.map(GuestFacts::of).orElse(null));
    facts.put("sockets", of(sockets));
    facts.put("symbols", addresses());
    facts.put("registers", registers());
    facts.put("userMode", abi.userMode());
    facts.put("frame", frame(new Frame(tree, entry)));
    facts.put("calls", calls(tables.of(tree, plan.architecture().syscalls())));
    facts.put("errors", errors(tree));
    facts.put("screen", plan.machine().display() == Display.VGA);
    facts.put("characters", PcConsole.characters());
    facts.put("keys", PcConsole.keys());
    return Json.pretty(facts) + "\n";
  }

  private static Map<String, Object> of(LinkedInit init) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("entry", init.entry());
    facts.put("relocatable", init.relocatable());
    return facts;
  }

  private static Map<String, Object> of(DebugFolder.Sockets sockets) {
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put("debugger", sockets.debugger().toString());
    paths.put("serial", sockets.serial().toString());
    paths.put("control", sockets.control().toString());
    paths.put("screen", sockets.screen().toString());
    return paths;
  }

  private Map<String, Object> addresses() {
    Map<String, Object> addresses = new LinkedHashMap<>();
    addresses.put("syscall", SyscallTracer.place(symbols, entry));
    addresses.put("starter", symbols.address(abi.starter()).orElse(null));
    addresses.put("panic", symbols.address("panic").orElse(null));
    addresses.put("currentTask", Tasks.variable(symbols).orElse(null));
    return addresses;
  }

  private Map<String, Object> registers() {
    Map<String, Object> registers = new LinkedHashMap<>();
    registers.put("first", abi.registers().first());
    registers.put("second", abi.registers().second());
    registers.put("stack", abi.registers().stack());
    registers.put("perCpu", abi.registers().perCpu());
    return registers;
  }

  private Map<String, Object> frame(Frame frame) {
    Map<String, Object> offsets = new LinkedHashMap<>();
    offsets.put("number", frame.offset(entry.number()));
    offsets.put("returnAddress", frame.offset(entry.returnAddress()));
    offsets.put("arguments", entry.arguments().stream().map(r -> place(frame, r)).toList());
    offsets.put("result", place(frame, entry.result()));
    return offsets;
  }

  /** Registers of the frame are those of the processor in capitals. */
  private static Map<String, Object> place(Frame frame, String register) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("register", register.toLowerCase(Locale.ROOT));
    place.put("offset", frame.offset(register));
    return place;
  }

  private static Map<String, Object> calls(SyscallTable table) {
    Map<String, Object> calls = new LinkedHashMap<>();
    for (Syscall call : table.all()) {
      Map<String, Object> known = new LinkedHashMap<>();
      known.put("name", call.kernelName());
      known.put("ends", call.noreturn());
      known.put(
          "parameters", Signature.of(call).parameters().stream().map(GuestFacts::of).toList());
      calls.put(Integer.toString(call.number()), known);
    }
    return calls;
  }

  private static Map<String, Object> of(Signature.Parameter parameter) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", parameter.kind().name());
    facts.put("type", parameter.type());
    facts.put("name", parameter.name());
    facts.put("narrow", Signature.isNarrow(parameter.type()));
    return facts;
  }

  private static Map<String, Object> errors(KernelTree tree) {
    Map<String, Object> errors = new LinkedHashMap<>();
    HeaderNumbers.errors(tree)
        .forEach(
            (number, named) ->
                errors.put(Integer.toString(number), List.of(named.name(), named.comment())));
    return errors;
  }
}
