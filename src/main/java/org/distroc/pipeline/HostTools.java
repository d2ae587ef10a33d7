package org.distroc.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.Installer;
import org.distroc.host.Tool;

/** Ensures that the host has the tools for a run: installs them, asks, or reports how to. */
final class HostTools {
  private final RunListener listener;
  private final Installer installer;
  private final boolean install;
  private final boolean offline;

  /** Names: loading record comparison takes longer than finding all tools. */
  private final Set<String> found = new HashSet<>();

  private Optional<Boolean> answer = Optional.empty();

  /** Offline, tools are neither installed nor offered. */
  HostTools(Host host, RunListener listener, RunOptions options) {
    this.listener = listener;
    this.installer = new Installer(host);
    this.offline = options.isOffline();
    this.install = options.install() && !offline;
  }

  /**
   * Requires tools.
   *
   * @param soon tools that will most likely be needed later: offered together with missing ones,
   *     but not alone
   * @throws Failure D5001 if some are missing and must not be installed
   */
  synchronized void require(List<Tool> tools, List<Tool> soon) {
    if (areFound(tools) && areFound(soon)) {
      return;
    }
    List<Tool> missing = installer.missing(tools);
    List<Tool> later = installer.missing(soon);
    if (missing.isEmpty() && (later.isEmpty() || !install)) {
      remember(tools);
      if (later.isEmpty()) {
        remember(soon);
      }
      return;
    }
    List<Tool> all = new ArrayList<>(missing);
    all.addAll(later);
    if (!install && !agreed(all)) {
      throw new Failure(installer.lacking(all));
    }
    installer.install(all, command -> listener.info("installing: " + command));
  }

  private boolean areFound(List<Tool> tools) {
    for (Tool tool : tools) {
      if (!found.contains(tool.name())) {
        return false;
      }
    }
    return true;
  }

  private void remember(List<Tool> tools) {
    for (Tool tool : tools) {
      found.add(tool.name());
    }
  }

  /** Asks once, and only a person. */
  private boolean agreed(List<Tool> tools) {
    if (offline || !installer.hasApt()) {
      return false;
    }
    if (answer.isEmpty()) {
      answer =
          Optional.of(
              listener.confirm("Missing tools. Run this now?\n  " + installer.hint(tools) + "\n>"));
    }
    return answer.get();
  }
}
