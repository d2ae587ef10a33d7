package org.distroc.init;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of the kernel's interface that the program of a described system uses. */
public final class InitConstants {
  private static final String SIGNALS = "signal.h";
  private static final List<String> ALWAYS =
      List.of("_NSIG", "SIG_BLOCK", "SIG_UNBLOCK", "SIGKILL", "SIGTERM", "SIGCHLD");

  /** Further ones by the setting of the table that needs them, each with its header. */
  private static final Map<String, Map<String, String>> MORE =
      Map.of(
          "WRITES", Map.of("O_CLOEXEC", "fcntl.h"),
          "BLANKS", Map.of("O_CLOEXEC", "fcntl.h"),
          "TTYS", Map.of("TIOCSCTTY", "ioctls.h"),
          "NETWORK", Map.of("O_CLOEXEC", "fcntl.h", "SOCK_DGRAM", "socket.h"),
          "PORTS", Map.of("O_NONBLOCK", "fcntl.h", "SOCK_STREAM", "socket.h"));

  private InitConstants() {}

  /** The names that a system and its table need, each with the C header that defines it. */
  public static Map<String, String> of(InitSystem system, InitTable table) {
    Map<String, String> constants = new LinkedHashMap<>();
    ALWAYS.forEach(name -> constants.put(name, SIGNALS));
    system.signals().keySet().forEach(name -> constants.putIfAbsent(name, SIGNALS));
    for (String setting : table.settings().keySet()) {
      Map<String, String> more = MORE.getOrDefault(setting, Map.of());
      List<String> names = new ArrayList<>(more.keySet());
      Collections.sort(names);
      names.forEach(name -> constants.putIfAbsent(name, more.get(name)));
    }
    return Collections.unmodifiableMap(constants);
  }
}
