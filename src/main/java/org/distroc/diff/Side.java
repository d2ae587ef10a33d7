package org.distroc.diff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.recipe.NamedRecipe;
import org.distroc.recipe.text.Wording;
import org.distroc.verify.MemberComparison;

/**
 * One of the two things that are compared.
 *
 * @param shown as the user named it
 * @param kind what it is
 * @param file relative to the current folder
 * @param revision the git revision that the file is taken from; empty for the file itself
 */
record Side(String shown, Kind kind, Path file, Optional<String> revision) {
  /** How many bytes tell a text from an image. */
  private static final int FIRST = 4096;

  /** What can be compared. */
  enum Kind {
    /** A recipe. */
    RECIPE("a recipe"),
    /** The lock file of a recipe. */
    LOCK("a lock file"),
    /** An image, a kernel, an archive or a program. */
    IMAGE("an image");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** With its article. */
    String words() {
      return words;
    }
  }

  /**
   * What a word of the command line names: a file, or {@code FILE@REVISION}.
   *
   * @throws Failure D8060 if it is neither
   */
  static Side of(Host host, String word) {
    Optional<Path> file = path(host, word);
    if (file.isPresent()) {
      return new Side(word, kind(host, file.get()), file.get(), Optional.empty());
    }
    int at = separator(word);
    if (at < 1 || at == word.length() - 1) {
      throw new Failure(
          Diagnostic.error(Code.D8060, "there is no file `" + Wording.shown(word) + "` to compare")
              .help("name a recipe, a lock file or an image")
              .help("of a git revision, write RECIPE@REVISION, such as distro.yaml@HEAD~1"));
    }
    Path named = Path.of(word.substring(0, at));
    Kind kind = isLock(named) ? Kind.LOCK : Kind.RECIPE;
    return new Side(word, kind, named, Optional.of(word.substring(at + 1)));
  }

  /** Where the revision begins: a name of a file may have the same character. */
  private static int separator(String word) {
    int yaml = Math.max(word.indexOf(".yaml@") + 5, word.indexOf(".yml@") + 4);
    return yaml > 4 ? yaml : word.indexOf('@');
  }

  private static Optional<Path> path(Host host, String word) {
    try {
      Path file = Path.of(word);
      return NamedRecipe.isStandardInput(file) || Files.exists(host.currentFolder().resolve(file))
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Kind kind(Host host, Path file) {
    return isLock(file)
        ? Kind.LOCK
        : NamedRecipe.isStandardInput(file) || !isImage(host.currentFolder().resolve(file))
            ? Kind.RECIPE
            : Kind.IMAGE;
  }

  static boolean isLock(Path file) {
    return file.toString().matches(".*\\.lock\\.ya?ml");
  }

  /** Recipes are texts. What is neither is reported by whoever reads it as a recipe. */
  private static boolean isImage(Path file) {
    if (Files.isDirectory(file)) {
      return false;
    }
    try (InputStream in = BoundedFiles.stream(file, BoundedFiles.LARGE)) {
      byte[] first = in.readNBytes(FIRST);
      return !MemberComparison.kind(first).isEmpty() || !isText(first);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isText(byte[] first) {
    for (byte one : first) {
      if (one == 0) {
        return false;
      }
    }
    // A character may be cut at the end.
    return !StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(first), CharBuffer.allocate(first.length), false)
        .isError();
  }

  /**
   * The bytes of an image.
   *
   * @throws Failure D6033 if it cannot be read
   */
  byte[] bytes(Host host) {
    try {
      return BoundedFiles.bytes(host.currentFolder().resolve(file), BoundedFiles.PROGRAM);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D6033, "`" + shown + "` cannot be read")
              .why(IoErrors.reason(e))
              .help("name an image, a kernel, an initramfs or an init program"),
          e);
    }
  }
}
