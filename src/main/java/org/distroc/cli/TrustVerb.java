package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.RunOptions;
import org.distroc.pipeline.TrustGate;
import org.distroc.recipe.Recipe;
import org.distroc.trust.ConsentFile;
import org.distroc.trust.Need;
import org.distroc.trust.Needs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records what the user trusts, and shows it. */
@Command(
    sortOptions = false,
    description =
        "A recipe is asked about only if it wants what the sandbox cannot contain, and again when"
            + " any of that changes. A folder stands for all recipes in and below it.",
    footer = {
      "",
      "Example: distroc trust my.yaml             shows what needs trust, and trusts it",
      "Example: distroc trust ~/my-recipes        trusts whatever you write there",
      "Example: DISTROC_TRUST=$(distroc trust --print my.yaml)     for CI"
    })
final class TrustVerb extends Verb {
  @Mixin private CommonOptions settings;

  @Option(names = "--list", description = "List what is trusted.")
  private boolean list;

  @Option(names = "--revoke", description = "Trust the recipes or folders no longer.")
  private boolean revoke;

  @Option(
      names = "--print",
      description = "Print the digest of what needs trust, for DISTROC_TRUST, and record nothing.")
  private boolean print;

  @Parameters(arity = "0..*", paramLabel = "RECIPE|FOLDER", description = "What to trust.")
  private List<Path> paths = new ArrayList<>();

  @Override
  Set<String> without() {
    return Set.of("--output", "--jobs", "--no-shared", "--install", "--offline", "--verbose");
  }

  @Override
  public ExitCode call() {
    settings.applyTo(reporter);
    if (List.of(list, revoke, print).stream().filter(chosen -> chosen).count() > 1) {
      throw usage("--list, --revoke and --print exclude each other");
    }
    if (paths.isEmpty() != list) {
      throw usage(list ? "--list takes no recipe" : "no recipe or folder given");
    }
    Pipeline pipeline =
        new Pipeline(
            settings.on(host),
            reporter,
            settings.toRunOptions(reporter.streams().in()).using(RunOptions.BaseUse.TRUSTED));
    if (list) {
      list(pipeline.trust());
    }
    for (Path path : paths) {
      try {
        one(pipeline, path);
      } catch (IOException e) {
        throw new Failure(TrustGate.unwritable(host, e), e);
      }
    }
    return ExitCode.DONE;
  }

  private static Failure usage(String mistake) {
    return new Failure(
        Diagnostic.error(Code.D8001, mistake).help("`distroc trust --help` lists the options"));
  }

  private void list(TrustGate gate) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (ConsentFile.Entry entry : gate.trust().consents()) {
      Path shown = host.shown(Path.of(entry.path()));
      reporter.result(shown + ": " + entry.what());
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("path", entry.path());
      map.put("what", entry.what());
      maps.add(map);
    }
    reporter.result("trusted", maps);
  }

  private void one(Pipeline pipeline, Path path) throws IOException {
    TrustGate gate = pipeline.trust();
    Path file = host.currentFolder().resolve(path);
    if (revoke) {
      int gone = gate.trust().revoke(file);
      reporter.info(path + (gone == 0 ? " was not trusted" : " is trusted no longer"));
    } else if (!print && Files.isDirectory(file)) {
      gate.trust().grant(file);
      reporter.info("Trusted: every recipe in " + path + " and below.");
    } else {
      recipe(gate, pipeline.read(path), path);
    }
  }

  private void recipe(TrustGate gate, Recipe recipe, Path path) throws IOException {
    List<Need> needs = gate.needs(recipe);
    reporter.result("needs", needs.stream().map(Need::what).toList());
    if (needs.isEmpty()) {
      reporter.info(path + " needs no trust: the sandbox contains all of it.");
      return;
    }
    if (print) {
      reporter.result(Needs.digest(needs));
      reporter.result("digest", Needs.digest(needs));
      return;
    }
    reporter.report(needs.stream().map(Need::warning).toList());
    gate.trust().grant(recipe, needs);
    reporter.info("Trusted: " + path + ". `distroc trust --revoke " + path + "` takes it back.");
  }
}
