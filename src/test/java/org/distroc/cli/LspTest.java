package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language server, as an editor drives it over its streams. */
class LspTest {
  private static final String RECIPE = Workplace.RECIPE.replace("../kernel", "kernel");

  @TempDir private Path folder;
  private Workplace place;
  private Editor editor;

  @BeforeEach
  void start() throws Exception {
    place = new Workplace(folder);
    Files.move(place.kernel(), place.work.resolve("kernel"));
    editor = new Editor(place, "toy.yaml");
  }

  /** No scene may leave a fault of the server itself behind. */
  @AfterEach
  void end() throws Exception {
    assertEquals(List.of(), editor.messages());
    editor.close();
  }

  private static String with(String before, String after) {
    assertTrue(RECIPE.contains(before), before);
    return RECIPE.replace(before, after);
  }

  private Editor typed(String marked) throws Exception {
    editor.open(RECIPE).diagnostics();
    return editor.type(marked);
  }

  @Test
  void aRightRecipeHasNoDiagnostics() throws Exception {
    assertEquals(List.of(), editor.open(RECIPE).diagnostics());
  }

  @Test
  void reportsWhatCheckReportsWithoutAFile() throws Exception {
    List<Diagnostic> found =
        editor.open(with("    TTY: y\n", "    TTY: y\n    TTYY: y\n")).diagnostics();
    assertEquals(1, found.size(), found.toString());
    Diagnostic one = found.get(0);
    assertEquals("D2120", one.getCode().getLeft());
    assertEquals(DiagnosticSeverity.Error, one.getSeverity());
    assertEquals("distroc", one.getSource());
    assertEquals(new Range(new Position(14, 4), new Position(14, 8)), one.getRange());
    assertTrue(one.getMessage().contains("help: did you mean `TTY`"), one.getMessage());
    assertFalse(Files.exists(place.work.resolve("toy.yaml")), "nothing was saved");
  }

  @Test
  void aMistakeGoesWhenItIsMended() throws Exception {
    assertEquals(1, editor.open(with("name: toy", "nmae: toy")).diagnostics().size());
    assertEquals(List.of(), editor.type(RECIPE).diagnostics());
    assertEquals(1, editor.type(with("libc: none", "libc: nine")).diagnostics().size());
  }

  @Test
  void countsColumnsAsEditorsDo() throws Exception {
    // The first sign takes two places in UTF-16.
    String line = "description: \uD83D\uDE00 é\n";
    String text = with("description: A toy.\n", line + "\"\uD83D\uDE00x\": 1\n");
    List<Diagnostic> found = editor.open(text).diagnostics();
    assertEquals(1, found.size(), found.toString());
    Range range = found.get(0).getRange();
    assertEquals(new Position(4, 0), range.getStart());
    assertEquals(5, range.getEnd().getCharacter(), "quotes, the sign, and x");
  }

  @Test
  void followsChangesOfParts() throws Exception {
    editor.open(RECIPE).diagnostics();
    Range name = new Range(new Position(1, 6), new Position(1, 9));
    List<Diagnostic> found =
        editor.replace(name, "a b", with("name: toy", "name: a b")).diagnostics();
    assertEquals(1, found.size(), found.toString());
    assertEquals(1, found.get(0).getRange().getStart().getLine());
    Range back = new Range(new Position(1, 6), new Position(1, 9));
    assertEquals(List.of(), editor.replace(back, "toy", RECIPE).diagnostics());
  }

  @Test
  void aMistakeInABaseStandsWhereItIsExtended() throws Exception {
    place.write("base.yaml", "distro: v1\nqemu:\n  memory: much\n");
    List<Diagnostic> found =
        editor.open(with("name: toy\n", "extends: base.yaml\nname: toy\n")).diagnostics();
    assertEquals(1, found.size(), found.toString());
    assertEquals(1, found.get(0).getRange().getStart().getLine());
    String there = found.get(0).getRelatedInformation().get(0).getLocation().getUri();
    assertTrue(there.endsWith("/work/base.yaml"), there);
  }

  @Test
  void completesKeysAtTheTop() throws Exception {
    List<String> labels = typed("|\n" + RECIPE).labels();
    assertTrue(labels.containsAll(List.of("extends", "rootfs", "tests")), labels.toString());
    assertFalse(labels.contains("kernel"), "it is there");
  }

  @Test
  void completesKeysOfAMapWithWhatFollows() throws Exception {
    List<CompletionItem> items = typed(with("  program: hello\n", "  pr|\n")).completion();
    CompletionItem program =
        items.stream().filter(item -> item.getLabel().equals("program")).findFirst().orElseThrow();
    assertEquals(
        with("  program: hello\n", "  program: \n"), editor.after(program.getTextEdit().getLeft()));
    assertTrue(program.getDocumentation().getRight().getValue().contains("ships as a template"));
  }

