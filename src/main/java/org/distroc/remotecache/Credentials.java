package org.distroc.remotecache;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.distroc.diag.JsonReader;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Host;
import org.distroc.settings.Preferences.Protocol;
import org.distroc.settings.Preferences.Server;

/**
 * Credentials for a server: from the environment, {@code .netrc}, or Docker's file with the
 * credentials of {@code docker login}. Secrets go into a header and nowhere else.
 */
final class Credentials {
  private final Host host;

  Credentials(Host host) {
    this.host = host;
  }

  /**
   * The value of the header {@code Authorization}; empty if there are no credentials.
   *
   * @throws IOException if a variable that the settings name is not set
   */
  Optional<String> of(Server server) throws IOException {
    if (server.tokenVariable().isPresent()) {
      return Optional.of("Bearer " + variable(server.tokenVariable().get()));
    }
    if (server.passwordVariable().isPresent()) {
      return Optional.of(
          basic(server.user().orElse(""), variable(server.passwordVariable().get())));
    }
    String machine =
        server.protocol() == Protocol.OCI
            ? server.address().substring(0, server.address().indexOf('/'))
            : URI.create(server.address()).getHost();
    Optional<String> found = server.protocol() == Protocol.OCI ? docker(machine) : Optional.empty();
    return found.isPresent() ? found : netrc(machine.replaceFirst(":[0-9]+$", ""), server.user());
  }

  private String variable(String name) throws IOException {
    return host.variable(name)
        .orElseThrow(() -> new IOException("the variable " + name + " is not set"));
  }

  private static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  /** {@code docker login} writes names and passwords in base 64, unless it has a helper. */
  private Optional<String> docker(String machine) throws IOException {
    Path folder =
        host.variable("DOCKER_CONFIG").map(Path::of).orElse(host.home().resolve(".docker"));
    Optional<String> text = text(folder.resolve("config.json"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (JsonReader.read(text.get()) instanceof Map<?, ?> config
        && config.get("auths") instanceof Map<?, ?> servers
        && servers.get(machine) instanceof Map<?, ?> server
        && server.get("auth") instanceof String auth) {
      return Optional.of("Basic " + auth);
    }
    return Optional.empty();
  }

  private Optional<String> netrc(String machine, Optional<String> user) throws IOException {
    Path file = host.variable("NETRC").map(Path::of).orElse(host.home().resolve(".netrc"));
    for (Map<String, String> entry : text(file).map(Credentials::entries).orElse(List.of())) {
      boolean here = machine.equals(entry.get("machine")) || entry.containsKey("default");
      boolean this1 = user.isEmpty() || user.get().equals(entry.get("login"));
      if (here && this1 && entry.containsKey("password")) {
        return Optional.of(basic(entry.getOrDefault("login", ""), entry.get("password")));
      }
    }
    return Optional.empty();
  }

  /** The words of a netrc file, from one {@code machine} or {@code default} to the next. */
  private static List<Map<String, String>> entries(String text) {
    List<Map<String, String>> entries = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(text);
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.equals("machine") || word.equals("default")) {
        entries.add(new HashMap<>());
      }
      if (!entries.isEmpty()) {
        boolean alone = word.equals("default") || !words.hasMoreTokens();
        entries.get(entries.size() - 1).put(word, alone ? "" : words.nextToken());
      }
    }
    return entries;
  }

  private static Optional<String> text(Path file) throws IOException {
    return Files.isReadable(file) && !Files.isDirectory(file)
        ? Optional.of(BoundedFiles.text(file, BoundedFiles.NOTE))
        : Optional.empty();
  }
}
