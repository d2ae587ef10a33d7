package org.distroc.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a host does not let bubblewrap work, in terms of the setting that forbids it. */
final class SandboxRefusal {
  /** Settings of the kernel by which distributions forbid user namespaces, with that value. */
  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("kernel.unprivileged_userns_clone", "0");
    SETTINGS.put("user.max_user_namespaces", "0");
    SETTINGS.put("kernel.apparmor_restrict_unprivileged_userns", "1");
  }

  private SandboxRefusal() {}

  /** The reason in one line, from what bubblewrap said. */
  static String reason(Outcome outcome) {
    String said = outcome.timedOut() ? "it does not exit" : outcome.lastLines(1).strip();
    String reason = said.isEmpty() ? "bwrap: exit status " + outcome.exit() : said;
    for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
      if (setting.getValue().equals(value(setting.getKey()))) {
        return reason + "; the kernel has " + setting.getKey() + "=" + setting.getValue();
      }
    }
    return reason;
  }

  private static String value(String setting) {
    try {
      return BoundedFiles.text(Path.of("/proc/sys", setting.split("\\.")), BoundedFiles.NOTE)
          .strip();
    } catch (IOException e) {
      // This kernel does not have it.
      return "";
    }
  }
}
