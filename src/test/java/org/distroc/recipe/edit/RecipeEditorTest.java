package org.distroc.recipe.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.recipe.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single changes, each with the text that it has to give. */
class RecipeEditorTest {
  private static final String HEAD = "distro: v1\nname: a\n";
  private static final String KERNEL = HEAD + "kernel:\n  source: {debian: linux-source-6.1}\n";

  @TempDir Path folder;

  private String edit(String text, OptionEdit... edits) {
    return RecipeEditor.open(Recipes.write(folder, text), "distro.yaml").edit(List.of(edits));
  }

  private Code refusal(String text, OptionEdit... edits) {
    Failure failure = assertThrows(Failure.class, () -> edit(text, edits));
    return failure.diagnostics().get(0).code();
  }

  @Test
  void addsAfterTheLastOption() {
    String before = KERNEL + "  options:\n    # first\n    A: y # a\n    # rest\n\n  cmdline: []\n";
    assertEquals(
        KERNEL + "  options:\n    # first\n    A: y # a\n    B: m\n    # rest\n\n  cmdline: []\n",
        edit(before, OptionEdit.set("B", "m")));
  }

  @Test
  void changesAValueAndNothingElseOfItsLine() {
    String before = KERNEL + "  options:\n    A:    y   # why\n    B: 'x'\n    C: \"y\"\n";
    assertEquals(
        KERNEL + "  options:\n    A:    n   # why\n    B: 'it''s'\n    C: \"a\\\\b\"\n",
        edit(
            before,
            OptionEdit.set("A", "n"),
            OptionEdit.set("B", "it's"),
            OptionEdit.set("C", "a\\b")));
  }

  @Test
  void removesALineAndKeepsCommentsAroundIt() {
    String before = KERNEL + "  options:\n    # a\n    A: y # own\n    # b\n    B: y\n";
    assertEquals(
        KERNEL + "  options:\n    # a\n    # b\n    B: y\n", edit(before, OptionEdit.remove("A")));
  }

  @Test
  void removingTheLastOptionLeavesAnEmptyMap() {
    assertEquals(
        KERNEL + "  options: {} # mine\n  cmdline: []\n",
        edit(KERNEL + "  options: # mine\n    A: y\n  cmdline: []\n", OptionEdit.remove("A")));
  }

  @Test
  void makesTheKeysThatAreMissing() {
    assertEquals(
        KERNEL + "  options:\n    A: y\n    B: y\n",
        edit(KERNEL, OptionEdit.set("A", "y"), OptionEdit.set("B", "y")));
    assertEquals(HEAD + "kernel:\n  options:\n    A: y\n", edit(HEAD, OptionEdit.set("A", "y")));
    assertEquals(
        KERNEL + "  options: # none yet\n    A: y\n  cmdline: []",
        edit(KERNEL + "  options: # none yet\n  cmdline: []", OptionEdit.set("A", "y")));
  }

  @Test
  void keepsTheIndentationOfTheRecipe() {
    String before = "distro: v1\nkernel:\n     source: {debian: x}\nname: a\n";
    assertEquals(
        "distro: v1\nkernel:\n     source: {debian: x}\n     options:\n          A: y\nname: a\n",
        edit(before, OptionEdit.set("A", "y")));
  }

