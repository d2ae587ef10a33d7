package org.distroc.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.distroc.host.Host;
import org.distroc.host.Tool;

/**
 * Which programs build. They are told apart by the files themselves, so that asking costs no
 * process: a package that is upgraded changes size or time of its program.
 */
final class Toolchain {
  /** What the bytes of a kernel and an init depend on. */
  private static final List<String> COMPILING = List.of("gcc", "ld", "as", "ar", "objcopy", "make");

  /** What the bytes of init and of images depend on beyond that. */
  private static final List<String> PACKING = List.of("xorriso", "gzip", "xz", "zstd");

  private final Host host;

  Toolchain(Host host) {
    this.host = host;
  }

  /** Digest of what compiles. */
  String compiling() throws IOException {
    return identity(COMPILING, List.of());
  }

  /** Digest of what links and packs. */
  String packing() throws IOException {
    return identity(PACKING, List.of(Tool.STATIC_LIBC, Tool.ISOLINUX, Tool.LDLINUX));
  }

  private String identity(List<String> tools, List<Tool> files) throws IOException {
    Digest digest = new Digest();
    for (String tool : tools) {
      digest.add(tool).add(fileIdentity(host.find(tool).orElse(null)));
    }
    for (Tool tool : files) {
      digest.add(tool.name()).add(fileIdentity(tool.find(host).orElse(null)));
    }
    return digest.hex();
  }

  private static String fileIdentity(Path program) throws IOException {
    if (program == null) {
      return "missing";
    }
    Path real = program.toRealPath();
    BasicFileAttributes about = Files.readAttributes(real, BasicFileAttributes.class);
    return real + " " + about.size() + " " + about.lastModifiedTime().toMillis();
  }
}