  @Test
  void completesValues() throws Exception {
    assertEquals(List.of("shell", "hello"), typed(with("program: hello", "program: |")).labels());
    List<String> architectures = editor.type(with("x86_64", "|")).labels();
    assertTrue(architectures.containsAll(List.of("x86_64", "arm64")), architectures.toString());
    List<String> libc = editor.type(with("libc: none", "libc: st|")).labels();
    assertTrue(libc.contains("static"), libc.toString());
  }

  @Test
  void completesItemsInBrackets() throws Exception {
    List<String> formats = typed(with("[kernel, initramfs]", "[kernel, |]")).labels();
    assertTrue(formats.containsAll(List.of("iso", "floppy")), formats.toString());
  }

  @Test
  void completesOptionsWithTheirPrompts() throws Exception {
    List<CompletionItem> items = typed(with("    TTY: y\n", "    TTY: y\n    VGA|\n")).completion();
    CompletionItem vga = items.get(0);
    assertEquals("VGA_CONSOLE", vga.getLabel());
    assertEquals("Text on a VGA screen", vga.getDetail());
    assertTrue(vga.getDocumentation().getLeft().startsWith("bool, now n (toy.yaml on Linux "));
    assertEquals(
        with("    TTY: y\n", "    TTY: y\n    VGA_CONSOLE: y\n"),
        editor.after(vga.getTextEdit().getLeft()));
  }

  @Test
  void findsOptionsByAnyPartOfTheirNames() throws Exception {
    String text = with("    TTY: y\n", "    TTY: y\n    CONFIG_console|\n");
    assertEquals(List.of("VGA_CONSOLE"), typed(text).labels(), "the other one is set already");
  }

  @Test
  void completesOptionsOfAnArchitecture() throws Exception {
    String section = "architectures:\n  x86_64:\n    kernel:\n      options:\n        VGA|\n";
    assertEquals(List.of("VGA_CONSOLE"), typed(RECIPE + section).labels());
  }

  @Test
  void completesValuesOfOptions() throws Exception {
    List<CompletionItem> items = typed(with("    TTY: y\n", "    TTY: |\n")).completion();
    assertEquals(List.of("y", "n"), items.stream().map(CompletionItem::getLabel).toList());
    assertEquals("as it is now", items.get(0).getDetail());
    List<String> number =
        editor.type(with("    TTY: y\n", "    TTY: y\n    NR_CPUS: |\n")).labels();
    assertEquals(1, number.size(), number.toString());
  }

  @Test
  void completesSystemCalls() throws Exception {
    List<CompletionItem> items =
        typed(with("syscalls: [write, pause]", "syscalls:\n    - write\n    - |")).completion();
    CompletionItem pause =
        items.stream().filter(item -> item.getLabel().equals("pause")).findFirst().orElseThrow();
    assertEquals("long pause(void)", pause.getDetail());
  }

  @Test
  void proposesNothingInComments() throws Exception {
    assertEquals(List.of(), typed(with("  program: hello", "  program: hello # |")).labels());
    assertEquals(List.of(), editor.type("# |\n" + RECIPE).labels());
    assertEquals("", editor.type(with("  program: hello", "  # pro|gram: hello")).hover());
  }

  @Test
  void showsWhatExplainSaysOfAnOption() throws Exception {
    String text = typed(with("SERIAL_8250: y", "SERIAL|_8250: y")).hover();
    assertTrue(text.startsWith("```text\nSERIAL_8250: Serial port\n"), text);
    assertTrue(text.contains("y  TTY "), text);
  }

  @Test
  void showsWhatTheReferenceSaysOfAKey() throws Exception {
    String key = typed(with("libc: none", "li|bc: none")).hover();
    assertTrue(key.startsWith("## `init.libc`"), key);
    assertEquals(key, editor.type(with("libc: none", "libc: no|ne")).hover());
  }

  @Test
  void showsThePrototypeOfASystemCall() throws Exception {
    String text = typed(with("[write, pause]", "[wr|ite, pause]")).hover();
    assertTrue(text.startsWith("```c\nlong write("), text);
  }

  @Test
  void goesToTheDefinitionOfAnOption() throws Exception {
    List<String> places = typed(with("    TTY: y", "    TT|Y: y")).definition();
    assertEquals(1, places.size());
    assertTrue(places.get(0).endsWith("/kernel/Kconfig:19"), places.toString());
  }

  @Test
  void goesToTheFileOfABaseAndNoFurtherThanTheFolder() throws Exception {
    place.write("base.yaml", "distro: v1\n");
    Files.writeString(place.folder.resolve("secret.yaml"), "x");
    String extended = with("name: toy\n", "extends: base|.yaml\nname: toy\n");
    List<String> places = typed(extended).definition();
    assertEquals(1, places.size());
    assertTrue(places.get(0).endsWith("/work/base.yaml:1"), places.toString());
    String outside = with("name: toy\n", "extends: ../secret|.yaml\nname: toy\n");
    assertEquals(List.of(), editor.type(outside).definition());
  }

