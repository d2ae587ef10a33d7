package org.distroc.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.format.ImageFormat;
import org.distroc.format.catalogue.Formats;
import org.distroc.recipe.Recipe;
import org.distroc.spec.BootTest;
import org.distroc.spec.DriveBus;
import org.distroc.spec.Firmware;
import org.distroc.spec.RecipeValues;

/** The boots that a recipe's tests need: each test on each variant of the machine. */
final class TestMatrix {
  /** Longer folder names are truncated; a number keeps them apart. */
  private static final int LONGEST = 100;

  private final Recipe recipe;
  private final Machine machine;

  private TestMatrix(Recipe recipe, Machine machine) {
    this.recipe = recipe;
    this.machine = machine;
  }

  /**
   * The cases: tests in the order of the recipe, each with its variants, whose last key changes
   * fastest.
   *
   * @param machine as {@code qemu} describes it
   */
  static List<TestCase> of(Recipe recipe, Machine machine) {
    return new TestMatrix(recipe, machine).cases();
  }

  private List<TestCase> cases() {
    List<Map<String, String>> variants = recipe.qemu().variants().combinations();
    List<TestCase> cases = new ArrayList<>();
    recipe
        .tests()
        .forEach(
            (name, test) -> {
              // One that checks nothing is a warning of its own.
              if (test.canFail()) {
                variants.forEach(v -> cases.add(one(name, test, v, cases)));
              }
            });
    return cases;
  }

  private TestCase one(
      String test, BootTest script, Map<String, String> variant, List<TestCase> before) {
    List<String> label = new ArrayList<>();
    variant.forEach((key, value) -> label.add(key + "=" + value));
    String name = recipe.name() + (test.isEmpty() ? "" : "/" + test);
    List<String> parts = new ArrayList<>(List.of(test.isEmpty() ? "test" : test));
    parts.addAll(label);
    recipe.locations().variant().ifPresent(arch -> label.add(0, "arch=" + arch));
    String full = label.isEmpty() ? name : name + "[" + String.join(",", label) + "]";
    String folder = String.join("-", parts);
    if (folder.length() > LONGEST) {
      folder = folder.substring(0, LONGEST) + "-" + (before.size() + 1);
    }
    Optional<ImageFormat> format = Optional.ofNullable(variant.get("format")).flatMap(Formats::of);
    return new TestCase(full, folder, script, changed(variant), format);
  }

  private Machine changed(Map<String, String> variant) {
    return new Machine(
        machine.board(),
        variant.containsKey("memory")
            ? RecipeValues.bytes(variant.get("memory"))
            : machine.memory(),
        machine.display(),
        machine.acceleration(),
        Optional.ofNullable(variant.get("cpu")).or(machine::cpu),
        Optional.ofNullable(variant.get("machine")).or(machine::machineType),
        variant.containsKey("smp") ? RecipeValues.integer(variant.get("smp")) : machine.smp(),
        machine.network(),
        variant.containsKey("firmware")
            ? RecipeValues.constant(Firmware.class, variant.get("firmware"))
            : machine.firmware(),
        machine.flags(),
        variant.containsKey("drive")
            ? RecipeValues.constant(DriveBus.class, variant.get("drive"))
            : machine.drive(),
        machine.disks());
  }
}
