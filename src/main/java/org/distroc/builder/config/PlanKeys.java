package org.distroc.builder.config;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.distroc.arch.Architecture;
import org.distroc.arch.Board;
import org.distroc.format.ImageFormat;
import org.distroc.host.RecordText;
import org.distroc.host.Sha256;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.rootfs.Tree;

/**
 * Cache keys of a plan for checks and builds. They cover everything except the components listed
 * here, each with its reason, so a component added later is in both keys by default.
 */
public final class PlanKeys {
  /** Types with an identity of their own. */
  private static final Map<Class<?>, Function<Object, String>> IDENTITIES =
      Map.of(
          KernelTree.class, tree -> ((KernelTree) tree).identity(),
          Architecture.class, architecture -> ((Architecture) architecture).name(),
          Board.class, board -> ((Board) board).qemu(),
          ImageFormat.class, format -> ((ImageFormat) format).name(),
          Tree.class, tree -> fingerprint((Tree) tree));

  /** Left out of both keys. */
  private static final Map<String, String> NEITHER =
      Map.of(
          "BuildPlan.locations", "positions for diagnostics; what they point to is in the plan",
          "BuildPlan.recipe", "where the plan came from; what the recipe says is in the plan",
          "BuildPlan.tests", "steps and machines of tests; nothing of them is built",
          "KernelPlan.Option.at", "a position for diagnostics",
          "KernelPlan.features", "why an option is there; the options themselves are in the plan",
          "KernelPlan.baseFile", "a path; the content of the file has its own part in each key",
          "InitPlan.Allowance.at", "a position for diagnostics",
          "Place.at", "a position for diagnostics",
          "InitPlan.SourceFile.file",
              "a path; the content is compiled, and no option depends on it",
          "InitPlan.SourceFile.shown", "the same path for diagnostics");

  /** Left out of the key of a build. */
  static final Map<String, String> HARMLESS_TO_BUILD =
      with("BuildPlan.machine", "QEMU's part; what of it is built is in the project's files");

  /** Left out of the key of a check of kernel options. */
  static final Map<String, String> HARMLESS_TO_OPTIONS =
      with(
          "BuildPlan.name", "names files",
          "BuildPlan.version", "only shown",
          "BuildPlan.description", "only shown",
          "Machine.acceleration", "the guest does not see it");

  private static final RecordText BUILD = new RecordText(HARMLESS_TO_BUILD, IDENTITIES);
  private static final RecordText OPTIONS = new RecordText(HARMLESS_TO_OPTIONS, IDENTITIES);

  private PlanKeys() {}

  /** Of a file that is gone, its absence; reading it for the archive reports that. */
  private static String fingerprint(Tree tree) {
    try {
      return Sha256.of(tree.fingerprint());
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }

  /**
   * Everything that decides whether the options of a plan take effect, except the content of a base
   * file.
   */
  static String options(BuildPlan plan) {
    return OPTIONS.of(plan);
  }

  /** Everything that decides a build and its findings, except the files of the project. */
  public static String build(BuildPlan plan) {
    return BUILD.of(plan);
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> all = new HashMap<>(NEITHER);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return Map.copyOf(all);
  }
}
