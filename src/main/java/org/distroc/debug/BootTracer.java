package org.distroc.debug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.arch.DebugAbi;
import org.distroc.arch.Decompressor;
import org.distroc.debug.BootTimes.Name;
import org.distroc.host.BoundedFiles;

/**
 * Times the course of a boot with breakpoints: where the firmware starts the boot sector, where the
 * kernel begins to unpack itself, its first instruction, each initcall, and the first instruction
 * of init. Neither the kernel nor its command line is changed.
 */
public final class BootTracer extends Watcher {
  private static final String INITCALL = "do_one_initcall";

  /** After this many stops at unrelated code, an address's breakpoint is removed. */
  private static final int MOST_OTHERS = 64;

  private final SystemMap symbols;
  private final Decompressor kernel;
  private final DebugAbi.Registers names;
  private final DebugAbi.KernelStart start;
  private final Optional<Long> initEntry;
  private final boolean isCompat;
  private final boolean is64Bit;
  private final BootNotes notes = new BootNotes();
  private final Set<Long> armed = new HashSet<>();
  private final Set<Long> returns = new HashSet<>();
  private final Set<Name> seen = EnumSet.noneOf(Name.class);
  private final Map<Long, Integer> others = new HashMap<>();
  private GdbRemote remote;
  private volatile long ready;
  private volatile long going;

  /**
   * Traces a kernel.
   *
   * @param architecture of the kernel
   * @param symbols of the kernel, at the addresses it runs at
   * @param image the kernel image that is booted
   * @param initEntry the address of init's first instruction, if it is known beforehand
   * @throws IOException if the image cannot be read
   */
  public BootTracer(
      Architecture architecture, SystemMap symbols, Path image, Optional<Long> initEntry)
      throws IOException {
    this.symbols = symbols;
    this.kernel =
        architecture.image().decompressor(BoundedFiles.bytes(image, BoundedFiles.PROGRAM));
    this.initEntry = initEntry;
    this.names = architecture.debug().registers();
    this.start = architecture.debug().start();
    this.isCompat = start.compat().flatMap(symbols::address).isPresent();
    this.is64Bit = !isCompat && architecture.programs().standard().is64Bit();
  }

  /**
   * The stages of the boot, available once the guest has ended.
   *
   * @param powerOn when the machine was switched on, as {@link System#nanoTime} gives it
   * @param end when the boot was over
   */
  public BootTimes times(long powerOn, long end) {
    return notes.times(ready - powerOn, end - (going == 0 ? ready : going));
  }

  @Override
  void watch(GdbRemote connected) throws IOException {
    remote = connected;
    ready = connected.answered();
    arm(start.bootSector());
    for (long address : kernel.addresses()) {
      arm(address);
    }
    for (String name : start.first()) {
      arm(name);
    }
    for (String name : start.early()) {
      arm(name);
    }
    long stopped = ready;
    while (!seen.contains(Name.INIT)) {
      stopped = runFrom(stopped);
    }
    // No breakpoints are left.
    runFrom(stopped);
  }

  /**
   * Resumes a guest that has been stopped since a time; records why it stops next, and returns
   * when.
   */
  private long runFrom(long standing) throws IOException {
    going = System.nanoTime();
    notes.held(going - standing);
    remote.resume();
    long ran = System.nanoTime() - going;
    Map<String, Long> registers = remote.registers();
    note(registers.get(names.counter()), registers, ran);
    return stepFrom(registers, going + ran);
  }

  /** Steps past the breakpoint that the guest is stopped at; returns since when it is stopped. */
  private long stepFrom(Map<String, Long> at, long standing) throws IOException {
    if (!armed.contains(at.get(names.counter()))) {
      return standing;
    }
    long before = System.nanoTime();
    boolean done = remote.step();
    long took = System.nanoTime() - before;
    if (done) {
      notes.step(took);
      return standing;
    }
    notes.held(before - standing);
    Map<String, Long> now = remote.registers();
    if (now.get(names.counter()).equals(at.get(names.counter()))
        && now.get(names.stack()).equals(at.get(names.stack()))) {
      notes.other(took);
    } else {
      note(now.get(names.counter()), now, took);
    }
    return stepFrom(now, before + took);
  }

