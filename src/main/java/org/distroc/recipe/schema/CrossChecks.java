package org.distroc.recipe.schema;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.Ingredient;
import org.distroc.format.catalogue.Formats;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/**
 * Checks that need several keys, or the spelling of a value. Each looks only at what is written,
 * and ignores what is missing or was reported before.
 */
public final class CrossChecks {
  private final SourceLocations recipe;
  private final FileDiagnostics findings;
  private final Architecture architecture;

  private CrossChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
    this.architecture = architecture(recipe);
  }

  /** The architecture that a recipe names, or the standard one. */
  static Architecture architecture(SourceLocations recipe) {
    return recipe.node("/architecture") instanceof Node.Scalar name
        ? Architectures.find(name.text()).orElseGet(Architectures::standard)
        : Architectures.standard();
  }

  /** Runs all of them; errors and warnings go to {@code findings}. */
  public static void check(SourceLocations recipe, FileDiagnostics findings) {
    CrossChecks checks = new CrossChecks(recipe, findings);
    checks.truthValues();
    checks.commandLine();
    checks.initramfsWithoutInit();
    ImageChecks.check(recipe, findings);
    FlagChecks.check(recipe, findings);
    TestChecks.check(recipe, findings);
    VariantChecks.check(recipe, findings);
    MachineChecks.check(recipe, findings);
    RootFilesChecks.check(recipe, findings);
  }

  private void truthValues() {
    if (recipe.node("/kernel/options") instanceof Node.Keys options) {
      for (Node.Entry option : options.entries().values()) {
        if (option.value() instanceof Node.Scalar value && value.plain() && isTruth(value.text())) {
          findings.error(value, () -> truthValue(value.text()));
        }
      }
    }
  }

  private static boolean isTruth(String text) {
    return switch (text) {
      case "Y", "N", "M", "yes", "no", "Yes", "No", "YES", "NO", "on", "off", "On", "Off" -> true;
      default -> false;
    };
  }

  /** A boolean where a tristate is expected. */
  public static Diagnostic truthValue(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String meant =
        switch (lower) {
          case "true", "yes", "on", "y" -> "y";
          case "m" -> "m";
          default -> "n";
        };
    return Diagnostic.error(Code.D1031, "a kernel option cannot be `" + text + "`")
        .label("not a Kconfig value")
        .why("Kconfig values are `y` (built in), `m` (module) and `n` (off), in lower case")
        .help("write `" + meant + "`; for a string option, quote it");
  }

  private void commandLine() {
    if (!(recipe.node("/kernel/cmdline") instanceof Node.Items items)) {
      return;
    }
    int bytes = -1;
    for (Node item : items.items()) {
      if (item instanceof Node.Scalar scalar) {
        bytes += 1 + scalar.text().getBytes(StandardCharsets.UTF_8).length;
      }
      int limit = architecture.kernel().commandLineLimit();
      if (bytes > limit) {
        findings.error(item, () -> commandLineTooLong(limit));
        return;
      }
    }
  }

  private static Diagnostic commandLineTooLong(int limit) {
    return Diagnostic.error(Code.D1032, "the kernel command line exceeds " + limit + " bytes")
        .label("too long from here on")
        .why("the kernel would silently truncate it here")
        .help("remove parameters, or set kernel options instead");
  }

  private void initramfsWithoutInit() {
    if (recipe.node("/init") != null || recipe.node("/rootfs") != null) {
      return;
    }
    if (recipe.node("/image/formats") instanceof Node.Items formats) {
      for (Node format : formats.items()) {
        if (holdsInitOnly(format)) {
          findings.error(format, CrossChecks::noInit);
        }
      }
    }
    Node.Scalar key = recipe.key("/image/initramfs");
    if (key != null) {
      findings.warning(
          key,
          Diagnostic.warning(Code.D1053, "`image.initramfs` has no effect")
              .label("no effect")
              .why("the recipe has no `init`, so there is no initramfs")
              .help("remove it, or add `init:`"));
    }
  }

  private static Diagnostic noInit() {
    return Diagnostic.error(Code.D1034, "cannot build an initramfs without an init program")
        .label("nothing to put into it")
        .why("an initramfs contains the init program, and the recipe has no `init`")
        .help("add `init:`, for example `init: {program: hello}`, or remove this format");
  }

  private static boolean holdsInitOnly(Node format) {
    return format instanceof Node.Scalar name
        && Formats.of(name.text())
            .filter(one -> one.needs().equals(EnumSet.of(Ingredient.INITRAMFS)))
            .isPresent();
  }
}
