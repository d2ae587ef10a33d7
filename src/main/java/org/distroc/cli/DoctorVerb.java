package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.ExitCode;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.Installer;
import org.distroc.host.Sandbox;
import org.distroc.host.Tool;
import org.distroc.host.ToolVersions;
import org.distroc.recipe.RecipeReader;
import org.distroc.recipe.layers.SeveralArchitectures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the host's tools. */
@Command(
    sortOptions = false,
    description = "Each is listed with its version and its purpose.",
    footer = {
      "",
      "Example: distroc doctor --install",
      "Example: distroc doctor --install my.yaml     also the cross compiler and QEMU for it"
    })
final class DoctorVerb extends Verb {
  @Parameters(
      arity = "0..*",
      paramLabel = "RECIPE",
      description = "Include the compilers and QEMU for these recipes.")
  private List<Path> recipes = new ArrayList<>();

  @Option(names = "--install", description = "Install missing tools with apt-get.")
  private boolean install;

  @Option(names = "--tests", description = "Include the tools that distroc's own tests need.")
  private boolean tests;

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  @Override
  public ExitCode call() {
    reporter.useJson(json);
    Installer installer = new Installer(host);
    List<Tool> tools = new ArrayList<>(Tool.ALL);
    tools.addAll(Architectures.standard().tools());
    for (Path recipe : recipes) {
      for (String architecture : architectures(recipe)) {
        Architectures.of(architecture).tools().stream()
            .filter(tool -> !tools.contains(tool))
            .forEach(tools::add);
      }
    }
    tools.addAll(Formats.tools());
    if (tests) {
      Architectures.everyday().stream().skip(1).forEach(other -> tools.addAll(other.tools()));
      tools.addAll(Tool.FOR_TESTS);
    }
    if (install && !installer.missing(tools).isEmpty()) {
      installer.install(
          installer.missing(tools), command -> reporter.info("installing: " + command));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    ToolVersions versions = new ToolVersions(host);
    for (Tool tool : tools) {
      String version = versions.of(tool).orElse("missing");
      reporter.result(
          String.format(Locale.ROOT, "%-20s %-28s to %s", tool.name(), version, tool.purpose()));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", tool.name());
      row.put("version", versions.of(tool).orElse(null));
      row.put("purpose", tool.purpose());
      row.put("debianPackage", tool.debianPackage());
      rows.add(row);
    }
    reporter.result("tools", rows);
    sayWhetherConfined();
    return finish(installer, tools);
  }

  private List<String> architectures(Path recipe) {
    Path file = host.currentFolder().resolve(recipe);
    try {
      return List.of(RecipeReader.read(file, recipe.toString()).architecture());
    } catch (SeveralArchitectures several) {
      return several.names();
    }
  }

  private void sayWhetherConfined() {
    Sandbox sandbox = Sandbox.of(host);
    reporter.result("sandbox", sandbox.missing().orElse(sandbox.works() ? "works" : "off"));
    sandbox
        .missing()
        .ifPresent(
            reason -> {
              reporter.info("No sandbox: " + reason + ".");
              reporter.info(
                  "Without one, compilers and the programs of a kernel source see all your files.");
            });
  }

  private ExitCode finish(Installer installer, List<Tool> tools) {
    List<Tool> missing = installer.missing(tools);
    if (missing.isEmpty()) {
      reporter.info("No tools are missing.");
      return ExitCode.DONE;
    }
    reporter.info("Missing tools. To install: " + installer.hint(missing));
    reporter.info("`distroc doctor --install` runs that. Most recipes need only some of them.");
    return ExitCode.HOST;
  }
}
