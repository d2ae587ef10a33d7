package org.distroc.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import org.distroc.elf.Listing;
import org.distroc.elf.ProgramDiagnostic;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.WatchedBoot;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.report.ListingText;
import org.distroc.report.Plurals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows init as assembly. */
@Command(
    sortOptions = false,
    description = {
      "Instructions are listed with their source lines. Failed checks are marked, whether or not"
          + " the",
      "recipe allows them."
    },
    footer = {"", "Example: distroc disassemble recipes/tiny.yaml main"})
final class DisassembleVerb extends OneRecipeVerb {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SYMBOL",
      description = "Disassemble only this function.")
  private String symbol;

  @Option(
      names = "--all",
      description = "Include functions without source lines, such as a C library's.")
  private boolean all;

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    BuildPlan plan = pipeline.plan(recipe).plan();
    new WatchedBoot(host, plan).requireInit();
    Listing listing = pipeline.disassemble(plan);
    List<Listing.Function> shown = symbol == null ? usual(listing) : named(listing);
    Set<Code> allowed =
        plan.init().orElseThrow().allowed().stream()
            .map(InitPlan.Allowance::code)
            .collect(Collectors.toSet());
    ListingText text = new ListingText(allowed, reporter.color() && reporter.streams().terminal());
    text.lines(shown).forEach(reporter::result);
    reporter.result("functions", shown.stream().map(f -> toMap(f, text)).toList());
    int hidden = listing.functions().size() - shown.size();
    if (symbol == null && hidden > 0) {
      reporter.info(
          Plurals.count(hidden, "function")
              + " without source lines not shown; name one, or use `--all`.");
    }
    sayElsewhere(listing, text);
    return ExitCode.DONE;
  }

  private List<Listing.Function> usual(Listing listing) {
    return listing.functions().stream().filter(f -> all || f.hasSource()).toList();
  }

  /** Functions of different files can have one name. */
  private List<Listing.Function> named(Listing listing) {
    List<Listing.Function> named =
        listing.functions().stream().filter(f -> f.name().equals(symbol)).toList();
    if (named.isEmpty()) {
      List<String> names =
          listing.functions().stream().map(Listing.Function::name).distinct().toList();
      Diagnostic error = Diagnostic.error(Code.D7075, "init has no function `" + symbol + "`");
      List<String> near = NearestNames.to(symbol, names);
      throw new Failure(
          near.isEmpty()
              ? error
                  .why("its functions are " + Plurals.some(names))
                  .why("the linker drops uncalled functions, and gcc inlines those called once")
              : error.help("did you mean `" + String.join("`, `", near) + "`?"));
    }
    return named;
  }

  /** What no line of the listing can be marked with. */
  private void sayElsewhere(Listing listing, ListingText text) {
    for (ProgramDiagnostic finding : listing.elsewhere()) {
      reporter.result(text.mark(finding));
    }
    reporter.result("elsewhere", listing.elsewhere().stream().map(f -> toMap(f, text)).toList());
  }

  private static Map<String, Object> toMap(Listing.Function function, ListingText text) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", function.name());
    map.put("address", hex(function.address()));
    map.put("instructions", function.instructions().stream().map(i -> toMap(i, text)).toList());
    return map;
  }

  private static Map<String, Object> toMap(Listing.Instruction instruction, ListingText text) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("address", hex(instruction.address()));
    map.put("bytes", instruction.bytes());
    map.put("text", instruction.text());
    map.put("source", instruction.source().map(DisassembleVerb::toMap).orElse(null));
    map.put("findings", instruction.findings().stream().map(f -> toMap(f, text)).toList());
    return map;
  }

  private static Map<String, Object> toMap(Listing.Source source) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", source.file());
    map.put("line", source.line());
    map.put("text", source.text());
    return map;
  }

  private static Map<String, Object> toMap(ProgramDiagnostic finding, ListingText text) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("code", finding.diagnostic().code().name());
    map.put("status", text.status(finding));
    map.put("message", finding.diagnostic().message());
    return map;
  }

  private static String hex(long address) {
    return String.format(Locale.ROOT, "0x%x", address);
  }
}
