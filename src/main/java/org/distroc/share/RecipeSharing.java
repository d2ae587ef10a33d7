package org.distroc.share;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.host.Sha256;
import org.distroc.host.Trees;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.remotecache.Registry;
import org.distroc.settings.Preferences.Signers;

/** Puts recipes into registries, and gets them from there. */
public final class RecipeSharing {
  /** How many versions are looked at for their digests. */
  private static final int MOST_VERSIONS = 200;

  /** Numbers by their value: 1.9 is before 1.10. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparing(RecipeSharing::padded).thenComparing(Comparator.naturalOrder());

  private static final String STANDARD = "org.opencontainers.image.";

  private final Host host;
  private final Artifacts artifacts;

  /**
   * On a host, with its cache and its credentials.
   *
   * @param signers who must have signed what is pulled
   */
  public RecipeSharing(Host host, List<Signers> signers) {
    this.host = host;
    this.artifacts = new Artifacts(host, signers, false);
  }

  /**
   * A recipe that is in a registry.
   *
   * @param digest of its manifest, which names it forever
   * @param files their paths
   * @param bytes of the archive
   * @param there whether it was there before
   */
  public record Pushed(
      ArtifactAddress address, String digest, List<String> files, long bytes, boolean there) {}

  /**
   * Packs a recipe with the files that it reads, and uploads it. It is unpacked here first, so that
   * what arrives elsewhere is known to be good.
   *
   * @param file of the recipe, absolute
   * @param variants its values, once for each of its architectures
   * @param replace whether a version that is something else may be replaced
   * @throws Failure D1056 for a recipe that others could not build, D6050 for a version that exists
   */
  public Pushed push(
      Path file, List<SourceLocations> variants, ArtifactAddress named, boolean replace) {
    SourceLocations first = variants.get(0);
    ArtifactAddress address = versioned(named, first);
    SortedMap<String, Path> files = new TreeMap<>();
    byte[] archive;
    byte[] manifest;
    try {
      for (SourceLocations variant : variants) {
        files.putAll(RecipeFiles.of(file, variant));
      }
      archive = RecipeArchive.of(files);
      String name = file.getFileName().toString();
      manifest = RecipeManifest.of(archive, name, annotations(first)).bytes();
      artifacts.keep(address.toString(), manifest, archive);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D1056, "the recipe cannot be packed")
              .at(first.nearest(""))
              .why(IoErrors.reason(e))
              .help("a recipe and its files may have 256 MiB and 20,000 files"),
          e);
    }
    boolean there =
        artifacts.with(
            address.repository(),
            registry -> {
              String version = address.version().orElseThrow();
              Optional<byte[]> before = registry.manifestBytes(version);
              if (before.isPresent() && Sha256.of(before.get()).equals(Sha256.of(manifest))) {
                return true;
              }
              if (before.isPresent() && !replace) {
                throw new Failure(exists(address, Sha256.of(before.get())));
              }
              registry.putBlob(archive);
              registry.putManifest(version, manifest);
              return false;
            });
    return new Pushed(
        address, Sha256.of(manifest), List.copyOf(files.keySet()), archive.length, there);
  }

  private static ArtifactAddress versioned(ArtifactAddress named, SourceLocations recipe) {
    Optional<String> version = named.version().or(() -> text(recipe, "version"));
    if (version.isEmpty() || named.digest().isPresent()) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`" + named + "` does not say which version to push")
              .help("write it after a colon: " + named.repository() + ":1.0.0")
              .help("or add `version:` to the recipe"));
    }
    return new ArtifactAddress(named.repository(), version, Optional.empty());
  }

  private static Optional<String> text(SourceLocations recipe, String key) {
    return recipe.node("/" + key) instanceof Node.Scalar one
        ? Optional.of(one.text())
        : Optional.empty();
  }

  private static Map<String, String> annotations(SourceLocations recipe) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put("org.distroc.language", "v1");
    text(recipe, "name").ifPresent(t -> annotations.put(STANDARD + "title", t));
    text(recipe, "version").ifPresent(t -> annotations.put(STANDARD + "version", t));
    text(recipe, "description").ifPresent(t -> annotations.put(STANDARD + "description", t));
    return annotations;
  }

  private static Diagnostic exists(ArtifactAddress address, String digest) {
    return Diagnostic.error(Code.D6050, "`" + address + "` exists, and is something else")
        .why("it is sha256:" + digest)
        .why("recipes that extend this version would change")
        .help("choose another version, or replace it with `--replace`");
  }

  /**
   * A recipe that was copied out of a registry.
   *
   * @param recipe its file
   * @param digest of its manifest
   */
  public record Pulled(Path recipe, String digest) {}

  /**
   * Gets a recipe and writes it into a new folder: all of it, or nothing.
   *
   * @throws Failure D6051 if the folder exists
   */
  public Pulled pull(ArtifactAddress address, Path folder) {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new Failure(
            Diagnostic.error(Code.D6051, "`" + host.shown(folder) + "` exists")
                .why("a recipe is pulled into a new folder, and nothing is overwritten")
                .help("remove it, or choose another folder with `-o DIR`"));
      }
      Artifacts.Artifact got = artifacts.get(address.repository(), digest(address), () -> {});
      copy(got.root(), folder);
      return new Pulled(folder.resolve(got.manifest().recipe()).normalize(), got.digest());
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D6052, "cannot write into `" + host.shown(folder) + "`")
              .why(IoErrors.reason(e))
              .help("check free space and permissions"),
          e);
    }
  }

  /** Signs what is at an address now; returns its digest. */
  public String sign(ArtifactAddress address, Path key) {
    String digest = digest(address);
    artifacts.sign(address.repository(), digest, key);
    return digest;
  }

  private String digest(ArtifactAddress address) {
    return address
        .digest()
        .or(() -> address.version().flatMap(tag -> artifacts.digest(address.repository(), tag)))
        .orElseThrow(
            () ->
                new Failure(
                    address.version().isPresent()
                        ? Artifacts.absent(
                            address.repository(), "`" + address.version().get() + "`")
                        : Diagnostic.error(Code.D8001, "`" + address + "` names no version")
                            .help("`distroc versions " + address + "` lists them")));
  }

  /** Copies a tree, whose files the user may change, under a temporary name first. */
  private static void copy(Path tree, Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    Files.createDirectories(absolute.getParent());
    Path work = absolute.resolveSibling("." + absolute.getFileName() + "-" + UUID.randomUUID());
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes facts)
                throws IOException {
              Files.createDirectory(work.resolve(tree.relativize(from).toString()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes facts)
                throws IOException {
              Path to = work.resolve(tree.relativize(from).toString());
              Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
              if (facts.isRegularFile() && !to.toFile().setWritable(true)) {
                throw new IOException("cannot change the mode of " + to);
              }
              return FileVisitResult.CONTINUE;
            }
          });
      Files.move(work, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.delete(work);
    }
  }

  /**
   * A version in a registry.
   *
   * @param digest empty beyond the first 200 versions
   */
  public record Version(String name, Optional<String> digest) {}

  /**
   * The versions of a recipe, the newest number last.
   *
   * @throws Failure D1044 if there is no such repository
   */
  public List<Version> versions(String repository) {
    List<String> tags =
        artifacts
            .with(repository, Registry::tags)
            .orElseThrow(() -> new Failure(Artifacts.absent(repository, "any version")));
    List<Version> versions = new ArrayList<>();
    for (String tag : tags.stream().filter(RecipeSharing::isVersion).sorted(BY_NUMBER).toList()) {
      versions.add(
          new Version(
              tag,
              versions.size() < MOST_VERSIONS
                  ? artifacts.digest(repository, tag)
                  : Optional.empty()));
    }
    return versions;
  }

  /** Signatures have tags too. */
  private static boolean isVersion(String tag) {
    return tag.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
        && !tag.matches("sha256-[0-9a-f]{64}\\.sig");
  }

  private static String padded(String version) {
    StringBuilder out = new StringBuilder();
    for (String part : version.split("(?<=[0-9])(?![0-9])|(?<![0-9])(?=[0-9])")) {
      out.append(part.matches("[0-9]+") ? "0".repeat(Math.max(0, 20 - part.length())) : "");
      out.append(part);
    }
    return out.toString();
  }
}
