package org.distroc.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Folders and files inside of a folder that someone else may have filled. A link there may lead
 * anywhere, and a FIFO blocks whoever opens it, so neither is ever opened: it is removed, and what
 * a link leads to stays untouched.
 */
public final class PlainPaths {
  /** What is at a path, without following a link. */
  public enum Kind {
    /** Nothing. */
    MISSING,
    /** A regular file with one name. */
    FILE,
    /** A regular file that has another name, here or elsewhere. */
    SHARED_FILE,
    /** A folder. */
    FOLDER,
    /** A symbolic link. */
    LINK,
    /** A FIFO, a socket or a device. */
    SPECIAL
  }

  private PlainPaths() {}

  /** What is at a path. */
  public static Kind kind(Path path) throws IOException {
    try {
      Map<String, Object> facts =
          Files.readAttributes(
              path,
              "unix:isRegularFile,isDirectory,isSymbolicLink,nlink",
              LinkOption.NOFOLLOW_LINKS);
      if ((Boolean) facts.get("isDirectory")) {
        return Kind.FOLDER;
      }
      if ((Boolean) facts.get("isRegularFile")) {
        return (Integer) facts.get("nlink") > 1 ? Kind.SHARED_FILE : Kind.FILE;
      }
      return (Boolean) facts.get("isSymbolicLink") ? Kind.LINK : Kind.SPECIAL;
    } catch (NoSuchFileException e) {
      return Kind.MISSING;
    }
  }

  /**
   * Creates a folder, component by component.
   *
   * @param root an existing folder, whose own path is trusted
   * @param folder a path below it
   * @return the folder
   * @throws IOException if a regular file is in the way, or the folder cannot be created
   */
  public static Path folder(Path root, Path folder) throws IOException {
    Path at = root;
    for (Path name : root.relativize(folder)) {
      at = at.resolve(name);
      Kind kind = kind(at);
      if (kind == Kind.LINK || kind == Kind.SPECIAL) {
        Files.deleteIfExists(at);
      }
      if (kind != Kind.FOLDER) {
        create(at);
      }
    }
    return folder;
  }

  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // Another process may have created it.
      if (kind(folder) != Kind.FOLDER) {
        throw e;
      }
    }
  }

  /**
   * Makes a path safe to write to: its folder exists, and it is a file of this name only, or not
   * there.
   *
   * @param root an existing folder, whose own path is trusted
   * @param file a path below it
   * @return the file
   */
  public static Path file(Path root, Path file) throws IOException {
    if (!file.getParent().equals(root)) {
      folder(root, file.getParent());
    }
    Kind kind = kind(file);
    if (kind != Kind.FILE && kind != Kind.FOLDER) {
      Files.deleteIfExists(file);
    }
    return file;
  }
}