  @Test
  void outlinesARecipe() throws Exception {
    editor.open(RECIPE).diagnostics();
    List<DocumentSymbol> symbols = editor.symbols();
    assertEquals(
        List.of("distro", "name", "version", "description", "architecture", "kernel", "init"),
        symbols.stream().map(DocumentSymbol::getName).limit(7).toList());
    DocumentSymbol kernel = symbols.get(5);
    assertEquals(
        List.of("source", "base", "options"),
        kernel.getChildren().stream().map(DocumentSymbol::getName).toList());
    assertEquals("tinyconfig", kernel.getChildren().get(1).getDetail());
    editor.type("a: [").diagnostics();
    assertEquals(List.of(), editor.symbols());
  }

  @Test
  void fixesAMistypedName() throws Exception {
    String text = with("    TTY: y\n", "    TTYY: y\n");
    List<CodeAction> fixes = editor.open(text).fixes(editor.diagnostics());
    CodeAction fix = fixes.get(0);
    assertEquals("Write `TTY`", fix.getTitle());
    assertEquals(RECIPE, editor.after(fix));
  }

  @Test
  void addsTheOptionsThatWereVerified() throws Exception {
    String text = with("    TTY: y\n", "").replace("    SERIAL_8250_CONSOLE: y\n", "");
    List<Diagnostic> found = editor.open(text).diagnostics();
    List<CodeAction> fixes = editor.fixes(found);
    CodeAction fix =
        fixes.stream().filter(f -> f.getTitle().contains("TTY: y")).findFirst().orElseThrow();
    assertEquals("Add `TTY: y` (verified)", fix.getTitle());
    String mended = editor.after(fix);
    assertTrue(mended.contains("    SERIAL_8250: y\n    TTY: y\n"), mended);
    assertTrue(
        editor.type(mended).diagnostics().stream()
            .noneMatch(one -> one.getSeverity() == DiagnosticSeverity.Error));
  }

  @Test
  void knowsTheKernelWhileATextIsBroken() throws Exception {
    editor.open(RECIPE).diagnostics();
    assertEquals(1, editor.type("kernel:\n  options:\n    : [\n    VGA|").diagnostics().size());
    assertEquals(List.of("VGA_CONSOLE"), editor.labels());
  }

  @Test
  void checksEachArchitectureOfAList() throws Exception {
    String list =
        with("architecture: x86_64", "architecture: [x86_64, i386]")
            .replace("    TTY: y\n", "    TTYY: y\n");
    List<Diagnostic> found = editor.open(list).diagnostics();
    assertTrue(found.stream().anyMatch(f -> f.getCode().getLeft().equals("D2120")), found + "");
    assertEquals(found.size(), found.stream().distinct().count());
  }

  @Test
  void forgetsAClosedRecipe() throws Exception {
    editor.open(RECIPE).diagnostics();
    editor.closeDocument();
    assertEquals(List.of(), editor.symbols());
  }

  @Test
  void answersAtEveryPlaceOfARecipe() throws Exception {
    editor.open(RECIPE).diagnostics();
    for (int at = 0; at <= RECIPE.length(); at += 7) {
      editor.type(RECIPE.substring(0, at) + "|" + RECIPE.substring(at));
      editor.completion();
      editor.hover();
      editor.definition();
    }
  }

  @Test
  void survivesFiftyRandomEdits() throws Exception {
    edit(50, new Random(1));
  }

  @Tag("long")
  @Test
  void survivesAThousandRandomEdits() throws Exception {
    edit(1000, new Random(Long.getLong("distroc.seed", 2)));
  }

  /** After each edit, the diagnostics are those of a new server: none is stale. */
  private void edit(int count, Random random) throws Exception {
    editor.open(RECIPE).diagnostics();
    String text = RECIPE;
    String signs = "ab:-[]{}#\"'\n \n  ,&*!|>%@`é\uD83D\uDE00\t";
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(4));
      int sign = random.nextInt(signs.length());
      String part = signs.substring(sign, Math.min(signs.length(), sign + random.nextInt(3)));
      text = text.substring(0, from) + part.replace("|", "") + text.substring(to);
      text = text.length() < 80 || random.nextInt(9) == 0 ? RECIPE : text;
      editor.type(
          text.substring(0, Math.min(from, text.length()))
              + "|"
              + text.substring(Math.min(from, text.length())));
      editor.completion();
      editor.hover();
      editor.symbols();
      if (i % 10 == 9) {
        editor.fixes(editor.diagnostics());
      }
      assertEquals(List.of(), editor.messages(), text);
    }
    List<Diagnostic> last = editor.type(RECIPE).diagnostics();
    assertEquals(List.of(), last);
  }

  @Test
  void saysWhatCheckSays() throws Exception {
    String text = with("libc: none", "libc: nine").replace("display: serial", "displya: serial");
    place.write("toy.yaml", text);
    String checked = place.run("check", "toy.yaml").err();
    for (Diagnostic one : editor.open(text).diagnostics()) {
      String first = one.getMessage().lines().findFirst().orElseThrow();
      assertTrue(checked.contains(one.getCode().getLeft()), checked);
      assertTrue(
          checked.contains(first) || checked.contains(first.substring(0, first.lastIndexOf(':'))),
          first + " in " + checked);
    }
  }
}
