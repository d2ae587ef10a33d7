package org.distroc.debian;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.LocalFile;
import org.distroc.host.Trees;
import org.distroc.kernel.ArchiveException;
import org.distroc.kernel.Progress;
import org.distroc.kernel.Tarball;

/**
 * Packages in the cache, by digest. Each has a folder with the bytes of its files in one file, and
 * an index that is written last. So all of a root can be read in any order, and a package is
 * decompressed once.
 */
final class DebStore {
  private static final String FILES = "files";
  private static final String INDEX = "index";

  private final Host host;
  private final Path folder;
  private final Progress progress;

  DebStore(Host host, Progress progress) {
    this.host = host;
    this.folder = host.cache().folder(CacheFolder.DEBS);
    this.progress = progress;
  }

  /** A package, if it is complete in the cache. */
  Optional<StoredPackage> find(PinnedDeb deb) throws IOException {
    Path home = home(deb);
    Optional<byte[]> index = BoundedFiles.entry(home.resolve(INDEX), BoundedFiles.TABLE);
    Path files = home.resolve(FILES);
    if (index.isEmpty() || !Files.isRegularFile(files)) {
      return Optional.empty();
    }
    try {
      DebTree tree = DebTree.parse(new String(index.get(), StandardCharsets.UTF_8));
      return Files.size(files) == tree.bytes()
          ? Optional.of(new StoredPackage(deb, tree, files))
          : Optional.empty();
    } catch (IOException e) {
      // Damaged, or written by another version: it is made again.
      return Optional.empty();
    }
  }

  /**
   * Adds a package from its .deb.
   *
   * @param file the .deb, whose content is not trusted
   * @throws Failure D4204 if it is damaged or hostile, D4205 if it is another one than expected
   */
  StoredPackage add(PinnedDeb deb, Path file) throws IOException {
    check(deb, file);
    Files.createDirectories(folder);
    FileLock lock = FileLock.take(lockOf(deb), () -> {});
    try (lock) {
      Optional<StoredPackage> meanwhile = find(deb);
      return meanwhile.isPresent() ? meanwhile.get() : unpack(deb, file);
    }
  }

  private Path lockOf(PinnedDeb deb) {
    return host.cache().lock("deb-" + deb.sha256());
  }

  private Path home(PinnedDeb deb) {
    return folder.resolve(deb.sha256());
  }

  private static void check(PinnedDeb deb, Path file) throws IOException {
    long size = Files.size(file);
    String digest = BoundedFiles.digest(file);
    if (size != deb.size() || !digest.equals(deb.sha256())) {
      Diagnostic error =
          Diagnostic.error(Code.D4205, "checksum mismatch for package `" + deb.name() + "`");
      if (size != deb.size()) {
        error = error.why("expected " + deb.size() + " bytes, received " + size);
      }
      throw new Failure(
          error
              .why("expected sha256:" + deb.sha256())
              .why("received sha256:" + digest + " from " + deb.url())
              .help("try again; if it stays, find out who changes what the archive sends"));
    }
  }

  private StoredPackage unpack(PinnedDeb deb, Path file) throws IOException {
    Path downloads = Files.createDirectories(host.cache().folder(CacheFolder.DOWNLOADS));
    Path scratch = Files.createTempDirectory(downloads, deb.name() + "-");
    try {
      Path files = scratch.resolve(FILES);
      DebTree tree;
      try (OutputStream out =
          new BufferedOutputStream(new LocalFile(files, Files.newOutputStream(files)), 1 << 18)) {
        tree = DebReader.read(file, new Tarball(host, Progress.NONE), scratch, out);
        checkName(deb, tree);
      }
      progress.report("unpacked " + deb.name(), deb.size(), deb.size());
      Path home = home(deb);
      Trees.delete(home);
      Files.createDirectories(home);
      Files.move(files, home.resolve(FILES), StandardCopyOption.ATOMIC_MOVE);
      AtomicFiles.write(home.resolve(INDEX), tree.text());
      return new StoredPackage(deb, tree, home.resolve(FILES));
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(deb, e);
    } finally {
      Trees.delete(scratch);
    }
  }

  /** A list, or a lock file, may give a digest of another package. */
  private static void checkName(PinnedDeb deb, DebTree tree) throws ArchiveException {
    String shown = tree.field("Package") + " " + tree.field("Version");
    if (!shown.equals(deb.shown())) {
      throw new ArchiveException("it is `" + shown + "` itself");
    }
  }

  private static Failure damaged(PinnedDeb deb, IOException e) {
    Diagnostic error =
        Diagnostic.error(Code.D4204, "cannot unpack package `" + deb.shown() + "`")
            .why(String.valueOf(e.getMessage()));
    return new Failure(
        e instanceof ArchiveException
            ? error.help("do not use it: packages of Debian have nothing of that kind")
            : error.help("its digest is right, so the archive's own copy is damaged"));
  }
}
