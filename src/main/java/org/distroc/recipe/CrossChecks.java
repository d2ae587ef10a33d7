package org.distroc.recipe;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.Ingredient;
import org.distroc.format.catalogue.Formats;

/**
 * What only several keys together, or the spelling of a value, can tell. Each check looks at what
 * is there and keeps silent about what is missing or was found bad before.
 */
final class CrossChecks {
  /** What the kernel reads of its command line on x86, without the terminating zero, in bytes. */
  private static final int COMMAND_LINE = 2047;

  private final SourceLocations recipe;
  private final FileDiagnostics findings;

  private CrossChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
  }

  /** Adds errors and warnings to the findings. */
  static void check(SourceLocations recipe, FileDiagnostics findings) {
    CrossChecks checks = new CrossChecks(recipe, findings);
    checks.truthValues();
    checks.commandLine();
    checks.initramfsWithoutInit();
    TestChecks.check(recipe, findings);
    VariantChecks.check(recipe, findings);
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

  /** A truth value where a tristate is meant. */
  static Diagnostic truthValue(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String meant =
        switch (lower) {
          case "true", "yes", "on", "y" -> "y";
          case "m" -> "m";
          default -> "n";
        };
    return Diagnostic.error(Code.D1031, "a kernel option cannot be `" + text + "`")
        .label("not a Kconfig value")
        .why("Kconfig knows `y` (built in), `m` (module) and `n` (off), in lower case")
        .help("write `" + meant + "`; for an option that is a text, put it in quotes");
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
      if (bytes > COMMAND_LINE) {
        findings.error(item, CrossChecks::commandLineTooLong);
        return;
      }
    }
  }

  private static Diagnostic commandLineTooLong() {
    return Diagnostic.error(Code.D1032, "the kernel's command line is longer than 2047 bytes")
        .label("too long from here on")
        .why("the kernel would cut it off here, in silence")
        .help("remove parameters, or make options of the kernel of them");
  }

  private void initramfsWithoutInit() {
    if (recipe.node("/init") != null) {
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
    return Diagnostic.error(Code.D1034, "there is no initramfs without an init program")
        .label("nothing to put into it")
        .why("the initramfs holds the init program, and the recipe has no `init`")
        .help("add `init:`, for example `init: {program: hello}`, or remove this format");
  }

  private static boolean holdsInitOnly(Node format) {
    return format instanceof Node.Scalar name
        && Formats.of(name.text())
            .filter(one -> one.needs().equals(EnumSet.of(Ingredient.INITRAMFS)))
            .isPresent();
  }
}
