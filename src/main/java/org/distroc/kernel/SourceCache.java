package org.distroc.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BootId;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheLayout;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.Trees;
import org.distroc.host.UsageLease;

/**
 * Unpacked kernel sources by digest: {@code sources/<key>/linux}, shared by all recipes. A source
 * is unpacked under a temporary name and renamed when complete, under a lock, so every final name
 * can be used. Next to {@code linux} is {@code complete}, with its size in bytes and the boot it
 * was written in: after a power failure, files written shortly before it may be empty, so the first
 * use in another boot counts the bytes again.
 */
final class SourceCache {
  private static final String COMPLETE = "complete";
  static final String LISTING = "files";
  private static final String COUNTED = "counted";

  private final CacheLayout cache;
  private final Path sources;
  private final Tarball tarballs;
  private final Progress progress;

  SourceCache(Host host, Progress progress) {
    this.cache = host.cache();
    this.sources = cache.folder(CacheFolder.SOURCES);
    this.tarballs = new Tarball(host, progress);
    this.progress = progress;
  }

  /** Opens the tar stream with the source. */
  @FunctionalInterface
  interface Archive {
    InputStream open() throws IOException;

    /** The length of the stream, or 0 if unknown before its end. */
    default long length() {
      return 0;
    }
  }

  /**
   * A name for a source's content.
   *
   * @param kind {@code sha256} or {@code git}
   * @param digest hexadecimal digits
   */
  record Key(String kind, String digest) {
    String identity() {
      return kind + ":" + digest;
    }

    String folder() {
      return kind.equals("sha256") ? digest : kind + "-" + digest;
    }
  }

  /** Creates the folder for unfinished downloads. */
  Path downloads() throws IOException {
    return Files.createDirectories(cache.folder(CacheFolder.DOWNLOADS));
  }

  /** Does work under a lock, so that no other process of this user does work of the same name. */
  <T> T exclusively(String name, Work<T> work) throws IOException {
    Runnable waiting = () -> progress.report("waiting for another distroc", 0, 0);
    FileLock lock = FileLock.take(cache.lock(name), waiting);
    try {
      return work.run();
    } finally {
      lock.close();
    }
  }

  /** Work done under a lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** The tree if it was unpacked before and is unchanged. */
  Optional<KernelTree> find(Key key, String origin) throws IOException {
    Path folder = sources.resolve(key.folder());
    if (Files.exists(folder)) {
      // From here on, pruning skips it.
      UsageLease.mark(cache.sourceLease(key.folder()));
    }
    return isWhole(folder)
        ? Optional.of(KernelTree.of(folder.resolve("linux"), key.identity(), true, origin))
        : Optional.empty();
  }

