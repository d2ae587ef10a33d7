package org.distroc.remotecache;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of a web server that takes GET and PUT: {@code manifests/NAME.json} and {@code
 * blobs/sha256/DIGEST} under it. Most servers create the folders themselves; WebDAV needs MKCOL.
 */
final class WebFolder implements EntryServer {
  private final URI base;
  private final Web web;
  private final Optional<String> authorization;

  WebFolder(String address, Web web, Optional<String> authorization) {
    this.base = URI.create(address.endsWith("/") ? address : address + "/");
    this.web = web;
    this.authorization = authorization;
  }

  @Override
  public Optional<EntryManifest> manifest(String name) throws IOException {
    Optional<byte[]> bytes = get(manifestPath(name), EntryManifest.LONGEST);
    return bytes.isPresent() ? Optional.of(EntryManifest.read(bytes.get())) : Optional.empty();
  }

  @Override
  public Optional<byte[]> content(EntryManifest.File file) throws IOException {
    return get(blobPath(file), file.size());
  }

  @Override
  public void put(EntryManifest.File file, byte[] content) throws IOException {
    Web.Answer there = send("HEAD", base.resolve(blobPath(file)), null, 0);
    if (!there.succeeded()) {
      put(blobPath(file), content);
    }
  }

  @Override
  public void put(String name, EntryManifest manifest) throws IOException {
    put(manifestPath(name), manifest.bytes());
  }

  private static String manifestPath(String name) {
    return "manifests/" + name + ".json";
  }

  private static String blobPath(EntryManifest.File file) {
    return "blobs/sha256/" + file.digest();
  }

  private Optional<byte[]> get(String path, long longest) throws IOException {
    Web.Answer answer = send("GET", base.resolve(path), null, longest);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    expect(answer, "GET " + path);
    return Optional.of(answer.body());
  }

  private void put(String path, byte[] content) throws IOException {
    URI uri = base.resolve(path);
    Web.Answer answer = send("PUT", uri, content, EntryManifest.LONGEST);
    // RFC 4918 answers 409 for a missing folder; some servers answer 404.
    if (answer.status() == 409 || answer.status() == 404) {
      makeFolders(path);
      answer = send("PUT", uri, content, EntryManifest.LONGEST);
    }
    expect(answer, "PUT " + path);
  }

  private void makeFolders(String path) throws IOException {
    send("MKCOL", base, null, EntryManifest.LONGEST);
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      send("MKCOL", base.resolve(path.substring(0, slash + 1)), null, EntryManifest.LONGEST);
    }
  }

  private static void expect(Web.Answer answer, String request) throws IOException {
    if (!answer.succeeded()) {
      throw new IOException("it answered " + answer.status() + " to " + request);
    }
  }

  private Web.Answer send(String method, URI uri, byte[] body, long longest) throws IOException {
    Map<String, String> headers = new HashMap<>();
    authorization.ifPresent(value -> headers.put("Authorization", value));
    return web.send(method, uri, headers, body, longest);
  }
}
