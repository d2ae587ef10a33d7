package org.distroc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.explain.OptionDescription;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.pipeline.KernelConfigs;
import org.distroc.pipeline.NamedConfiguration;
import org.distroc.recipe.schema.EditorSchema;
import org.distroc.report.KeyReference;
import org.distroc.report.OptionReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints the page of a diagnostic, what the reference says about a key, or all that there is to
 * know about an option of the kernel.
 */
@Command(
    sortOptions = false,
    description = {
      "For an option: its help text, its value and why, its dependencies, what depends on it and"
          + " what",
      "selects it. Without a recipe, values are those of tinyconfig on the newest kernel here."
    },
    footer = {
      "",
      "Examples: distroc explain D1010",
      "          distroc explain init.libc",
      "          distroc explain BLK_DEV_INITRD -r recipes/tiny.yaml",
      "          distroc explain --search serial console"
    })
final class ExplainVerb extends Verb {
  private static final int MOST_HITS = 30;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description =
          "A diagnostic code, a key of a recipe or of the settings, a kernel option, or words to"
              + " search for.")
  private List<String> words = List.of();

  @Option(
      names = {"-r", "--recipe"},
      paramLabel = "RECIPE",
      description = "Explain the option as this recipe sets it.")
  private Path recipe;

  @Option(
      names = "--search",
      description = "Find options with all the words in name, prompt or help text.")
  private boolean search;

  @Option(names = "--list", description = "List all diagnostic codes.")
  private boolean list;

  @Option(names = "--schema", description = "Print the JSON Schema of recipes, for editors.")
  private boolean schema;

  @Mixin private CommonOptions settings;

  @Override
  Set<String> without() {
    return CommonOptions.OF_BUILDS;
  }

  @Override
  public ExitCode call() throws IOException {
    settings.applyTo(reporter);
    if (list) {
      return list();
    }
    if (schema) {
      String text = EditorSchema.text();
      reporter.result(text);
      reporter.result("schema", text);
      return ExitCode.DONE;
    }
    if (words.isEmpty()) {
      throw new Failure(
          Diagnostic.error(
                  Code.D8001, "`distroc explain` needs an argument: `CODE`, `KEY` or `OPTION`")
              .help("`distroc explain --list` lists the codes")
              .help("`distroc explain --search WORDS` finds options"));
    }
    if (search) {
      return search(String.join(" ", words));
    }
    if (words.size() > 1) {
      throw new Failure(
          Diagnostic.error(
                  Code.D8001, "more than one argument to explain: " + String.join(" ", words))
              .help("explain one at a time, or use `--search` to find options"));
    }
    String word = words.get(0);
    if (word.matches("[Dd][0-9]{4}")) {
      return page(word.toUpperCase(Locale.ROOT));
    }
    // Keys are lower-case, options are not.
    return word.matches("[a-z].*") ? key(word) : option(word);
  }

  private ExitCode list() {
    for (Code code : Code.values()) {
      reporter.result(code.name() + "  " + code.title());
    }
    reporter.result(
        "codes",
        Stream.of(Code.values())
            .map(code -> Map.of("code", code.name(), "title", code.title()))
            .toList());
    return ExitCode.DONE;
  }

  private ExitCode key(String key) throws IOException {
    KeyReference reference = KeyReference.read();
    String text =
        reference
            .of(key)
            .orElseThrow(
                () -> {
                  Diagnostic unknown =
                      Diagnostic.error(
                          Code.D8001, "neither recipes nor settings have a key `" + key + "`");
                  for (String like : reference.like(key)) {
                    unknown = unknown.help("did you mean `" + like + "`?");
                  }
                  return new Failure(
                      unknown.help("kernel options are upper-case: `distroc explain TTY`"));
                });
    reporter.result(text);
    reporter.result("key", text);
    return ExitCode.DONE;
  }

  private ExitCode page(String code) throws IOException {
    try (InputStream page = ExplainVerb.class.getResourceAsStream("/codes/" + code + ".md")) {
      if (page == null) {
        throw new Failure(
            Diagnostic.error(Code.D8001, "no diagnostic has the code `" + code + "`")
                .help("codes look like D1010; diagnostics show theirs in brackets"));
      }
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
      reporter.result(text);
      reporter.result("page", text);
      return ExitCode.DONE;
    }
  }

  private ExitCode option(String word) {
    String name = word.startsWith("CONFIG_") ? word.substring("CONFIG_".length()) : word;
    NamedConfiguration configured = configured();
    KconfigTree tree = KconfigTree.of(configured.configuration());
    Optional<OptionDescription> found = tree.describe(configured.configuration(), name);
    if (found.isEmpty()) {
      throw new Failure(
          tree.explain(configured.configuration(), new Assignment(name, "y"))
              .toDiagnostic(Optional.empty())
              .why("searched Linux " + configured.kernel().release())
              .help("`distroc explain --search WORDS` searches prompts and help texts"));
    }
    OptionReport report = new OptionReport(configured, found.get());
    reporter.result(report.text());
    reporter.result("option", report.toMap());
    return ExitCode.DONE;
  }

  private ExitCode search(String query) {
    NamedConfiguration configured = configured();
    List<Symbol> hits = KconfigTree.of(configured.configuration()).search(query, MOST_HITS + 1);
    List<Symbol> shown = hits.subList(0, Math.min(MOST_HITS, hits.size()));
    int width = shown.stream().mapToInt(s -> s.name().length()).max().orElse(0);
    for (Symbol hit : shown) {
      reporter.result(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %-3s %s",
              hit.name(),
              configured.configuration().value(hit),
              hit.prompt().orElse("(no prompt)")));
    }
    reporter.result("options", shown.stream().map(s -> hit(configured, s)).toList());
    if (shown.isEmpty()) {
      reporter.info(
          "No option of Linux " + configured.kernel().release() + " has all these words.");
    } else if (hits.size() > shown.size()) {
      reporter.info("More options match; these " + MOST_HITS + " match best.");
    }
    reporter.info("Values: " + configured.words() + ".");
    return ExitCode.DONE;
  }

  private static Map<String, Object> hit(NamedConfiguration configured, Symbol symbol) {
    Map<String, Object> map = OptionReport.summary(symbol);
    map.put("value", configured.configuration().value(symbol));
    return map;
  }

  private NamedConfiguration configured() {
    KernelConfigs configs =
        new KernelConfigs(
            settings.on(host), reporter, settings.toRunOptions(reporter.streams().in()));
    return recipe == null ? configs.ofNewestKernel() : configs.ofRecipe(recipe);
  }
}
