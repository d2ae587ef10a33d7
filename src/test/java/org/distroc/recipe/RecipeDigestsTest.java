package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.JsonReader;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lock holds builds to every key that is not named as harmless. */
class RecipeDigestsTest {
  private static final SourceText TEXT = new SourceText("distro.yaml", "");

  private static final String RECIPE =
      """
      distro: v1
      name: toy
      version: 1.0.0
      architecture: x86_64
      kernel:
        source: {debian: linux-source-6.1}
        base: tinyconfig
        options: {64BIT: y, TTY: y}
      qemu: {display: vga, memory: 32M}
      """;

  @TempDir Path folder;

  private Map<String, String> digests(String recipe) {
    return RecipeDigests.of(Recipes.read(folder, recipe));
  }

  /** Locks of today name these keys, and their digests of the same values must stay. */
  @Test
  void locksThatWereWrittenStayValid() {
    Map<String, String> digests = digests(RECIPE);
    assertEquals(Set.of("name", "architecture", "kernel", "qemu.display"), digests.keySet());
    assertEquals(
        "9da24ea54efdac2affc2dad2fd9a4b22a129c21b5330e233dc19f4835089da03",
        digests.get("name"),
        "SHA-256 of `3:toy`");
  }

  @Test
  void valuesCountAndSpellingDoesNot() {
    Map<String, String> digests = digests(RECIPE);
    assertEquals(digests, digests("# comment\n" + RECIPE.replace("name: toy", "name: 'toy'")));
    assertEquals(digests, digests(RECIPE.replace("64BIT: y, TTY: y", "TTY: y, 64BIT: y")));
    assertEquals(digests, digests(RECIPE.replace("memory: 32M", "memory: 64M, smp: 2")));
    assertEquals(digests, digests(RECIPE.replace("1.0.0", "1.0.1") + "description: another\n"));
    assertNotEquals(digests, digests(RECIPE.replace("TTY: y", "TTY: n")));
    assertNotEquals(digests, digests(RECIPE.replace("display: vga", "display: serial")));
    assertTrue(digests(RECIPE + "image: {formats: [kernel]}\n").containsKey("image"));
  }

  private static Node.Scalar text(String text) {
    return new Node.Scalar(Node.Kind.TEXT, text, true, TEXT, 0, 0);
  }

  private static Node.Keys keys(String key, Node value) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    entries.put(key, new Node.Entry(text(key), value));
    return new Node.Keys(entries, true, true, TEXT, 0, 0);
  }

  /** A key that the language will have one day. */
  @Test
  void anUnknownKeyIsLocked() {
    assertEquals(Set.of("rootfs"), RecipeDigests.of(keys("rootfs", text("a"))).keySet());
    assertNotEquals(
        RecipeDigests.of(keys("rootfs", text("a"))), RecipeDigests.of(keys("rootfs", text("b"))));
    assertEquals(
        Set.of("qemu.dtb"), RecipeDigests.of(keys("qemu", keys("dtb", text("a")))).keySet());
    assertEquals(Map.of(), RecipeDigests.of(keys("description", text("a"))));
  }

  /** Keys listed as harmless exist; a renamed key is locked again. */
  @Test
  void everyHarmlessKeyIsInTheSchema() throws IOException {
    String schema = Files.readString(Path.of("schemas/distro-v1.schema.json"));
    Map<?, ?> properties = properties((Map<?, ?>) JsonReader.read(schema));
    Set<String> known = new HashSet<>();
    properties.keySet().forEach(key -> known.add((String) key));
    properties((Map<?, ?>) properties.get("qemu"))
        .keySet()
        .forEach(key -> known.add("qemu." + key));
    RecipeDigests.HARMLESS.forEach(
        (key, reason) -> {
          assertTrue(known.contains(key), key);
          assertFalse(reason.isBlank(), key);
        });
  }

  private static Map<?, ?> properties(Map<?, ?> schema) {
    return (Map<?, ?>) schema.get("properties");
  }
}
