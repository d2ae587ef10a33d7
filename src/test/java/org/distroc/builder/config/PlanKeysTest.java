package org.distroc.builder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.distroc.arch.Architecture;
import org.distroc.host.RecordText;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each component of a plan is in a key, or is named as harmless. */
class PlanKeysTest {
  /** Identified by a name. */
  private static final Set<Class<?>> NAMED = Set.of(KernelTree.class, Architecture.class);

  @TempDir Path folder;

  private BuildPlan plan(String recipe) throws IOException {
    Files.writeString(folder.resolve("main.c"), "int main(void) { return 0; }\n");
    return Plans.of(folder, recipe);
  }

  private static String recipe(String keys) {
    return Plans.recipe("", "qemu: {display: vga}\n" + keys);
  }

  /** Every component of every record in a plan, and whether a key has it. */
  private static void walk(
      Type type, Map<String, String> harmless, Set<String> in, Set<String> out) {
    if (type instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(one -> walk(one, harmless, in, out));
    }
    if (!(type instanceof Class<?> record) || !record.isRecord() || NAMED.contains(record)) {
      return;
    }
    for (RecordComponent component : record.getRecordComponents()) {
      String name = RecordText.name(record, component.getName());
      if (harmless.containsKey(name)) {
        out.add(name);
      } else if (in.add(name)) {
        walk(component.getGenericType(), harmless, in, out);
      }
    }
  }

  private static void check(Map<String, String> harmless, String text) {
    Set<String> in = new TreeSet<>();
    Set<String> out = new TreeSet<>();
    walk(BuildPlan.class, harmless, in, out);
    assertTrue(in.size() > 20, "" + in);
    assertTrue(in.contains("KernelPlan.cmdline"), "" + in);
    Set<String> stale = new TreeSet<>(harmless.keySet());
    stale.removeAll(out);
    // Components of what is left out as a whole are named for the other key.
    stale.removeIf(name -> name.startsWith("Machine.") && out.contains("BuildPlan.machine"));
    assertEquals(Set.of(), stale, "named as harmless, and in no plan");
    for (String name : Set.of("architecture", "kernel", "init", "image", "options", "cmdline")) {
      assertTrue(text.contains(name + "="), name + " in " + text);
    }
    harmless.forEach((name, reason) -> assertFalse(reason.isBlank(), name));
  }

  @Test
  void onlyListedComponentsAreLeftOut() throws IOException {
    BuildPlan plan = plan(recipe("init: {source: [main.c], libc: static}\n"));
    check(PlanKeys.HARMLESS_TO_OPTIONS, PlanKeys.options(plan));
    check(PlanKeys.HARMLESS_TO_BUILD, PlanKeys.build(plan));
  }

  @Test
  void whatAffectsOptionsIsInTheirKey() throws IOException {
    String key = PlanKeys.options(plan(recipe("")));
    assertEquals(key, PlanKeys.options(plan(recipe(""))));
    for (String other :
        Set.of(
            Plans.recipe("TTY: y", "qemu: {display: vga}\n"),
            recipe("").replace("tinyconfig", "allnoconfig"),
            Plans.recipe("", "qemu: {display: serial}\n"),
            Plans.recipe("", "qemu: {display: vga, memory: 99M}\n"),
            Plans.recipe("", "qemu: {display: vga, smp: 2}\n"),
            Plans.recipe("", "qemu: {display: vga, flags: [-device, isa-serial]}\n"),
            recipe("").replace("base: tinyconfig", "base: tinyconfig\n  cmdline: [quiet]"),
            recipe("init: {source: [main.c], libc: static}\n"),
            recipe("init: {source: [main.c], libc: none, syscalls: [exit]}\n"))) {
      assertNotEquals(key, PlanKeys.options(plan(other)), other);
    }
  }

  @Test
  void whatIsHarmlessToOptionsIsNotInTheirKey() throws IOException {
    String key = PlanKeys.options(plan(recipe("")));
    for (String same :
        Set.of(
            "# a comment moves each position\n" + recipe(""),
            recipe("description: another\n"),
            recipe("").replace("display: vga", "display: vga, accel: tcg"))) {
      assertEquals(key, PlanKeys.options(plan(same)), same);
    }
  }

  @Test
  void whatInitMayDoIsInTheKeyOfABuild() throws IOException {
    String init = "init: {source: [main.c], libc: static, allow: [D3005]}\n";
    String key = PlanKeys.build(plan(recipe(init)));
    assertNotEquals(key, PlanKeys.build(plan(recipe(init.replace("D3005", "D3009")))));
    assertEquals(key, PlanKeys.build(plan("# moved\n" + recipe(init))));
  }
}
