package org.distroc.debug;

import java.io.IOException;

/** placeholder. */
public final class BootTracer extends Watcher {
  @Override
  void watch(GdbRemote remote) throws IOException {}
}
