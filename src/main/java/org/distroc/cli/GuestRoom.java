package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many guests can run side by side: within a number of processors and the memory that the
 * machine has left. A guest that is larger than all of it runs alone.
 */
final class GuestRoom {
  private static final Path MEMORY = Path.of("/proc/meminfo");

  /** What QEMU takes beside the memory of its guest. */
  private static final long QEMU = 96L << 20;

  private final int processors;
  private final long memory;
  private int processorsInUse;
  private long memoryInUse;
  private int guests;

  /** With a number of processors, and of bytes. */
  GuestRoom(int processors, long memory) {
    this.processors = processors;
    this.memory = memory;
  }

  /** The room on this machine, of whose free memory a tenth stays free. */
  static GuestRoom onThisMachine(int processors) {
    return new GuestRoom(processors, available(MEMORY) / 10 * 9);
  }

  /** The memory that programs can still have, in bytes; no limit if the kernel does not say. */
  static long available(Path meminfo) {
    try {
      for (String line : Files.readAllLines(meminfo)) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
    } catch (IOException | NumberFormatException unknown) {
      return Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }

  /** Waits until there is room for a guest, and takes it. */
  synchronized void take(int itsProcessors, long itsMemory) throws InterruptedException {
    while (guests > 0
        && (processorsInUse + itsProcessors > processors
            || memoryInUse + itsMemory + QEMU > memory)) {
      wait();
    }
    guests++;
    processorsInUse += itsProcessors;
    memoryInUse += itsMemory + QEMU;
  }

  /** Gives it back. */
  synchronized void giveBack(int itsProcessors, long itsMemory) {
    guests--;
    processorsInUse -= itsProcessors;
    memoryInUse -= itsMemory + QEMU;
    notifyAll();
  }
}
