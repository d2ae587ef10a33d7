package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.ImageFormat;
import org.distroc.format.catalogue.Formats;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

/**
 * Checks that each machine of a recipe can start what it boots. Only this class compares the
 * firmware of a machine with what a format {@linkplain ImageFormat#startsBy starts by}.
 */
public final class BootChecks {
  private static final String FIRMWARE = "firmware";
  private static final String FORMAT = "format";

  private final SourceLocations recipe;
  private final FileDiagnostics findings;
  private final Architecture architecture;
  private final List<ImageFormat> built;
  private final Map<String, FormatSettings> settings;
  private final Set<String> refused = new HashSet<>();

  private BootChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
    this.architecture = CrossChecks.architecture(recipe);
    this.settings =
        ImageSettings.of(recipe.node("/image") instanceof Node.Keys image ? image : null);
    this.built =
        recipe.node("/image/formats") instanceof Node.Items formats
            ? Formats.of(texts(formats))
            : Formats.byDefault(architecture);
  }

  /**
   * Checks a recipe.
   *
   * @param combinations of the variants; an empty one if there are none
   */
  static void check(
      SourceLocations recipe, List<Map<String, String>> combinations, FileDiagnostics findings) {
    BootChecks checks = new BootChecks(recipe, findings);
    if (checks.areBuilt()) {
      if (recipe.node("/qemu/variants/format") == null) {
        checks.start(Map.of());
      }
      combinations.forEach(checks::start);
    }
  }

  /** Whether everything that the variants boot is built; a kernel always is. */
  private boolean areBuilt() {
    boolean all = true;
    if (recipe.node("/qemu/variants/format") instanceof Node.Items formats) {
      for (Node item : formats.items()) {
        for (ImageFormat format : Formats.of(texts(item))) {
          if (format != Formats.KERNEL && !built.contains(format)) {
            findings.error(item, () -> notBuilt(format.name()));
            all = false;
          }
        }
      }
    }
    return all;
  }

  private void start(Map<String, String> variant) {
    String word = variant.getOrDefault(FIRMWARE, base());
    ImageFormat format =
        Formats.of(variant.getOrDefault(FORMAT, "")).orElseGet(() -> Formats.bootedOf(built));
    if (!Formats.startsFromDisks(architecture)) {
      if (format != Formats.KERNEL && refused.add(format.name())) {
        findings.error(place("/image/formats"), () -> cannotStart(format));
      }
      return;
    }
    for (Firmware firmware : Firmware.values()) {
      if (firmware.name().toLowerCase(Locale.ROOT).equals(word)
          && !startsBy(format).contains(firmware)
          && refused.add(word + " " + format.name())) {
        boolean varied = variant.containsKey(FIRMWARE);
        findings.error(
            place(varied ? "/qemu/variants/firmware" : "/qemu/firmware"),
            () -> cannotStart(format, firmware, variant));
      }
    }
  }

  /** One that is made from another starts by what that one is set up for. */
  private List<Firmware> startsBy(ImageFormat format) {
    String from = format.madeOf().stream().findFirst().orElse(format.name());
    return format.startsBy(architecture, settings.getOrDefault(from, FormatSettings.NONE));
  }

  private String base() {
    return recipe.node("/qemu/firmware") instanceof Node.Scalar base
        ? base.text()
        : Firmware.BIOS.name().toLowerCase(Locale.ROOT);
  }

  /** Where the recipe sets the firmware, or else the formats. */
  private Node place(String pointer) {
    for (String each : List.of(pointer, "/image/formats", "/image")) {
      if (recipe.node(each) != null) {
        return recipe.node(each);
      }
    }
    return recipe.node("");
  }

  private Diagnostic cannotStart(ImageFormat format) {
    return Diagnostic.error(
            Code.D1068,
            "the format `" + format.name() + "` does not boot on " + architecture.name())
        .label("not on this architecture")
        .why(
            "it is "
                + format.summary()
                + "; QEMU itself puts kernels for "
                + architecture.name()
                + " into memory")
        .help("write `formats: [kernel, initramfs]`, the default for this architecture");
  }

  private Diagnostic cannotStart(
      ImageFormat format, Firmware firmware, Map<String, String> variant) {
    String name = "`" + format.name() + "`";
    String others =
        Formats.bootable().stream()
            .filter(other -> other != format && startsBy(other).contains(firmware))
            .map(ImageFormat::name)
            .collect(Collectors.joining(", "));
    Diagnostic error =
        Diagnostic.error(Code.D1068, "the format " + name + " does not boot with " + firmware)
            .label("not with the format " + name)
            .why("on " + architecture.name() + " it boots with " + firmwares(format) + " only");
    if (variant.isEmpty()) {
      return others.isEmpty()
          ? error.help("use another firmware")
          : error.help("use another firmware, or build and boot a format that fits: " + others);
    }
    List<String> excluded = new ArrayList<>();
    excluded.add(FIRMWARE + ": " + firmware.name().toLowerCase(Locale.ROOT));
    if (variant.containsKey(FORMAT)) {
      excluded.add(FORMAT + ": " + format.name());
    }
    String exclude = "exclude: [{" + String.join(", ", excluded) + "}]";
    return error.help(
        (others.isEmpty() ? "" : "list `format: [" + others + "]`, or ")
            + "exclude the combination: `"
            + exclude
            + "`");
  }

  private String firmwares(ImageFormat format) {
    return startsBy(format).stream().map(Firmware::name).collect(Collectors.joining(", "));
  }

  private static Diagnostic notBuilt(String format) {
    return Diagnostic.error(Code.D1068, "the format `" + format + "` is not built")
        .label("not built")
        .why("`image.formats` does not list it")
        .help("add `" + format + "` to `image.formats`, or remove it here");
  }

  private static List<String> texts(Node node) {
    List<String> texts = new ArrayList<>();
    for (Node item : node instanceof Node.Items items ? items.items() : List.of(node)) {
      if (item instanceof Node.Scalar scalar) {
        texts.add(scalar.text());
      }
    }
    return texts;
  }
}
