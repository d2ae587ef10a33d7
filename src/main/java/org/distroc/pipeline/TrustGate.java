package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.host.Sandbox;
import org.distroc.recipe.NamedRecipe;
import org.distroc.recipe.Recipe;
import org.distroc.trust.Need;
import org.distroc.trust.Needs;
import org.distroc.trust.Trust;

/**
 * The one place that decides whether something of a recipe may run that the sandbox cannot contain.
 * A recipe without such a thing, as nearly all are, costs nothing here: no file is opened.
 */
public final class TrustGate {
  /** One question at a time, however many recipes are read in parallel. */
  private static final Object ASKING = new Object();

  private final Host host;
  private final RunListener listener;
  private final RunOptions options;

  TrustGate(Host host, RunListener listener, RunOptions options) {
    this.host = host;
    this.listener = listener;
    this.options = options;
  }

  /** What in a recipe needs consent, whether or not it was given. */
  public List<Need> needs(Recipe recipe) {
    return Needs.of(recipe, this::unconfined);
  }

  /** Why programs run without a sandbox; empty if they do not. */
  private Optional<String> unconfined() {
    Sandbox sandbox = Sandbox.of(host);
    return sandbox.works()
        ? Optional.empty()
        : Optional.of(sandbox.missing().orElse("the sandbox is switched off"));
  }

  /** What in a recipe needs consent that was not given. */
  public List<Need> missing(Recipe recipe) {
    return missing(recipe, needs(recipe));
  }

  private List<Need> missing(Recipe recipe, List<Need> needs) {
    return needs.isEmpty() ? needs : trust().missing(recipe, needs);
  }

  /** The consents of the user. */
  public Trust trust() {
    return new Trust(host, options.preferences().trusted());
  }

  /**
   * To be called before anything of a recipe runs.
   *
   * @throws Failure with each thing that the user has not consented to
   */
  void require(Recipe recipe) {
    require(recipe, needs(recipe));
  }

  /** As above, where only Kconfig files are read, and no guest is started. */
  void requireSource(Recipe recipe) {
    require(recipe, needs(recipe).stream().filter(Need::ofSource).toList());
  }

  private void require(Recipe recipe, List<Need> needs) {
    if (needs.isEmpty()) {
      return;
    }
    synchronized (ASKING) {
      List<Need> missing = missing(recipe, needs);
      if (missing.isEmpty()) {
        return;
      }
      String name = recipe.locations().nearest("").file();
      if (!listener.asks()) {
        throw new Failure(missing.stream().map(need -> need.error(command(name))).toList());
      }
      listener.report(missing.stream().map(Need::warning).toList());
      if (!listener.confirm("Trust " + name + " with this? The answer is remembered.")) {
        throw new Failure(refused(missing.get(0), name));
      }
      remember(recipe.file(), missing);
    }
  }

  /** The command trusts what this run needs, which is more without a sandbox. */
  private String command(String recipe) {
    if (NamedRecipe.isStandardInput(Path.of(recipe))) {
      return "distroc trust FILE";
    }
    boolean off = host.variable(Sandbox.VARIABLE).filter("off"::equals).isPresent();
    return "distroc trust " + (off ? "--no-sandbox " : "") + recipe;
  }

  /**
   * To be called before a base of a recipe is fetched from this computer. With digests in the
   * environment, the recipe is read first: its needs together have one digest.
   *
   * @param file of the recipe
   * @param name of the recipe as the user knows it
   * @throws Failure if the user has not consented
   */
  void requireBase(Path file, String name, Need need) {
    synchronized (ASKING) {
      if (trust().namesDigests() || trust().missing(file, List.of(need)).isEmpty()) {
        return;
      }
      if (!listener.asks()) {
        throw new Failure(need.error(command(name)));
      }
      listener.report(List.of(need.warning()));
      if (!listener.confirm("Trust " + name + " with this? The answer is remembered.")) {
        throw new Failure(refused(need, name));
      }
      remember(file, List.of(need));
    }
  }

  private Diagnostic refused(Need need, String name) {
    return Diagnostic.error(need.code(), name + " is not trusted")
        .help("read it, then run `" + command(name) + "`, or change it");
  }

  private void remember(Path recipe, List<Need> needs) {
    try {
      trust().grant(recipe, needs);
    } catch (IOException e) {
      listener.report(List.of(unwritable(host, e).asWarning()));
    }
  }

  /** D1093: consent cannot be recorded. */
  public static Diagnostic unwritable(Host host, IOException e) {
    return Diagnostic.error(Code.D1093, "cannot record what you trust")
        .why(IoErrors.reason(e))
        .help("check the permissions of " + host.configFolder() + ", and its free space");
  }
}
