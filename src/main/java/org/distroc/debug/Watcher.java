package org.distroc.debug;

import java.io.IOException;

/** Something that watches a guest from its first instruction on. */
public abstract sealed class Watcher permits SyscallTracer, BootTracer {

  /**
   * Watches a guest that stands at its first instruction, until the connection ends or nothing more
   * is to be seen.
   */
  abstract void watch(GdbRemote remote) throws IOException;
}
