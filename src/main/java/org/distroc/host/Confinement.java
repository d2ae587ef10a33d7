package org.distroc.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command needs of the host, for commands that run programs or read files which somebody
 * else wrote: a recipe, a kernel source, a guest. Where the host can, {@link Sandbox} shows it
 * this, the system's programs, and nothing else: no home, no other processes, no network.
 *
 * <p>It always sees {@code /usr} and the like, the folders of its PATH, and an own {@code /tmp}.
 *
 * @param mounts files and folders that it sees, at their own paths unless stated otherwise
 * @param network whether it uses the host's network
 * @param limits on what it may consume
 * @param identity another user and host name, if it must not have the host's
 */
public record Confinement(
    List<Mount> mounts, boolean network, Limits limits, Optional<Identity> identity) {

  /** Copies the list. */
  public Confinement {
    mounts = List.copyOf(mounts);
  }

  /** How something is seen. */
  public enum Access {
    /** It can be read and executed. */
    READ,
    /** It can also be changed. */
    WRITE,
    /** It is a device, or a folder with devices. */
    DEVICE
  }

  /**
   * Something of the host.
   *
   * @param source its path; nothing is shown if it does not exist
   * @param at its path in the sandbox
   */
  public record Mount(Path source, Path at, Access access) {}

  /**
   * Who the command seems to be.
   *
   * @param user number of its user and group
   * @param host name of its host
   */
  public record Identity(int user, String host) {}

  /**
   * Limits on the resources of a command. The kernel exempts root from the number of processes.
   *
   * @param processes how many processes and threads all of it may have at once
   * @param fileBytes the size of each file it writes
   * @param memoryBytes the memory of each process
   */
  public record Limits(int processes, long fileBytes, long memoryBytes) {
    private static final long GIB = 1L << 30;

    /** Wide enough to compile any kernel: what no honest step exceeds. */
    public static final Limits WIDE = new Limits(4096, 16 * GIB, 16 * GIB);

    /** A copy with another size of files. */
    public Limits fileBytes(long bytes) {
      return new Limits(processes, bytes, memoryBytes);
    }

    /** A copy with another amount of memory. */
    public Limits memoryBytes(long bytes) {
      return new Limits(processes, fileBytes, bytes);
    }
  }

  /** A command that needs nothing but the system's programs. */
  public static Confinement strict() {
    return new Confinement(List.of(), false, Limits.WIDE, Optional.empty());
  }

  /** A copy that can also read some files or folders. */
  public Confinement reading(Path... paths) {
    return reading(List.of(paths));
  }

  /** A copy that can also read some files or folders. */
  public Confinement reading(List<Path> paths) {
    return with(paths, Access.READ);
  }

  /** A copy that can also change some files or folders. */
  public Confinement writing(Path... paths) {
    return with(List.of(paths), Access.WRITE);
  }

  /** A copy that can also use a device. */
  public Confinement device(Path device) {
    return with(List.of(device), Access.DEVICE);
  }

  private Confinement with(List<Path> paths, Access access) {
    List<Mount> more = new ArrayList<>(mounts);
    for (Path path : paths) {
      Path absolute = path.toAbsolutePath().normalize();
      more.add(new Mount(absolute, absolute, access));
    }
    return new Confinement(more, network, limits, identity);
  }

  /** A copy that can read something at another path than its own. */
  public Confinement readingAt(Path source, Path at) {
    List<Mount> more = new ArrayList<>(mounts);
    more.add(new Mount(source, at, Access.READ));
    return new Confinement(more, network, limits, identity);
  }

  /** A copy that uses the host's network, or not. */
  public Confinement network(boolean used) {
    return new Confinement(mounts, used, limits, identity);
  }

  /** A copy with other limits. */
  public Confinement limits(Limits others) {
    return new Confinement(mounts, network, others, identity);
  }

  /** A copy with another identity. */
  public Confinement identity(Identity other) {
    return new Confinement(mounts, network, limits, Optional.of(other));
  }
}
