package org.distroc.boot.diagnose;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.distroc.arch.Architecture;
import org.distroc.boot.Facts;
import org.distroc.boot.Symbolizer;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.format.BootMedium.KernelAndInitramfs;

/**
 * What earlier phases know of a guest whose boot is to be explained.
 *
 * @param architecture of the guest
 * @param facts for the conditions of a {@link DiagnosisTable}
 * @param places where the recipe says a key, or the nearest key around it, {@code qemu.memory} for
 *     example
 * @param findings what the checks of init reported, suppressed or not
 * @param addresses names for addresses in init and in the kernel
 * @param direct the same guest booted without firmware and boot loader, if possible
 */
public record DiagnosisContext(
    Architecture architecture,
    Facts facts,
    Function<String, Span> places,
    List<Diagnostic> findings,
    Symbolizer addresses,
    Optional<KernelAndInitramfs> direct) {
  /** Copies its collections. */
  public DiagnosisContext {
    findings = List.copyOf(findings);
  }
}
