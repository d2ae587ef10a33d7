package org.distroc.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that a step needs from the host, and the Debian package that provides it.
 *
 * @param name the name shown to users
 * @param kind how it is found
 * @param where what to look for: a program's name, or absolute files, one of them enough
 * @param debianPackage what to install
 * @param purpose what it is for, completing "needed to …"
 */
public record Tool(
    String name, Kind kind, List<String> where, String debianPackage, String purpose) {

  /** How a tool is found. */
  public enum Kind {
    /** A program on the PATH. */
    PROGRAM,
    /** A file at one of several places; {@code *} stands for any one folder. */
    FILE
  }

  public static final Tool MAKE = program("make", "make", "run every build");
  public static final Tool GCC = program("gcc", "gcc", "compile the kernel and init");
  public static final Tool LD = program("ld", "binutils", "link the kernel and init");
  public static final Tool FLEX = program("flex", "flex", "build the kernel's configuration tool");
  public static final Tool BISON =
      program("bison", "bison", "build the kernel's configuration tool");
  public static final Tool BC = program("bc", "bc", "compute the kernel's time constants");
  public static final Tool XZ = program("xz", "xz-utils", "compress with xz");
  public static final Tool GZIP = program("gzip", "gzip", "compress with gzip");
  public static final Tool BZIP2 = program("bzip2", "bzip2", "compress with bzip2");
  public static final Tool LZ4 = program("lz4", "lz4", "compress with LZ4");
  public static final Tool LZOP = program("lzop", "lzop", "compress with LZO");
  public static final Tool ZSTD = program("zstd", "zstd", "compress with Zstandard");
  public static final Tool PAHOLE = program("pahole", "dwarves", "write the kernel's BTF types");
  public static final Tool LIBELF =
      file("libelf", "libelf-dev", "build the kernel's objtool", "/usr/include/gelf.h");
  public static final Tool LIBSSL =
      file(
          "libssl",
          "libssl-dev",
          "sign the kernel's modules",
          "/usr/include/openssl/opensslv.h",
          "/usr/include/*/openssl/opensslv.h");

  /** As scripts/kconfig/mconf-cfg.sh of the kernel looks for it. */
  public static final Tool NCURSES =
      file(
          "ncurses",
          "libncurses-dev",
          "draw the kernel's menuconfig",
          "/usr/include/ncurses.h",
          "/usr/include/ncursesw/ncurses.h",
          "/usr/include/ncurses/ncurses.h");

  public static final Tool OVMF =
      file(
          "OVMF",
          "ovmf",
          "start guests by UEFI",
          "/usr/share/ovmf/OVMF.fd",
          "/usr/share/edk2/ovmf/OVMF.fd",
          "/usr/share/edk2/x64/OVMF.4m.fd");

  /** Recommended, not required: {@link Sandbox} says what is done without it. */
  public static final Tool BUBBLEWRAP =
      program("bwrap", "bubblewrap", "run programs of recipes in a sandbox");

  public static final Tool GDB = program("gdb", "gdb", "debug guests");
  public static final Tool OBJDUMP = program("objdump", "binutils", "disassemble init");
  public static final Tool CCACHE =
      program("ccache", "ccache", "compile a file of the kernel once for several configurations");
  public static final Tool DISTCC = program("distcc", "distcc", "compile on other machines");
  public static final Tool GIT = program("git", "git", "get kernel sources from git");

  /** Everything that builds and boots need for any architecture and format, in order of use. */
  public static final List<Tool> ALL =
      List.of(
          MAKE,
          GCC,
          LD,
          FLEX,
          BISON,
          BC,
          XZ,
          GZIP,
          BZIP2,
          LZ4,
          LZOP,
          ZSTD,
          PAHOLE,
          LIBELF,
          LIBSSL,
          OVMF,
          GIT,
          NCURSES,
          GDB,
          OBJDUMP,
          BUBBLEWRAP);

  /**
   * What only distroc's tests need: servers for remote caches, readers of images, and optional
   * tools.
   */
  public static final List<Tool> FOR_TESTS =
      List.of(
          CCACHE,
          DISTCC,
          file("nginx", "nginx-light", "test shared caches", "/usr/sbin/nginx", "/usr/bin/nginx"),
          program("docker-registry", "docker-registry", "test registries and shared caches"),
          program("skopeo", "skopeo", "test container images"),
          program("git", "git", "test kernels and bases from git"),
          program("ssh-keygen", "openssh-client", "test signatures"),
          program("redis-server", "redis-server", "test the remote storage of ccache"));

  /** A program on the PATH. */
  public static Tool program(String name, String debianPackage, String purpose) {
    return new Tool(name, Kind.PROGRAM, List.of(name), debianPackage, purpose);
  }

  /** A file at one of several places; {@code *} stands for any one folder. */
  public static Tool file(String name, String debianPackage, String purpose, String... where) {
    return new Tool(name, Kind.FILE, List.of(where), debianPackage, purpose);
  }

  /** The path, or all matches of a {@code *} in it, sorted by name. */
  private static Stream<Path> paths(String path) {
    int any = path.indexOf("/*/");
    if (any < 0) {
      return Stream.of(Path.of(path));
    }
    String[] folders = new File(path.substring(0, any)).list();
    return Arrays.stream(folders == null ? new String[0] : folders)
        .sorted()
        .map(folder -> Path.of(path.substring(0, any), folder, path.substring(any + 3)));
  }

  /** Where it is on a host; empty if it is missing. */
  public Optional<Path> find(Host host) {
    return switch (kind) {
      case PROGRAM -> host.find(where.get(0));
      case FILE -> where.stream().flatMap(Tool::paths).filter(Files::isReadable).findFirst();
    };
  }
}
