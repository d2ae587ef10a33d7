package org.distroc.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.distroc.host.Host;
import org.distroc.host.Sandbox;

/**
 * The settings of a user. {@code schemas/config-v1.schema.json} documents them.
 *
 * @param jobs how many run at once
 * @param offline whether the network must not be used
 * @param cacheFolder where the cache is, absolute
 * @param cacheLimit the limit of the cache in bytes
 * @param shared servers with built kernels, in the order of lookup
 * @param ccache how ccache is used
 * @param sandbox whether programs of recipes run in a sandbox
 * @param distccHosts machines that compile, in the syntax of distcc; empty to not use distcc
 * @param trusted folders whose recipes need no consent, absolute
 * @param signers who must have signed recipes from a registry
 */
public record Preferences(
    OptionalInt jobs,
    boolean offline,
    Optional<Path> cacheFolder,
    OptionalLong cacheLimit,
    List<Server> shared,
    Ccache ccache,
    SandboxUse sandbox,
    List<String> distccHosts,
    List<Path> trusted,
    List<Signers> signers) {

  /** Copies the lists. */
  public Preferences {
    shared = List.copyOf(shared);
    distccHosts = List.copyOf(distccHosts);
    trusted = List.copyOf(trusted);
    signers = List.copyOf(signers);
  }

  /**
   * Keys for some addresses.
   *
   * @param from how the addresses begin
   * @param keys public keys, each with its type and base 64 digits
   */
  public record Signers(String from, List<String> keys) {
    /** Copies the list. */
    public Signers {
      keys = List.copyOf(keys);
    }

    /** Whether they are for a repository. */
    public boolean areFor(String repository) {
      return repository.equals(from)
          || repository.startsWith(from.endsWith("/") ? from : from + "/");
    }
  }

  /** The protocol that a server speaks. */
  public enum Protocol {
    /** Plain files by GET and PUT. */
    HTTP,
    /** An OCI registry. */
    OCI
  }

  /**
   * A server with built kernels.
   *
   * @param address a URL, or host and name of a repository
   * @param write whether kernels that were compiled here are uploaded
   * @param user the user name; looked up if empty
   * @param passwordVariable the environment variable with the password
   * @param tokenVariable the environment variable with a bearer token
   * @param lockedOnly whether only kernels whose digest is in the lock file are used
   */
  public record Server(
      Protocol protocol,
      String address,
      boolean write,
      Optional<String> user,
      Optional<String> passwordVariable,
      Optional<String> tokenVariable,
      boolean lockedOnly) {}

  /** When to use a tool. */
  public enum Use {
    /** If it is installed. */
    AUTO,
    /** Always. */
    ON,
    /** Never. */
    OFF
  }

  /** When to run programs of recipes in a sandbox. */
  public enum SandboxUse {
    /** Where the host can. */
    AUTO,
    /** Always: else nothing runs. */
    REQUIRE,
    /** Never. */
    OFF
  }

  /**
   * How ccache is used.
   *
   * @param size in the syntax of ccache
   * @param remote its remote storage, in the syntax of ccache
   */
  public record Ccache(Use use, String size, Optional<String> remote) {}

  /** The host with the cache and the sandbox that the user set, unless its environment does. */
  public Host host(Host host) {
    Host cached = cacheFolder.map(host::cachingIn).orElse(host);
    return sandbox == SandboxUse.AUTO
        ? cached
        : cached.with(Sandbox.VARIABLE, sandbox.name().toLowerCase(Locale.ROOT));
  }

  /** The defaults. */
  public static Preferences none() {
    return of(Map.of(), Path.of("/"));
  }

  /** The settings with these values by JSON pointer, which are valid by the schema. */
  static Preferences of(Map<String, String> values, Path home) {
    return new Preferences(
        values.containsKey("/jobs")
            ? OptionalInt.of(Integer.parseInt(values.get("/jobs")))
            : OptionalInt.empty(),
        isTrue(values.get("/offline")),
        Optional.ofNullable(values.get("/cache/folder")).map(text -> folder(text, home)),
        values.containsKey("/cache/keep")
            ? OptionalLong.of(ByteSize.parse(values.get("/cache/keep")).orElseThrow())
            : OptionalLong.empty(),
        servers(values),
        new Ccache(
            Use.valueOf(values.getOrDefault("/ccache/use", "auto").toUpperCase(Locale.ROOT)),
            values.getOrDefault("/ccache/size", "5G"),
            Optional.ofNullable(values.get("/ccache/remote"))),
        SandboxUse.valueOf(values.getOrDefault("/sandbox", "auto").toUpperCase(Locale.ROOT)),
        items(values, "/distcc/hosts/"),
        items(values, "/trust/").stream().map(text -> folder(text, home)).toList(),
        signers(values));
  }

  private static List<Signers> signers(Map<String, String> values) {
    List<Signers> signers = new ArrayList<>();
    for (int i = 0; values.containsKey("/signers/" + i + "/from"); i++) {
      String at = "/signers/" + i + "/";
      signers.add(new Signers(values.get(at + "from"), items(values, at + "keys/")));
    }
    return signers;
  }

  private static List<Server> servers(Map<String, String> values) {
    List<Server> servers = new ArrayList<>();
    for (int i = 0; ; i++) {
      String at = "/shared/" + i + "/";
      String url = values.get(at + "url");
      String address = url == null ? values.get(at + "oci") : url;
      if (address == null) {
        return servers;
      }
      servers.add(
          new Server(
              url == null ? Protocol.OCI : Protocol.HTTP,
              address,
              isTrue(values.get(at + "write")),
              Optional.ofNullable(values.get(at + "user")),
              Optional.ofNullable(values.get(at + "password-variable")),
              Optional.ofNullable(values.get(at + "token-variable")),
              "locked".equals(values.get(at + "trust"))));
    }
  }

  private static List<String> items(Map<String, String> values, String list) {
    List<String> items = new ArrayList<>();
    for (int i = 0; values.containsKey(list + i); i++) {
      items.add(values.get(list + i));
    }
    return items;
  }

  private static Path folder(String text, Path home) {
    Path folder = text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    return folder.normalize();
  }

  private static boolean isTrue(String text) {
    return "true".equalsIgnoreCase(text);
  }
}
