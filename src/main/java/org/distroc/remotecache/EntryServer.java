package org.distroc.remotecache;

import java.io.IOException;
import java.util.Optional;

/** A server that keeps manifests under names, and files under their digests. */
interface EntryServer {
  /** The manifest of that name, if the server has one. */
  Optional<EntryManifest> manifest(String name) throws IOException;

  /** The content of a file, not looked at yet; empty if the server has none of that digest. */
  Optional<byte[]> content(EntryManifest.File file) throws IOException;

  /** Gives the server a file, unless it has it. */
  void put(EntryManifest.File file, byte[] content) throws IOException;

  /** Gives the server a manifest, which makes an entry visible: its files must be there. */
  void put(String name, EntryManifest manifest) throws IOException;
}
