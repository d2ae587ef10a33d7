package org.distroc.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A parameter reaches the kernel as written in the recipe, with every way to pass the command line.
 * {@link MakeBootTest} shows that {@code make boot} and {@code distroc boot} run the same command.
 */
class KernelCommandLineTest {
  /** A parameter as in a recipe, and what the kernel makes of it: name, and value if any. */
  private static final Map<String, List<String>> PARAMETERS =
      Map.of(
          "dyndbg=\"file a.c +p\"", List.of("dyndbg", "file a.c +p"),
          "module.param=\"a b\"", List.of("module.param", "a b"),
          "init=/x", List.of("init", "/x"),
          "\"quoted word\"", List.of("quoted word"),
          "quiet", List.of("quiet"),
          "a=b#c,d,,e", List.of("a", "b#c,d,,e"),
          "#", List.of("#"),
          "p=\\y\\", List.of("p", "\\y\\"),
          "d=$HOME`x`'y'", List.of("d", "$HOME`x`'y'"),
          "mtdparts=\"x:1 k\",y=z", List.of("mtdparts", "x:1 k\",y=z"));

  @TempDir Path folder;

  @Test
  void qemuPassesTheRecipesParameters() throws IOException {
    BuildPlan plan = plan("[kernel]");
    List<String> words =
        QemuCommandLine.of(
            new Qemu(Path.of("qemu"), false),
            Accelerator.TCG,
            plan.machine(),
            plan.medium(f -> Path.of(f.name()), Optional.empty()),
            new QemuCommandLine.AtTerminal());
    assertEquals(expected(plan), parsed(words.get(words.indexOf("-append") + 1)));
  }

  @Test
  void aBootLoaderPassesTheRecipesParameters() throws IOException {
    BuildPlan plan = plan("[iso]");
    String configuration =
        new String(Expander.expand(plan).files().get("isolinux.cfg"), StandardCharsets.US_ASCII);
    assertEquals(expected(plan), parsed(append(configuration)));
  }

  /** As distroc once did it: quotes around a value that has its own. */
  @Test
  void theKernelCutsAValueThatIsQuotedTwice() {
    List<List<String>> parsed = parsed("dyndbg=\"\"file a.c +p\"\"");
    assertNotEquals(List.of(List.of("dyndbg", "file a.c +p")), parsed);
    assertEquals(List.of("dyndbg", "\"file"), parsed.get(0));
  }

  private BuildPlan plan(String formats) throws IOException {
    StringBuilder cmdline = new StringBuilder("  cmdline:\n");
    PARAMETERS.keySet().forEach(p -> cmdline.append("    - '" + p.replace("'", "''") + "'\n"));
    String keys =
        "image: {formats: " + formats + "}\n" + "init: {program: hello, syscalls: [pause]}\n";
    return Plans.of(folder, Plans.recipe("", keys).replace("kernel:\n", "kernel:\n" + cmdline));
  }

  private static List<List<String>> expected(BuildPlan plan) {
    return plan.kernel().cmdline().stream().map(PARAMETERS::get).toList();
  }

  /** SYSLINUX reads lines; what stands after {@code append} and spaces goes to the kernel as is. */
  private static String append(String configuration) {
    return configuration
        .lines()
        .map(String::stripLeading)
        .filter(line -> line.startsWith("append "))
        .map(line -> line.substring("append ".length()).stripLeading())
        .findFirst()
        .orElseThrow();
  }

  private static List<List<String>> parsed(String line) {
    List<List<String>> all = new ArrayList<>();
    for (String rest = line; !rest.isEmpty(); ) {
      rest = nextArg(rest, all);
    }
    return all;
  }

  /** {@code next_arg} of the kernel's lib/cmdline.c, step by step; returns what is left. */
  private static String nextArg(String text, List<List<String>> all) {
    boolean quoted = text.startsWith("\"");
    String args = quoted ? text.substring(1) : text;
    boolean inQuote = quoted;
    int equals = 0;
    int i = 0;
    for (; i < args.length(); i++) {
      char c = args.charAt(i);
      if (c == ' ' && !inQuote) {
        break;
      }
      if (equals == 0 && c == '=') {
        equals = i;
      }
      if (c == '"') {
        inQuote = !inQuote;
      }
    }
    int end = i;
    int value = equals + 1;
    if (equals > 0 && value < i && args.charAt(value) == '"') {
      value++;
      end = args.charAt(i - 1) == '"' ? i - 1 : i;
    }
    if (quoted && i > 0 && args.charAt(i - 1) == '"') {
      end = i - 1;
    }
    all.add(
        equals == 0
            ? List.of(args.substring(0, end))
            : List.of(args.substring(0, equals), args.substring(value, Math.max(value, end))));
    return args.substring(i).stripLeading();
  }
}
