package org.distroc.boot.diagnose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.distroc.boot.Symbolizer;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.format.BootMedium.KernelAndInitramfs;

/**
 * What the phases before know of a guest, for whoever has to say why it failed.
 *
 * @param facts for the conditions of a {@link DiagnosisTable}, which lists them
 * @param places where the recipe says a key, or the nearest key around it, {@code qemu.memory} for
 *     example
 * @param findings what the examination of init found, allowed or not
 * @param addresses what stands where in init and in the kernel
 * @param direct the same guest without firmware and boot loader, if it can start so
 */
public record DiagnosisContext(
    Map<String, String> facts,
    Function<String, Span> places,
    List<Diagnostic> findings,
    Symbolizer addresses,
    Optional<KernelAndInitramfs> direct) {
  /** Copies its collections. */
  public DiagnosisContext {
    facts = Map.copyOf(facts);
    findings = List.copyOf(findings);
  }
}
