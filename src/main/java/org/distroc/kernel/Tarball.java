package org.distroc.kernel;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;
import org.tukaani.xz.SeekableFileInputStream;
import org.tukaani.xz.SeekableXZInputStream;

/**
 * Opens a tarball as the tar stream inside. The compression is detected from the first bytes, not
 * from the name. The host's tool decompresses if there is one, for xz uses all cores and is twice
 * as fast as Java; Java does it otherwise.
 */
public final class Tarball {
  /** Unpacking never takes an hour; a tool that hangs is killed. */
  private static final Duration LIMIT = Duration.ofHours(1);

  /** Memory for an index; that of a kernel takes far less. */
  private static final int INDEX_KIB = 64 << 10;

  private final Host host;
  private final Progress progress;

  /** Tarballs on a host. */
  public Tarball(Host host, Progress progress) {
    this.host = host;
    this.progress = progress;
  }

  private enum Compression {
    XZ(List.of("xz", "-dc", "-T0", "-M512MiB", "--"), 0xfd, '7', 'z', 'X', 'Z', 0),
    GZIP(List.of("gzip", "-dc", "--"), 0x1f, 0x8b),
    BZIP2(List.of("bzip2", "-dc", "--"), 'B', 'Z', 'h'),
    ZSTD(List.of("zstd", "-dcq", "--"), 0x28, 0xb5, 0x2f, 0xfd),
    NONE(List.of());

    private final List<String> command;
    private final byte[] magic;

    Compression(List<String> command, int... magic) {
      this.command = command;
      this.magic = new byte[magic.length];
      for (int i = 0; i < magic.length; i++) {
        this.magic[i] = (byte) magic[i];
      }
    }

    static Compression of(InputStream in) throws IOException {
      in.mark(16);
      byte[] start = in.readNBytes(6);
      in.reset();
      return Arrays.stream(values())
          .filter(one -> Arrays.equals(one.magic, Arrays.copyOf(start, one.magic.length)))
          .findFirst()
          .orElse(NONE);
    }

    InputStream inJava(InputStream in) throws IOException {
      return switch (this) {
        case XZ ->
            XZCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .setMemoryLimitKiB(512 << 10)
                .get();
        case GZIP ->
            GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
        case BZIP2 -> new BZip2CompressorInputStream(in, true);
        case NONE -> in;
        case ZSTD ->
            throw new Failure(
                Diagnostic.error(Code.D5025, "this archive needs `zstd`, which is not installed")
                    .why("it is compressed with Zstandard, which Java cannot decompress")
                    .help("install it: apt-get install zstd")
                    .help("or name the kernel's .tar.xz, which needs no tool"));
      };
    }
  }

  /**
   * The tar stream in a file. Closing it ends the tool.
   *
   * @throws IOException if the file cannot be read, or is damaged; reading throws the same
   */
  public InputStream open(Path file) throws IOException {
    Compression compression;
    try (InputStream in = new BufferedInputStream(BoundedFiles.stream(file, BoundedFiles.LARGE))) {
      compression = Compression.of(in);
    }
    boolean tool =
        !compression.command.isEmpty() && host.find(compression.command.get(0)).isPresent();
    return tool
        ? new ToolStream(start(compression, file))
        : new BufferedInputStream(compression.inJava(watched(file)), 1 << 16);
  }

  /** The length of the tar stream in a file, which only an xz index records; else 0. */
  static long length(Path file) {
    try {
      BoundedFiles.check(file, BoundedFiles.LARGE);
    } catch (IOException e) {
      return 0;
    }
    try (SeekableFileInputStream in = new SeekableFileInputStream(file.toFile());
        SeekableXZInputStream xz = new SeekableXZInputStream(in, INDEX_KIB)) {
      return xz.length();
    } catch (IOException e) {
      // Not xz, or damaged: unpacking reports it.
      return 0;
    }
  }

  /** The tar stream in a stream, by Java only; empty for a compression that Java lacks. */
  static Optional<InputStream> open(InputStream stream) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    Compression compression = Compression.of(in);
    return compression == Compression.ZSTD ? Optional.empty() : Optional.of(compression.inJava(in));
  }

  private Running start(Compression compression, Path file) throws IOException {
    List<String> words = new ArrayList<>(compression.command);
    words.add(file.toAbsolutePath().toString());
    return new ProcessRunner(host).start(Command.of(words).limit(LIMIT));
  }

  private InputStream watched(Path file) throws IOException {
    long total = Files.size(file);
    return new FilterInputStream(
        new BufferedInputStream(BoundedFiles.stream(file, BoundedFiles.LARGE), 1 << 16)) {
      private long done;

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        done += Math.max(0, count);
        progress.report("unpacking " + file.getFileName(), done, total);
        return count;
      }
    };
  }

  /** A tool's output, which ends in an error if the tool did. */
  static final class ToolStream extends FilterInputStream {
    private final Running tool;
    private boolean ended;

    ToolStream(Running tool) {
      super(new BufferedInputStream(tool.stdout(), 1 << 18));
      this.tool = tool;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      return one < 0 ? end() : one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = super.read(bytes, from, length);
      return count < 0 ? end() : count;
    }

    private int end() throws IOException {
      if (!ended) {
        ended = true;
        Outcome outcome = tool.waitFor(Duration.ofSeconds(10));
        if (!outcome.succeeded()) {
          throw new ArchiveException(outcome.lastLines(1));
        }
      }
      return -1;
    }

    @Override
    public void close() {
      tool.close();
    }
  }
}
