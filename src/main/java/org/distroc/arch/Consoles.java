package org.distroc.arch;

import java.util.List;

/**
 * Where the kernels of an architecture print.
 *
 * @param serial the kernel's name of the first serial port, as in {@code console=}
 * @param serialOption the kernel option that puts a console on that port
 * @param screenOptions the kernel options that put a console on a screen, any of which does; empty
 *     if the board has no screen
 * @param early kernel parameters that print before there is any driver
 */
public record Consoles(
    String serial, String serialOption, List<String> screenOptions, List<String> early) {

  /** Copies the lists. */
  public Consoles {
    screenOptions = List.copyOf(screenOptions);
    early = List.copyOf(early);
  }
}
