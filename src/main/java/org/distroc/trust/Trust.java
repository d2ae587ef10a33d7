package org.distroc.trust;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.distroc.host.Host;
import org.distroc.recipe.Recipe;

/**
 * What the user trusts: by {@code $DISTROC_TRUST}, by the settings, and by the consents in {@link
 * ConsentFile}.
 */
public final class Trust {
  /** Names what is trusted: digests, recipes and folders, with colons between them. */
  public static final String VARIABLE = "DISTROC_TRUST";

  private final ConsentFile file;
  private final List<Path> folders;
  private final Set<String> digests;

  /**
   * The trust of a user.
   *
   * @param folders of the settings; the recipes in and below them are trusted
   */
  public Trust(Host host, List<Path> folders) {
    this.file = new ConsentFile(host);
    List<String> named = Stream.of(host.variable(VARIABLE).orElse("").split(":")).toList();
    this.digests = Set.copyOf(named.stream().filter(Trust::isDigest).distinct().toList());
    this.folders = new ArrayList<>(folders);
    named.stream()
        .filter(text -> !text.isEmpty() && !isDigest(text))
        .forEach(text -> path(host, text).ifPresent(this.folders::add));
  }

  private static boolean isDigest(String text) {
    return text.matches("[0-9a-f]{64}");
  }

  private static Optional<Path> path(Host host, String text) {
    try {
      return Optional.of(host.currentFolder().resolve(text));
    } catch (InvalidPathException e) {
      // No recipe is there.
      return Optional.empty();
    }
  }

  /** The needs of a recipe that the user has not consented to. */
  public List<Need> missing(Recipe recipe, List<Need> needs) {
    return missing(recipe.file(), needs);
  }

  /** Whether the variable has digests, of which each may be that of a recipe's needs. */
  public boolean namesDigests() {
    return !digests.isEmpty();
  }

  /** As above, of the recipe in a file. */
  public List<Need> missing(Path file, List<Need> needs) {
    if (needs.isEmpty() || digests.contains(Needs.digest(needs))) {
      return List.of();
    }
    Optional<Path> real = real(file);
    if (real.isEmpty() || folders.stream().anyMatch(folder -> holds(folder, real.get()))) {
      return real.isEmpty() ? needs : List.of();
    }
    List<ConsentFile.Entry> entries = this.file.read();
    if (entries.stream().anyMatch(entry -> entry.trusts(real.get()))) {
      return List.of();
    }
    String name = real.get().toString();
    return needs.stream()
        .filter(need -> entries.stream().noneMatch(e -> e.key().equals(need.key(name))))
        .toList();
  }

  /** Remembers the consent to some needs of a recipe. */
  public void grant(Recipe recipe, List<Need> needs) throws IOException {
    grant(recipe.file(), needs);
  }

  /** As above, of the recipe in a file. */
  public void grant(Path recipe, List<Need> needs) throws IOException {
    String name = recipe.toRealPath().toString();
    file.add(
        needs.stream()
            .map(need -> new ConsentFile.Entry(need.key(name), name, need.what()))
            .toList());
  }

  /** Remembers that the recipes in and below a folder are trusted. */
  public void grant(Path folder) throws IOException {
    file.add(List.of(ConsentFile.Entry.of(folder.toRealPath())));
  }

  /** The remembered consents, in the order in which they were given. */
  public List<ConsentFile.Entry> consents() {
    return file.read();
  }

  /** Forgets the consents for a recipe or a folder; returns how many there were. */
  public int revoke(Path path) throws IOException {
    Path named = path.toAbsolutePath().normalize();
    // What is gone can only be named as it was.
    List<String> names = List.of(named.toString(), real(path).orElse(named).toString());
    return file.remove(entry -> names.contains(entry.path()));
  }

  private static boolean holds(Path folder, Path recipe) {
    return real(folder).filter(recipe::startsWith).isPresent();
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
