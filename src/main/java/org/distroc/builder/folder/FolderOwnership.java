package org.distroc.builder.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.host.AtomicFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheLayout;
import org.distroc.host.Sha256;

/**
 * Whether distroc made a build folder. A folder may have come with a recipe, so nothing inside of
 * it proves anything; the proof is a note in the user's cache, by the folder's real path. It has
 * the inode of the folder, since another folder may have taken its place, and the digest of the
 * state that the last build recorded, since someone may have put another state into the folder.
 *
 * <p>A copied, moved or restored folder, or one whose cache was deleted, is unknown. It is then
 * built from scratch, which is quick while the kernel is in the cache.
 */
public final class FolderOwnership {
  private static final int KEY = 32;
  private static final int MOST_NOTES = 500;
  private static final String NONE = "-";

  private final Path root;
  private final Path notes;

  /**
   * The ownership of a folder, which need not exist.
   *
   * @param cache where the notes are
   */
  public FolderOwnership(Path root, CacheLayout cache) {
    this.root = root;
    this.notes = cache.folder(CacheFolder.BUILDS);
  }

  /** Whether distroc made the folder. */
  public boolean isKnown() throws IOException {
    return state().isPresent();
  }

  /** Whether distroc made the folder, and recorded this state there last. */
  public boolean recorded(byte[] state) throws IOException {
    // Without a lambda: an unchanged build asks this.
    Optional<String> known = state();
    return known.isPresent() && known.get().equals(Sha256.of(state));
  }

  /** Records that the folder, which must exist, is distroc's from now on. */
  public void claim() throws IOException {
    if (!isKnown()) {
      write(NONE);
      removeStale();
    }
  }

  /** Records the state of a folder that is distroc's. */
  public void record(byte[] state) throws IOException {
    write(Sha256.of(state));
  }

  private void write(String state) throws IOException {
    Path real = root.toRealPath();
    String path = real.toString().replace("\n", "");
    AtomicFiles.write(note(real), inode(real) + " " + state + " " + path + "\n");
  }

  /** The digest in the note, or the word for none; empty if the folder is unknown. */
  private Optional<String> state() throws IOException {
    Path real;
    try {
      real = root.toRealPath();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    String[] words = AtomicFiles.read(note(real)).orElse("").split(" ", 3);
    return words.length == 3 && words[0].equals(inode(real))
        ? Optional.of(words[1])
        : Optional.empty();
  }

  private static String inode(Path real) throws IOException {
    return Files.getAttribute(real, "unix:ino", LinkOption.NOFOLLOW_LINKS).toString();
  }

  private Path note(Path real) {
    byte[] path = real.toString().getBytes(StandardCharsets.UTF_8);
    return notes.resolve(Sha256.of(path).substring(0, KEY));
  }

  /** Removes the notes of folders that are gone, once there are many. */
  private void removeStale() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(notes)) {
      all = files.toList();
    }
    if (all.size() > MOST_NOTES) {
      for (Path one : all) {
        String[] words = AtomicFiles.read(one).orElse("").strip().split(" ", 3);
        if (words.length < 3 || isGone(words[2])) {
          Files.deleteIfExists(one);
        }
      }
    }
  }

  private static boolean isGone(String path) {
    try {
      return !Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return true;
    }
  }
}
