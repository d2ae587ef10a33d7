package org.distroc.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.SourceLocations;
import org.distroc.spec.BootTest;
import org.distroc.spec.Firmware;

/** All boots that a recipe's tests ask for: each test on each variant of the machine. */
final class TestMatrix {
  /** Longer names of folders are cut; a number keeps them apart. */
  private static final int LONGEST = 100;

  private final Recipe recipe;
  private final Machine machine;
  private final SourceLocations places;

  private TestMatrix(Recipe recipe, Machine machine) {
    this.recipe = recipe;
    this.machine = machine;
    this.places = recipe.places();
  }

  /**
   * The cases, tests in the order of the recipe and each with its variants, of which the last key
   * changes fastest.
   *
   * @param machine as {@code qemu} describes it
   * @param findings gets what is wrong with the variants
   */
  static List<TestCase> of(Recipe recipe, Machine machine, List<Diagnostic> findings) {
    return new TestMatrix(recipe, machine).cases(findings);
  }

  private List<TestCase> cases(List<Diagnostic> findings) {
    List<Map<String, String>> variants = recipe.qemu().variants().combinations();
    List<TestCase> cases = new ArrayList<>();
    recipe
        .tests()
        .forEach((name, test) -> variants.forEach(v -> cases.add(one(name, test, v, cases))));
    for (TestCase each : cases) {
      if (bootsIsoByUefi(each)) {
        findings.add(noUefiImage(each.name()));
      }
    }
    return cases;
  }

  private TestCase one(
      String test, BootTest script, Map<String, String> variant, List<TestCase> before) {
    List<String> label =
        variant.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    String name = recipe.name() + (test.isEmpty() ? "" : "/" + test);
    String full = label.isEmpty() ? name : name + "[" + String.join(",", label) + "]";
    List<String> parts = new ArrayList<>(List.of(test.isEmpty() ? "test" : test));
    parts.addAll(label);
    String folder = String.join("-", parts);
    if (folder.length() > LONGEST) {
      folder = folder.substring(0, LONGEST) + "-" + (before.size() + 1);
    }
    Optional<ImagePlan.Format> format =
        Optional.ofNullable(variant.get("format")).map(f -> ImagePlan.Format.valueOf(upper(f)));
    return new TestCase(full, folder, script, changed(variant), format);
  }

  private Machine changed(Map<String, String> variant) {
    return new Machine(
        machine.qemu(),
        variant.containsKey("memory") ? Recipe.Qemu.bytes(variant.get("memory")) : machine.memory(),
        machine.display(),
        machine.acceleration(),
        Optional.ofNullable(variant.get("cpu")).or(machine::cpu),
        Optional.ofNullable(variant.get("machine")).or(machine::machineType),
        variant.containsKey("smp") ? Recipe.Qemu.processors(variant.get("smp")) : machine.smp(),
        machine.network(),
        variant.containsKey("firmware")
            ? Firmware.valueOf(upper(variant.get("firmware")))
            : machine.firmware(),
        machine.flags());
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private boolean bootsIsoByUefi(TestCase one) {
    boolean iso =
        one.format()
            .map(ImagePlan.Format.ISO::equals)
            .orElse(recipe.image().formats().contains(Recipe.Format.ISO));
    return iso && one.machine().firmware() == Firmware.UEFI;
  }

  private Diagnostic noUefiImage(String name) {
    return Diagnostic.error(Code.D1068, "the CD image does not start by UEFI")
        .at(places.nearest("/qemu/variants/firmware"))
        .label("not with the image `iso`")
        .why("the image has a boot loader for a BIOS only, and `" + name + "` boots it")
        .help(
            "list `format: [kernel]`, or leave it out: `exclude: [{firmware: uefi, format: iso}]`");
  }
}