  private void note(long at, Map<String, Long> registers, long ran) throws IOException {
    Optional<Name> begins = begins(at);
    if (begins.isPresent()) {
      notes.stage(ran, begins.get());
      begin(begins.get());
    } else if (returns.contains(at)) {
      notes.returned(ran, registers.get(names.stack()), registers.get(names.result()).intValue());
    } else if (symbols.address(INITCALL).filter(address -> address == at).isPresent()) {
      call(registers, ran);
    } else {
      notes.other(ran);
      if (others.merge(at, 1, Integer::sum) > MOST_OTHERS) {
        disarm(at);
      }
    }
  }

  /** The stage that begins with the instruction at an address. */
  private Optional<Name> begins(long at) throws IOException {
    if (seen.contains(Name.KERNEL)) {
      return initEntry.filter(entry -> entry == at).map(entry -> Name.INIT);
    }
    if (isOneOf(start.early(), at)) {
      return Optional.of(Name.KERNEL);
    }
    if (seen.contains(Name.DECOMPRESSOR)) {
      return isOneOf(start.first(), at) ? Optional.of(Name.KERNEL) : Optional.empty();
    }
    // A boot loader's own code is there first.
    if (kernel.addresses().contains(at) && isDecompressorAt(at)) {
      return Optional.of(Name.DECOMPRESSOR);
    }
    return at == start.bootSector() && !seen.contains(Name.LOADER)
        ? Optional.of(Name.LOADER)
        : Optional.empty();
  }

  /** Whether this code, and no other, is at an address of the guest now. */
  private boolean isDecompressorAt(long address) throws IOException {
    ByteBuffer there = remote.memory(address, kernel.start().length);
    return kernel.start().length > 0 && there.equals(ByteBuffer.wrap(kernel.start()));
  }

  private boolean isOneOf(List<String> names, long at) {
    return names.stream()
        .flatMap(name -> symbols.address(name).stream())
        .anyMatch(address -> address == at);
  }

  /** Removes breakpoints that are no longer needed: TCG is slow on a page that has one. */
  private void begin(Name stage) throws IOException {
    seen.add(stage);
    switch (stage) {
      case LOADER -> disarm(start.bootSector());
      case DECOMPRESSOR -> {
        disarm(start.bootSector());
        for (long address : kernel.addresses()) {
          if (!isOneOf(start.first(), address)) {
            disarm(address);
          }
        }
      }
      case KERNEL -> {
        disarmAll();
        arm(INITCALL);
        if (initEntry.isPresent()) {
          arm(initEntry.get());
        }
      }
      default -> disarmAll();
    }
  }

  private void call(Map<String, Long> registers, long ran) throws IOException {
    long stack = registers.get(names.stack());
    int size = is64Bit ? Long.BYTES : Integer.BYTES;
    ByteBuffer word = remote.memory(stack, size);
    if (word.remaining() < size) {
      throw new IOException("the stack is not there");
    }
    long back = is64Bit ? word.getLong() : Integer.toUnsignedLong(word.getInt());
    if (returns.add(back)) {
      arm(back);
    }
    // Kernels pass the first argument in a register, 32-bit ones too.
    long function = registers.get(isCompat ? start.compatFirst() : names.first());
    notes.call(ran, symbols.functionAt(function), stack + size);
  }

  private void arm(String symbol) throws IOException {
    Optional<Long> address = symbols.address(symbol);
    if (address.isPresent()) {
      arm(address.get());
    }
  }

  private void arm(long address) throws IOException {
    if (armed.add(address)) {
      remote.breakAt(address);
    }
  }

  private void disarm(long address) throws IOException {
    if (armed.remove(address)) {
      remote.unbreak(address);
    }
  }

  private void disarmAll() throws IOException {
    for (long address : List.copyOf(armed)) {
      disarm(address);
    }
  }
}