  /** Every tree in the cache that is unchanged; only its digest is known. */
  List<KernelTree> all() throws IOException {
    List<KernelTree> trees = new ArrayList<>();
    if (!Files.isDirectory(sources)) {
      return trees;
    }
    try (Stream<Path> folders = Files.list(sources)) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString();
        Key key =
            name.startsWith("git-") ? new Key("git", name.substring(4)) : new Key("sha256", name);
        if (!name.startsWith(".")) {
          find(key, "the cache").ifPresent(trees::add);
        }
      }
    }
    return trees;
  }

  /** The tree in a tarball of that digest, which the caller has verified. */
  KernelTree unpackTarball(Path file, String digest, String origin) throws IOException {
    return unpack(new Key("sha256", digest), origin, archive(file));
  }

  private Archive archive(Path file) {
    return new Archive() {
      @Override
      public InputStream open() throws IOException {
        return UnpackedStream.of(tarballs.open(file), Files.size(file));
      }

      @Override
      public long length() {
        return Tarball.length(file);
      }
    };
  }

  /** The top folder of a tarball, unpacked into an empty folder outside of the cache. */
  Path unpackAt(Path file, String origin, Path place) throws IOException {
    unpackInto(place, origin, archive(file));
    return onlyFolder(place);
  }

  /**
   * The tree, unpacked now if it is not there yet.
   *
   * @throws Failure D2004 for an archive that cannot be unpacked, D2005 for one that holds no
   *     kernel
   */
  KernelTree unpack(Key key, String origin, Archive archive) throws IOException {
    Optional<KernelTree> before = find(key, origin);
    return before.isPresent()
        ? before.get()
        : exclusively(
            key.folder(),
            () -> {
              Optional<KernelTree> meanwhile = find(key, origin);
              if (meanwhile.isEmpty()) {
                removeLeftovers(key);
                publish(key, origin, archive);
              }
              return find(key, origin)
                  .orElseThrow(() -> new IOException("it changed in the meantime"));
            });
  }

  private void publish(Key key, String origin, Archive archive) throws IOException {
    // Not createTempDirectory: its folders are closed to everyone else for good.
    Path work = sources.resolve("." + key.folder() + "-" + UUID.randomUUID());
    Files.createDirectory(work);
    try {
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      TarUnpacker.Unpacked result = unpackInto(unpacked, origin, archive);
      Path top = onlyFolder(unpacked);
      Optional<String> flaw = KernelTree.flaw(top);
      if (flaw.isPresent()) {
        throw new Failure(
            Diagnostic.error(Code.D2005, origin + " contains no kernel source")
                .why("its top folder is not a kernel tree: " + flaw.get())
                .help("name the tarball of a whole kernel, such as linux-6.1.tar.xz"));
      }
      Files.move(top, work.resolve("linux"));
      Files.deleteIfExists(unpacked);
      SourceListing.write(work.resolve("linux"), work.resolve(LISTING));
      writeNote(work, result.bytes() + " " + BootId.current());
      Files.move(work, sources.resolve(key.folder()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.delete(work);
    }
  }

  private TarUnpacker.Unpacked unpackInto(Path folder, String origin, Archive archive)
      throws IOException {
    long length = archive.length();
    try (InputStream tar = archive.open()) {
      return TarUnpacker.unpack(
          tar,
          folder,
          TarUnpacker.Limits.KERNEL,
          (doing, done, total) -> progress.report(doing, done, total > 0 ? total : length));
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      String reason = Optional.ofNullable(e.getMessage()).orElse("its data is damaged");
      throw new Failure(
          Diagnostic.error(Code.D2004, "cannot unpack " + origin)
              .why(reason)
              .why("nothing was kept")
              .help("download the archive again; `tar -tf` shows whether it is complete"));
    }
  }

  /** The only folder of an unpacked tarball; if there are more entries, its top. */
  private static Path onlyFolder(Path unpacked) throws IOException {
    try (Stream<Path> files = Files.list(unpacked)) {
      List<Path> top = files.toList();
      return top.size() == 1 && Files.isDirectory(top.get(0)) ? top.get(0) : unpacked;
    }
  }

  private boolean isWhole(Path folder) throws IOException {
    Path note = folder.resolve(COMPLETE);
    if (KernelFolder.builtInPlace(folder.resolve("linux"))) {
      return false;
    }
    String[] words = AtomicFiles.read(note).orElse("").strip().split(" ");
    if (words.length != 2) {
      return false;
    }
    if (words[1].equals(BootId.current()) || words[1].equals(COUNTED)) {
      return true;
    }
    boolean whole = words[0].equals(Long.toString(bytesIn(folder.resolve("linux"))));
    if (whole) {
      writeNote(folder, words[0] + " " + COUNTED);
    }
    return whole;
  }

  private static void writeNote(Path folder, String text) throws IOException {
    Path beside = folder.resolve("." + COMPLETE + "-" + UUID.randomUUID());
    Files.writeString(beside, text + "\n", StandardOpenOption.CREATE_NEW);
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(beside, folder.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long bytesIn(Path folder) throws IOException {
    long[] sum = new long[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            sum[0] += facts.isRegularFile() ? facts.size() : 0;
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }

  /** Removes leftovers of a killed distroc, and a tree that was changed; the lock is held. */
  private void removeLeftovers(Key key) throws IOException {
    Files.createDirectories(sources);
    try (Stream<Path> all = Files.list(sources)) {
      for (Path one : all.toList()) {
        String name = one.getFileName().toString();
        if (name.equals(key.folder()) || name.startsWith("." + key.folder() + "-")) {
          Trees.delete(one);
        }
      }
    }
  }
}
