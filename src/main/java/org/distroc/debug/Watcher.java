package org.distroc.debug;

import java.io.IOException;

/** Something that watches a guest from its first instruction on. */
public abstract sealed class Watcher permits SyscallTracer, BootTracer {

  /**
   * Watches a guest from its first instruction, until the connection ends or there is nothing more
   * to see.
   */
  abstract void watch(GdbRemote remote) throws IOException;
}
