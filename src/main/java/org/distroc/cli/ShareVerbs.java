package org.distroc.cli;

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
import org.distroc.host.Host;
import org.distroc.lock.Lock;
import org.distroc.pipeline.Pipeline;
import org.distroc.recipe.layers.SeveralArchitectures;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.settings.Preferences;
import org.distroc.settings.SettingsFile;
import org.distroc.share.ArtifactAddress;
import org.distroc.share.RecipeSharing;
import org.distroc.share.Signatures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that share recipes as versioned artifacts of a registry. */
final class ShareVerbs {
  private ShareVerbs() {}

  /** Puts a recipe into a registry. */
  @Command(
      sortOptions = false,
      description = {
        "The artifact is a tar archive of the recipe and exactly the files that it reads; the same",
        "files make the same digest. A version that exists is not replaced without `--replace`.",
        "Without VERSION it is the recipe's own. The password comes from `docker login` or"
            + " ~/.netrc."
      },
      footer = {"", "Example: distroc push web.yaml registry.example.org/recipes/web:1.0.0"})
  static final class Push extends OneRecipeVerb {
    @Parameters(paramLabel = "REGISTRY/NAME[:VERSION]", description = "Where to put it.")
    private String address;

    @Option(names = "--replace", description = "Replace a version that is something else.")
    private boolean replace;

    @Override
    Set<String> without() {
      return Set.of("--output", "--jobs", "--no-shared", "--install", "--set", "--arch");
    }

    @Override
    ExitCode run(Pipeline pipeline) {
      ArtifactAddress to = ArtifactAddress.of(address);
      if (pipeline.options().isOffline()) {
        throw offline("push");
      }
      List<SourceLocations> variants = new ArrayList<>();
      try {
        variants.add(pipeline.part(recipe));
      } catch (SeveralArchitectures several) {
        several.names().forEach(n -> variants.add(pipeline.on(n, reporter).part(recipe)));
      }
      Path file = host.currentFolder().resolve(recipe).toAbsolutePath().normalize();
      RecipeSharing.Pushed pushed =
          new RecipeSharing(host, List.of()).push(file, variants, to, replace);
      reporter.info(
          pushed.files().size()
              + " files, "
              + pushed.bytes()
              + " bytes"
              + (pushed.there() ? "; it was there already" : ""));
      pushed.files().forEach(name -> reporter.info("  " + name));
      reporter.result(pushed.address().repository() + "@sha256:" + pushed.digest());
      reporter.result("address", pushed.address().toString());
      reporter.result("sha256", pushed.digest());
      reporter.result("files", pushed.files());
      return ExitCode.DONE;
    }
  }

  private static Failure offline(String verb) {
    return new Failure(
        Diagnostic.error(Code.D8001, "`distroc " + verb + "` needs the network")
            .help("run it without `--offline`, and without `offline` in the settings"));
  }

  /** A verb on an address. */
  private abstract static class AddressVerb extends Verb {
    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Override
    public final ExitCode call() {
      reporter.useJson(json);
      Preferences preferences = SettingsFile.read(host);
      Host configured = preferences.host(host);
      return run(configured, preferences);
    }

    abstract ExitCode run(Host configured, Preferences preferences);
  }

  /** Gets a recipe from a registry. */
  @Command(
      sortOptions = false,
      description = {
        "The folder must not exist; it is complete or not there. A recipe that only extends the",
        "other one needs no copy: see `oci` under `distroc explain extends`."
      },
      footer = {"", "Example: distroc pull registry.example.org/recipes/web:1.0.0"})
  static final class Pull extends AddressVerb {
    @Parameters(
        paramLabel = "REGISTRY/NAME:VERSION",
        description = "The recipe, or @sha256:DIGEST.")
    private String address;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "DIR",
        description = "Write into the new folder DIR instead of NAME.")
    private Path output;

    @Override
    ExitCode run(Host configured, Preferences preferences) {
      ArtifactAddress from = ArtifactAddress.of(address);
      if (preferences.offline()) {
        throw offline("pull");
      }
      Path folder = host.currentFolder().resolve(output == null ? Path.of(from.name()) : output);
      RecipeSharing.Pulled pulled =
          new RecipeSharing(configured, preferences.signers()).pull(from, folder);
      reporter.result(host.shown(pulled.recipe()).toString());
      reporter.result("recipe", pulled.recipe().toString());
      reporter.result("sha256", pulled.digest());
      reporter.info("sha256:" + pulled.digest());
      return ExitCode.DONE;
    }
  }

  /** Lists versions. */
  @Command(
      sortOptions = false,
      footer = {"", "Example: distroc versions registry.example.org/recipes/web"})
  static final class Versions extends AddressVerb {
    @Parameters(paramLabel = "REGISTRY/NAME", description = "The recipe.")
    private String address;

    @Override
    ExitCode run(Host configured, Preferences preferences) {
      String repository = ArtifactAddress.of(address).repository();
      if (preferences.offline()) {
        throw offline("versions");
      }
      List<Map<String, Object>> all = new ArrayList<>();
      for (RecipeSharing.Version version :
          new RecipeSharing(configured, List.of()).versions(repository)) {
        String digest = version.digest().orElse("");
        reporter.result(digest.isEmpty() ? version.name() : version.name() + "  sha256:" + digest);
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("version", version.name());
        one.put("sha256", digest);
        all.add(one);
      }
      reporter.result("versions", all);
      return ExitCode.DONE;
    }
  }

  /** Signs. */
  @Command(
      sortOptions = false,
      description = {
        "The signature of RECIPE is of its lock file, in RECIPE.lock.yaml.sig, which `push` packs.",
        "That of an address is put next to it in the registry; `signers` in the settings of others",
        "makes `pull` and `extends` refuse what is not signed."
      },
      footer = {
        "",
        "Example: distroc sign --key ~/.ssh/id_ed25519 registry.example.org/recipes/web:1.0.0"
      })
  static final class Sign extends AddressVerb {
    @Parameters(paramLabel = "RECIPE|ADDRESS", description = "What to sign.")
    private String what;

    @Option(
        names = {"-k", "--key"},
        required = true,
        paramLabel = "FILE",
        description = "The private key of OpenSSH, or the public one of a key in an agent.")
    private Path key;

    @Override
    ExitCode run(Host configured, Preferences preferences) {
      Path file = host.currentFolder().resolve(key);
      if (!what.endsWith(".yaml") && !what.endsWith(".yml")) {
        ArtifactAddress address = ArtifactAddress.of(what);
        if (preferences.offline()) {
          throw offline("sign");
        }
        String digest = new RecipeSharing(configured, List.of()).sign(address, file);
        reporter.result(address.repository() + "@sha256:" + digest);
        reporter.result("sha256", digest);
        return ExitCode.DONE;
      }
      Path recipe = host.currentFolder().resolve(what).toAbsolutePath().normalize();
      List<Path> locks = Lock.all(recipe);
      if (locks.isEmpty()) {
        throw new Failure(
            Diagnostic.error(Code.D6053, what + " has no lock file to sign")
                .help("write one: distroc lock " + what));
      }
      Signatures signatures = new Signatures(configured);
      List<Path> signed = locks.stream().map(lock -> signatures.signLock(lock, file)).toList();
      signed.forEach(one -> reporter.result(host.shown(one).toString()));
      reporter.result("signatures", signed.stream().map(Path::toString).toList());
      return ExitCode.DONE;
    }
  }
}