  @Test
  void keepsLineEndsAndAMissingLastOne() {
    assertEquals(
        "distro: v1\r\nkernel:\r\n  options:\r\n    A: y\r\n    B: y",
        edit("distro: v1\r\nkernel:\r\n  options:\r\n    A: y", OptionEdit.set("B", "y")));
    assertEquals(
        "distro: v1\r\nkernel:\r\n  options:\r\n    A: y",
        edit(
            "distro: v1\r\nkernel:\r\n  options:\r\n    A: y\r\n    B: y", OptionEdit.remove("B")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{A: y}|{A: y, B: y}",
        "{ A: y }|{ A: y, B: y }",
        "{A: y,}|{A: y, B: y,}",
        "{}|{B: y}",
        "{\"A\": 'y'}|{\"A\": 'y', B: y}",
      })
  void addsToAMapInBraces(String before, String after) {
    assertEquals(
        HEAD + "kernel: {options: " + after + "} # end\n",
        edit(HEAD + "kernel: {options: " + before + "} # end\n", OptionEdit.set("B", "y")));
  }

  @Test
  void addsKeysToAMapInBraces() {
    assertEquals(
        HEAD + "kernel: {base: x, options: {A: y}}\n",
        edit(HEAD + "kernel: {base: x}\n", OptionEdit.set("A", "y")));
    assertEquals(
        "{distro: v1, kernel: {options: {A: y}}}", edit("{distro: v1}", OptionEdit.set("A", "y")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{A: y}|{}",
        "{ A: y, }|{}",
        "{A: y, C: y}|{C: y}",
        "{C: y, A: y}|{C: y}",
        "{C: y, A: y, D: m}|{C: y, D: m}",
        "{C: '#', A: y, D: '#'}|{C: '#', D: '#'}",
      })
  void removesFromAMapInBraces(String before, String after) {
    assertEquals(
        HEAD + "kernel: {options: " + after + "}\n",
        edit(HEAD + "kernel: {options: " + before + "}\n", OptionEdit.remove("A")));
  }

  @Test
  void keepsTheLinesOfAMapInBraces() {
    String before = KERNEL + "  options: {\n    A: y, # a\n    B: y # b\n  }\n";
    assertEquals(
        KERNEL + "  options: {\n    A: y, # a\n    B: y, # b\n    C: y\n  }\n",
        edit(before, OptionEdit.set("C", "y")));
    assertEquals(
        KERNEL + "  options: {\n    A: y, # a\n  }\n", edit(before, OptionEdit.remove("B")));
    assertEquals(
        KERNEL + "  options: {\n    B: y # b\n  }\n", edit(before, OptionEdit.remove("A")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "y|y",
        "n|n",
        "m|m",
        "64|64",
        "-1|-1",
        "0x1000|0x1000",
        "ttyS0|ttyS0",
        "/init|/init",
        "Y|\"Y\"",
        "no|\"no\"",
        "On|\"On\"",
        "true|\"true\"",
        "null|\"null\"",
        "~|\"~\"",
        "007|\"007\"",
        "1e3|\"1e3\"",
        "12:30|\"12:30\"",
        "-tiny|\"-tiny\"",
        "a b|\"a b\"",
        "a # b|\"a # b\"",
        "say \"hi\"|\"say \\\"hi\\\"\"",
        "{x}|\"{x}\"",
        "é|\"é\"",
        "``|\"\"",
      })
  void spellsValues(String value, String spelling) {
    String changed = edit(KERNEL, OptionEdit.set("A", value));
    assertEquals(KERNEL + "  options:\n    A: " + spelling + "\n", changed);
    assertEquals(value, Recipes.read(folder, changed).kernel().options().get("A"));
  }

  @ParameterizedTest
  @CsvSource({"64BIT,64BIT", "NO,\"NO\"", "123,\"123\"", "1E5,\"1E5\""})
  void spellsNames(String name, String spelling) {
    String changed = edit(KERNEL, OptionEdit.set(name, "y"));
    assertEquals(KERNEL + "  options:\n    " + spelling + ": y\n", changed);
    assertEquals("y", Recipes.read(folder, changed).kernel().options().get(name));
  }

  @Test
  void writesAfterMultiLineText() {
    String before = "kernel:\n  options:\n    A: |+\n      x\n\n# end\ndistro: v1\n";
    assertEquals(
        "kernel:\n  options:\n    A: |+\n      x\n\n    B: y\n# end\ndistro: v1\n",
        edit(before, OptionEdit.set("B", "y")));
    assertEquals(
        "kernel:\n  options:\n    A: m\n\n# end\ndistro: v1\n",
        edit(before, OptionEdit.set("A", "m")));
  }

  @Test
  void refusesWhatItCannotChangeExactly() {
    assertEquals(Code.D2080, refusal(HEAD + "kernel: 7\n", OptionEdit.set("A", "y")));
    assertEquals(Code.D2080, refusal("- a\n", OptionEdit.set("A", "y")));
    for (String value : List.of("\u0001", "a\tb", "a\nb", "x".repeat(2048))) {
      assertEquals(Code.D2080, refusal(KERNEL, OptionEdit.set("A", value)));
    }
    assertEquals(
        Code.D2080,
        refusal(KERNEL + "# " + "x".repeat(262_000) + "\n", OptionEdit.set("A", "y".repeat(99))));
    assertEquals(Code.D1011, refusal(KERNEL + "name: b\n", OptionEdit.set("A", "y")));
  }

  @Test
  void writesAtOnceAndKeepsPermissionsMarkAndLink() throws IOException {
    Path real = folder.resolve("real.yaml");
    Files.writeString(real, "\uFEFF" + KERNEL);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("real.yaml"));
    RecipeEditor editor = RecipeEditor.open(link, "link.yaml");
    editor.write(editor.edit(List.of(OptionEdit.set("A", "y"))));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("\uFEFF" + KERNEL + "  options:\n    A: y\n", Files.readString(real));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "nothing is left beside it");
    }
  }

  @Test
  void doesNotOverwriteConcurrentChanges() throws IOException {
    Path file = Recipes.write(folder, KERNEL);
    RecipeEditor editor = RecipeEditor.open(file, "distro.yaml");
    Files.writeString(file, KERNEL + "# more\n");
    Failure failure = assertThrows(Failure.class, () -> editor.write(KERNEL + "# mine\n"));
    assertEquals(Code.D2081, failure.diagnostics().get(0).code());
    assertEquals(KERNEL + "# more\n", Files.readString(file));
  }

  @Test
  void reportsWhyARecipeCannotBeWritten() throws IOException {
    Path file = Recipes.write(folder, KERNEL);
    RecipeEditor editor = RecipeEditor.open(file, "distro.yaml");
    Files.delete(file);
    Failure failure = assertThrows(Failure.class, () -> editor.write(KERNEL));
    assertEquals(Code.D5060, failure.diagnostics().get(0).code());
  }
}
