package org.distroc.builder.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.plan.ProjectLayout;

/**
 * A build folder that distroc is not known to have made. It is used if it is empty, or if it looks
 * like one of distroc's that was copied, moved or restored: nothing built in there is trusted then.
 * Any other may hold the user's own files, among which a build would overwrite some.
 */
public final class StrangeFolder {
  /** The folder inside the project for distroc's own files. */
  public static final String MEMORY = ".distroc";

  /** Lists what distroc wrote, with digests. */
  public static final String WRITTEN = "written";

  /** What folders are created with, what version control keeps there, and records of runs. */
  public static final Set<String> HARMLESS =
      Set.of(
          "lost+found",
          ".gitignore",
          ".gitkeep",
          "CACHEDIR.TAG",
          MEMORY,
          ProjectLayout.EVIDENCE,
          ProjectLayout.COMPARED);

  private static final int SHOWN = 5;

  private StrangeFolder() {}

  /**
   * Refuses a folder.
   *
   * @param base the folder below which links are not followed; empty if the user named the folder
   * @throws Failure D6040 or D6044
   */
  public static void refuse(Path root, Optional<Path> base) throws IOException {
    if (base.isPresent()) {
      refuseLinks(base.get(), root);
    }
    Path written = root.resolve(MEMORY).resolve(WRITTEN);
    boolean looksLikeOurs =
        !Files.isSymbolicLink(written.getParent())
            && Files.isRegularFile(written, LinkOption.NOFOLLOW_LINKS);
    if (!looksLikeOurs && Files.isDirectory(root)) {
      List<String> strange = names(root);
      strange.removeAll(HARMLESS);
      if (!strange.isEmpty()) {
        throw new Failure(
            Diagnostic.error(Code.D6040, "distroc did not make the build folder " + root)
                .why("it contains " + shown(strange))
                .why("a build there would trust these files, or overwrite them")
                .help("if you do not need them, remove the folder; distroc creates it again")
                .help("or choose a new or empty folder with `-o DIR`"));
      }
    }
  }

  /**
   * Refuses a folder that is behind a link.
   *
   * @param base the folder below which links are not followed
   * @throws Failure D6044
   */
  public static void refuseLinks(Path base, Path root) {
    Path at = base;
    for (Path name : base.relativize(root)) {
      at = at.resolve(name);
      if (Files.isSymbolicLink(at)) {
        throw new Failure(
            Diagnostic.error(Code.D6044, "the build folder is behind a symbolic link: " + at)
                .why("the link may have come with the recipe, and lead to files of yours")
                .help(
                    "if the link is yours, name the folder once: `-o "
                        + base.relativize(root)
                        + "`")
                .help("otherwise remove the link"));
      }
    }
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** The first of some names. */
  public static String shown(List<String> names) {
    String first =
        String.join(", ", names.stream().limit(SHOWN).map(name -> "`" + name + "`").toList());
    int more = names.size() - SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
