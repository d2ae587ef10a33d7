package org.distroc.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.distroc.builder.config.ConfigFileKind;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.host.IoErrors;
import org.distroc.host.RefusedFile;
import org.distroc.kconfig.value.ConfigLine;

/** A {@code .config} file that the command line names. */
final class ConfigFile {
  /** The largest of a distribution have 300 KB. */
  private static final int MAX_BYTES = 16 << 20;

  private static final String WHERE =
      "look for the configuration of a running kernel in /proc/config.gz or /boot";

  private static final int MAX_WARNINGS = 5;

  private ConfigFile() {}

  /**
   * The text of a file, decompressed if it is gzipped like {@code /proc/config.gz}.
   *
   * @param shown the name in messages
   * @throws Failure D8002 when it cannot be read, D2112 when it configures nothing
   */
  static String read(Path file, String shown) {
    String text;
    try {
      text = new String(unpacked(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "`" + shown + "` cannot be read").why(reason(e)), e);
    }
    if (text.lines().noneMatch(line -> ConfigLine.parse(line).isPresent())) {
      Optional<String> other = ConfigFileKind.otherProgram(text);
      if (other.isPresent()) {
        throw new Failure(
            Diagnostic.error(
                    Code.D2072,
                    "`" + shown + "` seems to be that of " + other.get() + ", not of a kernel")
                .why("it has no line such as `CONFIG_NET=y` or `# CONFIG_NET is not set`")
                .help(WHERE));
      }
      throw new Failure(
          Diagnostic.error(Code.D2112, "`" + shown + "` is not a .config file")
              .why("it has no line such as `CONFIG_NET=y` or `# CONFIG_NET is not set`")
              .help(WHERE));
    }
    return text;
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream in = BoundedFiles.stream(file, MAX_BYTES)) {
      byte[] bytes = limited(in);
      boolean packed = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
      return packed ? limited(new GZIPInputStream(new ByteArrayInputStream(bytes))) : bytes;
    }
  }

  private static byte[] limited(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("it is larger than 16 MiB when unpacked");
    }
    return bytes;
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    return e instanceof RefusedFile refused ? "it " + refused.getReason() : IoErrors.reason(e);
  }

  /** The first few warnings about lines of a file, and how many more there are. */
  static List<Diagnostic> few(List<Diagnostic> warnings) {
    int more = warnings.size() - MAX_WARNINGS;
    if (more <= 1) {
      return warnings;
    }
    List<Diagnostic> few = new ArrayList<>(warnings.subList(0, MAX_WARNINGS));
    few.add(Diagnostic.warning(Code.D2110, more + " more lines have no effect"));
    return few;
  }
}
