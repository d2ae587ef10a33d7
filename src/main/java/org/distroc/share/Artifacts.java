package org.distroc.share;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.remotecache.Registry;
import org.distroc.settings.Preferences.Signers;

/** Recipes in registries, and those in the cache that came from there. */
final class Artifacts {
  private static final String MANIFEST = "manifest.json";

  /** In bytes; one of RSA with 16,384 bits has 4 KiB. */
  private static final long LONGEST_SIGNATURE = 64 << 10;

  private static final String SIGNED = "signature";

  private final Host host;
  private final BaseStore store;
  private final List<Signers> signers;
  private final boolean offline;

  /**
   * Recipes on a host.
   *
   * @param signers who must have signed them
   */
  Artifacts(Host host, List<Signers> signers, boolean offline) {
    this.host = host;
    this.store = new BaseStore(host);
    this.signers = List.copyOf(signers);
    this.offline = offline;
  }

  /**
   * A recipe on this machine.
   *
   * @param root the folder with its files, which must not be written to
   * @param digest of the manifest
   */
  record Artifact(Path root, String digest, RecipeManifest manifest) {}

  /** Work with a registry. */
  @FunctionalInterface
  interface Use<T> {
    T of(Registry registry) throws IOException;
  }

  /** Does work with a repository; what the server does wrong is D1043. */
  <T> T with(String repository, Use<T> use) {
    try {
      return use.of(Registry.of(host, repository));
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(unreachable(repository, e), e);
    }
  }

  private static Diagnostic unreachable(String repository, Exception e) {
    String message = e.getMessage();
    String reason =
        e instanceof IllegalArgumentException
            ? "the address or its secret has a character that cannot be sent"
            : e instanceof ConnectException
                ? "cannot connect" + (message == null ? "" : ": " + message)
                : message == null ? e.toString() : message;
    return Diagnostic.error(Code.D1043, "the registry of `" + repository + "` cannot be used")
        .label("not reachable")
        .why(reason)
        .why("nothing was kept")
        .help("check the address, and `docker login` or ~/.netrc if it needs a password");
  }

  /** The artifact with that digest, if it is in the cache. */
  Optional<Artifact> known(String digest) throws IOException {
    String key = "oci-" + digest;
    Optional<Path> tree = store.find(key);
    Optional<byte[]> manifest = tree.isPresent() ? store.note(key, MANIFEST) : Optional.empty();
    return manifest.filter(bytes -> Sha256.of(bytes).equals(digest)).isPresent()
        ? Optional.of(
            new Artifact(
                tree.get(), digest, RecipeManifest.read(manifest.get(), RecipeManifest.ARTIFACT)))
        : Optional.empty();
  }

  /** The digest of what a version is now; empty if there is no such version. */
  Optional<String> digest(String repository, String version) {
    return with(repository, registry -> registry.manifestBytes(version)).map(Sha256::of);
  }

  /**
   * Gets an artifact from the cache or from its registry.
   *
   * @param fetching called before the registry is asked for it; may refuse that
   * @throws Failure D1043, D1044 or D1054
   * @throws IOException if the cache cannot be used
   */
  Artifact get(String repository, String digest, Runnable fetching) throws IOException {
    Optional<Artifact> before = known(digest);
    if (before.isEmpty()) {
      fetching.run();
      return store.exclusively("oci-" + digest, () -> fetch(repository, digest));
    }
    String key = "oci-" + digest;
    requireSigned(
            repository, store.note(key, MANIFEST).orElseThrow(), store.note(key, SIGNED), digest)
        .ifPresent(signature -> remember(key, signature));
    return before.get();
  }

  private void remember(String key, byte[] signature) {
    try {
      store.addNote(key, SIGNED, signature);
    } catch (IOException e) {
      // The next run asks the registry again.
      return;
    }
  }

  /**
   * Requires a signature, if the settings have keys for the repository.
   *
   * @param kept one that was kept
   * @return a signature to be kept
   */
  private Optional<byte[]> requireSigned(
      String repository, byte[] manifest, Optional<byte[]> kept, String digest) throws IOException {
    List<String> keys = Signatures.required(signers, repository);
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Signatures signatures = new Signatures(host);
    if (kept.isPresent() && signatures.verify(manifest, kept.get(), keys)) {
      return Optional.empty();
    }
    Optional<byte[]> sent = offline ? Optional.empty() : signature(repository, digest);
    if (sent.isEmpty() || !signatures.verify(manifest, sent.get(), keys)) {
      throw new Failure(unsigned(repository + "@sha256:" + digest, sent.isPresent()));
    }
    return sent;
  }

