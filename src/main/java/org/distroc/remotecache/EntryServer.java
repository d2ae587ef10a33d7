package org.distroc.remotecache;

import java.io.IOException;
import java.util.Optional;

/** A server that stores manifests by name, and files by digest. */
interface EntryServer {
  /** The manifest of that name, if the server has one. */
  Optional<EntryManifest> manifest(String name) throws IOException;

  /** The content of a file, unverified; empty if the server does not have the digest. */
  Optional<byte[]> content(EntryManifest.File file) throws IOException;

  /** Uploads a file, unless the server has it. */
  void put(EntryManifest.File file, byte[] content) throws IOException;

  /** Uploads a manifest, which makes an entry visible: its files must be uploaded before. */
  void put(String name, EntryManifest manifest) throws IOException;
}
