package org.distroc.diff;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.builder.Artifacts;
import org.distroc.builder.LastBuild;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.Inputs;
import org.distroc.lock.Lock;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.RunListener;
import org.distroc.pipeline.RunOptions;
import org.distroc.pipeline.Version;
import org.distroc.plan.BuildPlan;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.verify.MemberComparison;

/**
 * Compares two recipes, two revisions of one, a recipe and its lock, or two images. Another source
 * of recipes, such as a registry, is another kind of {@link Side}.
 */
public final class Comparison implements AutoCloseable {
  private final Host host;
  private final RunListener listener;
  private final RunOptions options;

  /** Files of revisions; plans refer to them. */
  private final List<GitRevision> revisions = new ArrayList<>();

  /** A comparison on a host. */
  public Comparison(Host host, RunListener listener, RunOptions options) {
    this.host = host;
    this.listener = listener;
    this.options = options;
  }

  /**
   * What differs between two sides.
   *
   * @param words the names of both; of a single recipe, the other side is its lock file, and of a
   *     single revision the file as it is now
   * @throws Failure D8060 if they cannot be compared
   */
  public Changes of(List<String> words) {
    Side first = Side.of(host, words.get(0));
    List<Side> sides =
        words.size() == 1 ? alone(first) : List.of(first, Side.of(host, words.get(1)));
    Side before = sides.get(0);
    Side after = sides.get(1);
    boolean images = before.kind() == Side.Kind.IMAGE;
    if (images != (after.kind() == Side.Kind.IMAGE)) {
      throw new Failure(
          Diagnostic.error(Code.D8060, "these cannot be compared")
              .why("`" + before.shown() + "` is " + before.kind().words())
              .why("`" + after.shown() + "` is " + after.kind().words())
              .help("compare two recipes, or two images"));
    }
    if (images) {
      return new ImageDiff(
          before.shown(),
          after.shown(),
          MemberComparison.of(before.bytes(host), after.bytes(host)));
    }
    return before.kind() == Side.Kind.LOCK || after.kind() == Side.Kind.LOCK
        ? locks(before, after)
        : RecipeDiff.between(state(before), state(after));
  }

  /** What a single side is compared with. */
  private List<Side> alone(Side side) {
    if (side.revision().isPresent()) {
      return List.of(side, Side.of(host, side.file().toString()));
    }
    Path lock = Lock.fileOf(side.file());
    if (side.kind() == Side.Kind.RECIPE && Files.exists(host.currentFolder().resolve(lock))) {
      return List.of(Side.of(host, lock.toString()), side);
    }
    throw new Failure(
        Diagnostic.error(Code.D8060, "`" + side.shown() + "` needs something to be compared with")
            .why(
                side.kind() == Side.Kind.RECIPE
                    ? "it has no lock file, which a single recipe is compared with"
                    : "it is " + side.kind().words())
            .help("name two: `distroc diff A B`")
            .help("or a revision of it: `distroc diff " + side.shown() + "@HEAD`"));
  }

  // ---- recipes

  private RecipeState state(Side side) {
    Pipeline pipeline = new Pipeline(host, listener, options);
    return state(pipeline, side);
  }

  private RecipeState state(Pipeline pipeline, Side side) {
    if (side.revision().isEmpty()) {
      Recipe recipe = pipeline.read(side.file());
      Planned planned = pipeline.planToExpand(recipe, recipe.file());
      return RecipeState.of(pipeline, side.shown(), recipe, planned);
    }
    GitRevision revision = revision(side);
    RecipePaths.Copy copy = new RecipePaths.Copy(revision.top(), revision.copy());
    Recipe recipe = pipeline.read(revision.file(), side.shown(), copy);
    Planned planned = pipeline.planToExpand(recipe, host.currentFolder().resolve(side.file()));
    return RecipeState.of(pipeline, side.shown(), recipe, planned);
  }

  private GitRevision revision(Side side) {
    Path file = host.currentFolder().resolve(side.file()).normalize();
    GitRevision revision = GitRevision.of(host, file, side.revision().orElseThrow(), side.shown());
    revisions.add(revision);
    return revision;
  }

  // ---- locks

  private Changes locks(Side before, Side after) {
    Optional<BuildRecord> one = locked(before);
    Optional<BuildRecord> other = locked(after);
    return LockDiff.between(
        before.shown(),
        one.orElseGet(() -> current(before, other.orElseThrow())),
        after.shown(),
        other.orElseGet(() -> current(after, one.orElseThrow())));
  }

  /** What a lock file has; empty for a recipe. */
  private Optional<BuildRecord> locked(Side side) {
    if (side.kind() != Side.Kind.LOCK) {
      return Optional.empty();
    }
    Path file =
        side.revision().isPresent()
            ? revision(side).file()
            : host.currentFolder().resolve(side.file());
    String shown = side.file().toString().replaceFirst("\\.lock\\.ya?ml$", ".yaml");
    String name = file.getFileName().toString().replaceFirst("\\.lock\\.ya?ml$", ".yaml");
    return Lock.nextTo(file.resolveSibling(name), shown).map(Lock::record);
  }

  /**
   * What would be locked now. Without a build that is up to date, tools and outputs are unknown,
   * and those of the lock stand in for them.
   */
  private BuildRecord current(Side side, BuildRecord lock) {
    Pipeline pipeline = new Pipeline(host, listener, options.ignoringLock(true));
    RecipeState state = state(pipeline, side);
    BuildPlan plan = state.plan();
    Optional<Artifacts> built = state.built().map(LastBuild::artifacts);
    if (built.isPresent()) {
      return pipeline.record(plan, built.get());
    }
    Inputs inputs = Inputs.of(plan, pipeline.expand(plan), Version.text(), Optional.empty());
    String config = Sha256.of(state.configuration().write());
    return new BuildRecord(inputs, config, lock.tools(), lock.outputs());
  }

  @Override
  public void close() {
    revisions.forEach(GitRevision::close);
  }
}
