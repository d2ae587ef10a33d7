package org.distroc.pipeline;

import java.nio.file.Path;

/**
 * How many guests can run side by side: within a number of processors and the memory that the
 * machine, or the container, has left. A guest that is larger than all of it runs alone.
 */
public final class GuestSlots {
  /** Memory of QEMU in addition to that of its guest. */
  private static final long QEMU = 96L << 20;

  private final int processors;
  private final long memory;
  private int processorsInUse;
  private long memoryInUse;
  private int guests;

  /** With a number of processors, and of bytes. */
  public GuestSlots(int processors, long memory) {
    this.processors = processors;
    this.memory = memory;
  }

  /** The slots of this machine; a tenth of its free memory stays free. */
  public static GuestSlots onThisMachine(int processors) {
    return new GuestSlots(processors, new FreeMemory(Path.of("/")).bytes() / 10 * 9);
  }

  /** Waits until there is room for a guest, and reserves it. */
  public synchronized void take(int itsProcessors, long itsMemory) throws InterruptedException {
    while (guests > 0
        && (processorsInUse + itsProcessors > processors
            || memoryInUse + itsMemory + QEMU > memory)) {
      wait();
    }
    guests++;
    processorsInUse += itsProcessors;
    memoryInUse += itsMemory + QEMU;
  }

  /** Releases them. */
  public synchronized void giveBack(int itsProcessors, long itsMemory) {
    guests--;
    processorsInUse -= itsProcessors;
    memoryInUse -= itsMemory + QEMU;
    notifyAll();
  }
}
