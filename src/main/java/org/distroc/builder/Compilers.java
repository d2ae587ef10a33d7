package org.distroc.builder;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.diag.Diagnostic;
import org.distroc.settings.Preferences;

/**
 * How a kernel is compiled: parallel jobs, ccache and distcc. None of it changes a byte of the
 * kernel.
 *
 * @param jobs number of parallel jobs
 * @param ccache whether to use ccache
 * @param distccHosts distcc hosts, in distcc's notation
 * @param warnings receives a warning for each skipped host
 */
public record Compilers(
    int jobs, Preferences.Ccache ccache, List<String> distccHosts, Consumer<Diagnostic> warnings) {

  /** Copies the list. */
  public Compilers {
    distccHosts = List.copyOf(distccHosts);
  }

  /** The compiler of this machine only. */
  public static Compilers local(int jobs) {
    Preferences.Ccache off = new Preferences.Ccache(Preferences.Use.OFF, "5G", Optional.empty());
    return new Compilers(jobs, off, List.of(), warning -> {});
  }
}
