package org.distroc.builder;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.diag.Diagnostic;
import org.distroc.settings.Preferences;

/**
 * Who compiles a kernel, and how many files at once. None of it changes a byte of the kernel.
 *
 * @param jobs at once
 * @param ccache whether files come from ccache that were compiled before
 * @param distccHosts machines that compile too, as distcc writes them
 * @param warnings is told of machines that are left out
 */
public record Compilers(
    int jobs, Preferences.Ccache ccache, List<String> distccHosts, Consumer<Diagnostic> warnings) {

  /** Copies the list. */
  public Compilers {
    distccHosts = List.copyOf(distccHosts);
  }

  /** The compiler of this machine, with nothing around it. */
  public static Compilers local(int jobs) {
    Preferences.Ccache off = new Preferences.Ccache(Preferences.Use.OFF, "5G", Optional.empty());
    return new Compilers(jobs, off, List.of(), warning -> {});
  }
}
