package org.distroc.recipe.init;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/** Checks of what a described init program mounts, and of what needs a mount. */
final class MountChecks {
  private final SourceLocations recipe;
  private final FileDiagnostics findings;

  MountChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
  }

  /** A mount point and where it is written. */
  private record Point(String folder, Node at) {}

  void check() {
    Map<String, Node> seen = new HashMap<>();
    List<Point> points = points();
    for (Point point : points) {
      Node at = point.at();
      for (String earlier : seen.keySet()) {
        if (earlier.equals(point.folder()) || earlier.startsWith(point.folder() + "/")) {
          findings.error(at, () -> hides(point.folder(), earlier));
          break;
        }
      }
      seen.put(point.folder(), at);
    }
    if (points.stream().noneMatch(point -> point.folder().equals("/proc"))
        && recipe.node("/init/sysctl") instanceof Node.Keys settings
        && !settings.entries().isEmpty()) {
      findings.error(
          recipe.key("/init/sysctl"),
          () ->
              Diagnostic.error(Code.D4307, "`sysctl` needs `/proc`, which nothing mounts")
                  .label("written to `/proc/sys`")
                  .why("`init.mounts` does not have `/proc`")
                  .help("write `mounts: standard`, or add `/proc: proc` to `mounts`"));
    }
  }

  /** In the order in which they are mounted. */
  private List<Point> points() {
    List<Point> points = new ArrayList<>();
    if (recipe.node("/init/mounts") instanceof Node.Keys mounts) {
      mounts.entries().forEach((folder, e) -> points.add(new Point(trimmed(folder), e.key())));
    } else if (recipe.node("/init/mounts") instanceof Node.Scalar standard) {
      StandardMounts.all().forEach(mount -> points.add(new Point(mount.at(), standard)));
    }
    if (recipe.node("/init/steps") instanceof Node.Items steps) {
      for (Node item : steps.items()) {
        if (item instanceof Node.Keys step
            && step.get("if") == null
            && step.get("mount") instanceof Node.Keys mount
            && mount.get("at") instanceof Node.Scalar at) {
          points.add(new Point(trimmed(at.text()), at));
        }
      }
    }
    return points;
  }

  private static String trimmed(String folder) {
    return folder.length() > 1 && folder.endsWith("/")
        ? folder.substring(0, folder.length() - 1)
        : folder;
  }

  private static Diagnostic hides(String folder, String earlier) {
    boolean same = earlier.equals(folder);
    return Diagnostic.error(
            Code.D4308,
            same ? "`" + folder + "` is mounted twice" : "`" + folder + "` hides `" + earlier + "`")
        .label(same ? "the second time" : "mounted after it")
        .why("what is mounted over a folder hides all that was in it")
        .help(same ? "remove one of them" : "mount `" + folder + "` first: write it further up");
  }
}
