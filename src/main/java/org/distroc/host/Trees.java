package org.distroc.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Whole directory trees. */
public final class Trees {
  /** How often a directory is emptied again that another process is still filling. */
  private static final int ATTEMPTS = 20;

  private Trees() {}

  /**
   * Deletes a file, or a directory with everything in it. Symbolic links are deleted, never
   * followed. It is not an error if something does not exist, or if another process deletes or adds
   * files meanwhile.
   *
   * @throws IOException if something cannot be deleted; the rest of the tree may be gone
   */
  public static void delete(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.walkFileTree(path, new Deletion());
        return;
      } catch (DirectoryNotEmptyException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      return ignoreMissing(problem);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException problem)
        throws IOException {
      if (problem != null) {
        return ignoreMissing(problem);
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }

    private static FileVisitResult ignoreMissing(IOException problem) throws IOException {
      if (problem instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw problem;
    }
  }
}
