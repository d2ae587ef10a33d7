package org.distroc.remotecache;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.JsonReader;
import org.distroc.host.Host;
import org.distroc.host.LocalAddresses;
import org.distroc.settings.Preferences;

/** A repository of an OCI registry, by the OCI distribution specification 1.1. */
public final class Registry implements EntryServer {
  /** A list of versions has some kilobytes. */
  private static final long LONGEST_LIST = 1 << 20;

  private static final int MOST_PAGES = 20;
  private static final Pattern NEXT = Pattern.compile("<([^>]{1,2000})>; *rel=\"?next\"?.*");
  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

  private final URI base;
  private final String repository;
  private final Web web;
  private final Optional<String> authorization;
  private volatile Optional<String> token = Optional.empty();

  /**
   * A repository.
   *
   * @param address host, perhaps a port, and the name of the repository
   */
  Registry(String address, Web web, Optional<String> authorization) {
    int slash = address.indexOf('/');
    String host = address.substring(0, slash);
    this.repository = address.substring(slash + 1);
    this.base =
        URI.create(
            (isThisComputer(host) ? "http" : "https") + "://" + host + "/v2/" + repository + "/");
    this.web = web;
    this.authorization = authorization;
  }

  /** A repository for files that people share, with the credentials that the host has for it. */
  public static Registry of(Host host, String address) throws IOException {
    Preferences.Server server =
        new Preferences.Server(
            Preferences.Protocol.OCI,
            address,
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    Optional<String> authorization = new Credentials(host).of(server);
    return new Registry(address, new Web(ServerTimeouts.RECIPES), authorization);
  }

  /**
   * A manifest as the registry has it; empty if there is none.
   *
   * @param name a tag, or {@code sha256:} and a digest
   */
  public Optional<byte[]> manifestBytes(String name) throws IOException {
    return get("manifests/" + name, LONGEST_LIST);
  }

  /** A blob by its SHA-256 digest; empty if there is none. The caller compares the digest. */
  public Optional<byte[]> blob(String digest, long size) throws IOException {
    return get("blobs/sha256:" + digest, size);
  }

  /** Uploads a blob, unless it is there. */
  public void putBlob(byte[] content) throws IOException {
    put(EntryManifest.File.of("", content), content);
  }

  /** Uploads a manifest, and the empty configuration that it names. */
  public void putManifest(String name, byte[] manifest) throws IOException {
    put(EntryManifest.File.of("", OciManifest.EMPTY), OciManifest.EMPTY);
    URI uri = base.resolve("manifests/" + name);
    Map<String, String> type = Map.of("Content-Type", OciManifest.TYPE);
    expect(send("PUT", uri, type, manifest, EntryManifest.LONGEST), "PUT manifests/" + name);
  }

  /** All tags; empty if there is no such repository. */
  public Optional<List<String>> tags() throws IOException {
    List<String> tags = new ArrayList<>();
    URI page = base.resolve("tags/list?n=1000");
    for (int i = 0; i < MOST_PAGES; i++) {
      Web.Answer answer = send("GET", page, Map.of(), null, LONGEST_LIST);
      if (answer.status() == 404) {
        return Optional.empty();
      }
      expect(answer, "GET tags/list");
      Object read = JsonReader.read(new String(answer.body(), StandardCharsets.UTF_8));
      if (!(read instanceof Map<?, ?> map)) {
        throw new IOException("its list of versions has an unknown format");
      }
      if (map.get("tags") instanceof List<?> some) {
        some.forEach(tag -> tags.add(String.valueOf(tag)));
      }
      Matcher next = NEXT.matcher(answer.header("Link"));
      if (!next.matches()) {
        break;
      }
      page = place(page, next.group(1));
    }
    return Optional.of(tags);
  }

  /** Connections to this computer need no encryption; Docker has the same rule. */
  private static boolean isThisComputer(String host) {
    return host.matches("(localhost|127\\.[0-9.]+)(:[0-9]+)?");
  }

  @Override
  public Optional<EntryManifest> manifest(String name) throws IOException {
    Optional<byte[]> bytes = get("manifests/" + name, EntryManifest.LONGEST);
    return bytes.isPresent() ? Optional.of(EntryManifest.read(bytes.get())) : Optional.empty();
  }

  @Override
  public Optional<byte[]> content(EntryManifest.File file) throws IOException {
    return get("blobs/sha256:" + file.digest(), file.size());
  }

  private Optional<byte[]> get(String path, long longest) throws IOException {
    Web.Answer answer = send("GET", base.resolve(path), Map.of(), null, longest);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    expect(answer, "GET " + path);
    return Optional.of(answer.body());
  }

  @Override
  public void put(EntryManifest.File file, byte[] content) throws IOException {
    String digest = "sha256:" + file.digest();
    URI blob = base.resolve("blobs/" + digest);
    if (send("HEAD", blob, Map.of(), null, 0).succeeded()) {
      return;
    }
    URI uploads = base.resolve("blobs/uploads/");
    Web.Answer begun = send("POST", uploads, Map.of(), new byte[0], EntryManifest.LONGEST);
    expect(begun, "POST blobs/uploads/");
    URI where = place(uploads, begun.header("Location"));
    URI whole =
        URI.create(where + (where.getQuery() == null ? "?" : "&") + "digest=" + encoded(digest));
    Map<String, String> type = Map.of("Content-Type", "application/octet-stream");
    expect(send("PUT", whole, type, content, EntryManifest.LONGEST), "PUT blobs/uploads/");
  }

  /** A registry names the place of what comes next; the credentials go to no other server. */
  private URI place(URI uploads, String location) throws IOException {
    try {
      URI place = uploads.resolve(location);
      if (!location.isEmpty() && uploads.getAuthority().equals(place.getAuthority())) {
        return place;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("it gave no valid location", e);
    }
    throw new IOException("its location is on another server");
  }

  @Override
  public void put(String name, EntryManifest manifest) throws IOException {
    putManifest(name, manifest.bytes());
  }

  private static void expect(Web.Answer answer, String request) throws IOException {
    if (!answer.succeeded()) {
      throw new IOException("it answered " + answer.status() + " to " + request);
    }
  }

  private Web.Answer send(
      String method, URI uri, Map<String, String> more, byte[] body, long longest)
      throws IOException {
    Web.Answer answer = web.send(method, uri, headers(more), body, longest);
    if (answer.status() != 401) {
      return answer;
    }
    // A token for reading may not allow writing: request a new one then.
    token = askForToken(answer.header("WWW-Authenticate"));
    return token.isPresent() ? web.send(method, uri, headers(more), body, longest) : answer;
  }

  private Map<String, String> headers(Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Accept", OciManifest.TYPE);
    token.or(() -> authorization).ifPresent(value -> headers.put("Authorization", value));
    return headers;
  }

  /** A registry may require a token and name its issuer; empty if it requires something else. */
  private Optional<String> askForToken(String challenge) throws IOException {
    if (!challenge.startsWith("Bearer ")) {
      return Optional.empty();
    }
    Map<String, String> said = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      said.put(matcher.group(1), matcher.group(2));
    }
    URI realm = realm(said);
    Map<String, String> headers = new HashMap<>();
    authorization.ifPresent(value -> headers.put("Authorization", value));
    Web.Answer answer = web.send("GET", realm, headers, null, EntryManifest.LONGEST);
    expect(answer, "the request for a token");
    Object read = JsonReader.read(new String(answer.body(), StandardCharsets.UTF_8));
    if (read instanceof Map<?, ?> map) {
      Object given = map.get("token") == null ? map.get("access_token") : map.get("token");
      return Optional.ofNullable(given).map(text -> "Bearer " + text);
    }
    return Optional.empty();
  }

  private URI realm(Map<String, String> said) throws IOException {
    String scope = said.getOrDefault("scope", "repository:" + repository + ":pull,push");
    try {
      URI realm = URI.create(said.getOrDefault("realm", ""));
      boolean safe = "https".equals(realm.getScheme());
      boolean inside =
          LocalAddresses.include(String.valueOf(realm.getHost()))
              && !LocalAddresses.include(base.getHost());
      if (realm.getHost() != null && !inside && (safe || isThisComputer(realm.getHost()))) {
        return URI.create(
            realm
                + (realm.getQuery() == null ? "?" : "&")
                + "service="
                + encoded(said.getOrDefault("service", ""))
                + "&scope="
                + encoded(scope));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("it gave no token address", e);
    }
    throw new IOException("its token address is not safe");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
