package org.distroc.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distroc.builder.BuildInputs;

/** The version of this distroc, written into the jar when it is built. */
public final class Version {
  private static final String BUILD = stamp();

  private Version() {}

  /** Identifies this build of distroc: another jar may have other templates. */
  public static String build() {
    return text() + " " + BUILD;
  }

  private static String stamp() {
    try {
      Path program =
          Path.of(Version.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(program)) {
        // One file if it is a jar; a folder of classes during development.
        String all = files.map(Version::stamp).sorted().collect(Collectors.joining("\n"));
        return BuildInputs.digest(all.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException | URISyntaxException e) {
      return "unknown";
    }
  }

  private static String stamp(Path file) {
    return file + " " + file.toFile().length() + " " + file.toFile().lastModified();
  }

  /** The version number, such as {@code 0.1.0}. */
  public static String text() {
    try (InputStream in = Version.class.getResourceAsStream("/org/distroc/version")) {
      return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