  private Diagnostic unsigned(String shown, boolean wrongly) {
    return Diagnostic.error(
            Code.D1055,
            wrongly
                ? "`" + shown + "` is signed by none of your keys for it"
                : "`" + shown + "` is not signed")
        .label("refused")
        .why("`signers` in the settings has keys for this address")
        .why(
            offline
                ? "its signature is not on this machine, and this run must not use the network"
                : "nothing was kept")
        .help("ask those who published it for a signature: distroc sign " + shown)
        .help("or change `signers` in the settings");
  }

  /** The signature of an artifact, if the registry has one. */
  private Optional<byte[]> signature(String repository, String digest) {
    return with(
        repository,
        registry -> {
          Optional<byte[]> manifest = registry.manifestBytes(signatureTag(digest));
          if (manifest.isEmpty()) {
            return Optional.empty();
          }
          RecipeManifest facts = RecipeManifest.read(manifest.get(), RecipeManifest.SIGNATURE);
          return registry.blob(facts.layer(), Math.min(facts.size(), LONGEST_SIGNATURE));
        });
  }

  private static String signatureTag(String digest) {
    return "sha256-" + digest + ".sig";
  }

  /** Signs an artifact of a registry; another signature is replaced. */
  void sign(String repository, String digest, Path key) {
    byte[] manifest =
        with(repository, registry -> registry.manifestBytes("sha256:" + digest))
            .orElseThrow(() -> new Failure(absent(repository, "sha256:" + digest)));
    requireSame(repository, "manifest", digest, manifest);
    byte[] signature = new Signatures(host).sign(manifest, key);
    byte[] envelope =
        RecipeManifest.of(signature, "", Map.of())
            .bytes(RecipeManifest.SIGNATURE, RecipeManifest.SIGNATURE);
    with(
        repository,
        registry -> {
          registry.putBlob(signature);
          registry.putManifest(signatureTag(digest), envelope);
          return null;
        });
  }

  private Artifact fetch(String repository, String digest) throws IOException {
    String shown = repository + "@sha256:" + digest;
    Optional<Artifact> meanwhile = known(digest);
    if (meanwhile.isPresent()) {
      return get(repository, digest, () -> {});
    }
    byte[] manifest =
        with(repository, registry -> registry.manifestBytes("sha256:" + digest))
            .orElseThrow(() -> new Failure(absent(repository, "sha256:" + digest)));
    requireSame(shown, "manifest", digest, manifest);
    Optional<byte[]> signature = requireSigned(repository, manifest, Optional.empty(), digest);
    RecipeManifest facts = read(shown, manifest);
    byte[] archive =
        with(repository, registry -> registry.blob(facts.layer(), facts.size()))
            .orElseThrow(() -> new Failure(absent(repository, "the archive of " + digest)));
    if (archive.length != facts.size()) {
      throw refused(
          shown, "its archive has " + archive.length + " bytes instead of " + facts.size());
    }
    requireSame(shown, "archive", facts.layer(), archive);
    Artifact kept = keep(shown, manifest, archive);
    signature.ifPresent(bytes -> remember("oci-" + digest, bytes));
    return kept;
  }

  private static void requireSame(String shown, String what, String digest, byte[] bytes) {
    if (!Sha256.of(bytes).equals(digest)) {
      throw refused(shown, "the digest of its " + what + " is " + Sha256.of(bytes));
    }
  }

  private static Failure refused(String shown, String reason) {
    return new Failure(GitBases.unusable("oci:" + shown, new IOException(reason)));
  }

  private static RecipeManifest read(String shown, byte[] manifest) {
    try {
      return RecipeManifest.read(manifest, RecipeManifest.ARTIFACT);
    } catch (IOException e) {
      throw refused(shown, e.getMessage());
    }
  }

  /** Unpacks an archive, which shows that others can do so too. */
  Artifact keep(String shown, byte[] manifest, byte[] archive) throws IOException {
    String digest = Sha256.of(manifest);
    try {
      Path tree =
          store.keep(
              "oci-" + digest,
              "",
              () -> new ByteArrayInputStream(archive),
              Map.of(MANIFEST, manifest));
      return new Artifact(tree, digest, read(shown, manifest));
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw refused(shown, Optional.ofNullable(e.getMessage()).orElse("its data is damaged"));
    }
  }

  /** D1044: the registry has no such thing. */
  static Diagnostic absent(String repository, String what) {
    return Diagnostic.error(Code.D1044, "`" + repository + "` does not have " + what)
        .label("not there")
        .help("`distroc versions " + repository + "` lists what is there");
  }
}
