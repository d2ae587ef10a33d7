package org.distroc.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.ScratchFolder;
import org.distroc.settings.Preferences.Signers;

/** OpenSSH signatures of lock files and of recipes in registries, by {@code ssh-keygen -Y}. */
public final class Signatures {
  /** What a signature is for: one made for git or a mail is worth nothing here. */
  static final String NAMESPACE = "distroc";

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private final Host host;

  /** Signatures on a host. */
  public Signatures(Host host) {
    this.host = host;
  }

  /** The file with the signature of a lock file, next to it. */
  static Path fileOf(Path lock) {
    return lock.resolveSibling(lock.getFileName() + ".sig");
  }

  /** The keys that must have signed what comes from a repository; empty if any may. */
  static List<String> required(List<Signers> signers, String repository) {
    List<String> keys = new ArrayList<>();
    signers.stream().filter(one -> one.areFor(repository)).forEach(one -> keys.addAll(one.keys()));
    return keys;
  }

  /**
   * The signature of some bytes, as text.
   *
   * @param key the private key, or the public one of a key that an agent holds
   * @throws Failure D6053 if there is none
   */
  byte[] sign(byte[] content, Path key) {
    requireTool();
    try (ScratchFolder scratch = ScratchFolder.create(ScratchFolder.parent(host))) {
      Path file = Files.write(scratch.path().resolve("content"), content);
      Command command =
          Command.of(
                  "ssh-keygen",
                  "-q",
                  "-Y",
                  "sign",
                  "-f",
                  key.toString(),
                  "-n",
                  NAMESPACE,
                  file.toString())
              .limit(LIMIT);
      String agent = host.variable("SSH_AUTH_SOCK").orElse("");
      Outcome outcome =
          new ProcessRunner(host)
              .run(agent.isEmpty() ? command : command.with("SSH_AUTH_SOCK", agent));
      if (!outcome.succeeded()) {
        throw new Failure(
            Diagnostic.error(Code.D6053, "cannot sign with `" + host.shown(key) + "`")
                .why(outcome.timedOut() ? "timed out" : outcome.lastLines(3).strip())
                .help("name a private key of OpenSSH with `--key`; one with a passphrase has to be")
                .help("in an agent: `ssh-add " + host.shown(key) + "`"));
      }
      return BoundedFiles.bytes(fileOf(file), BoundedFiles.NOTE);
    } catch (IOException e) {
      throw new Failure(Diagnostic.error(Code.D6053, "cannot sign").why(IoErrors.reason(e)), e);
    }
  }

  /**
   * Signs a lock file; returns the file with the signature, next to it.
   *
   * @throws Failure D6053 if one of both files or the key cannot be used
   */
  public Path signLock(Path lock, Path key) {
    try {
      byte[] signature = sign(BoundedFiles.bytes(lock, BoundedFiles.TEXT), key);
      AtomicFiles.write(fileOf(lock), new String(signature, StandardCharsets.UTF_8));
      return fileOf(lock);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D6053, "cannot sign " + host.shown(lock)).why(IoErrors.reason(e)),
          e);
    }
  }

  /** Whether one of the keys signed these bytes. */
  boolean verify(byte[] content, byte[] signature, List<String> keys) throws IOException {
    requireTool();
    try (ScratchFolder scratch = ScratchFolder.create(ScratchFolder.parent(host))) {
      StringBuilder allowed = new StringBuilder();
      for (String key : keys) {
        String[] words = key.split(" ");
        allowed.append("distroc ").append(words[0]).append(' ').append(words[1]).append('\n');
      }
      Path signers = scratch.path().resolve("signers");
      Files.write(signers, allowed.toString().getBytes(StandardCharsets.UTF_8));
      Path sig = Files.write(scratch.path().resolve("signature"), signature);
      Path file = Files.write(scratch.path().resolve("content"), content);
      Outcome outcome =
          new ProcessRunner(host)
              .run(
                  Command.of(
                          "ssh-keygen",
                          "-q",
                          "-Y",
                          "verify",
                          "-f",
                          signers.toString(),
                          "-I",
                          "distroc",
                          "-n",
                          NAMESPACE,
                          "-s",
                          sig.toString())
                      .input(file)
                      .limit(LIMIT));
      return outcome.succeeded();
    }
  }

  private void requireTool() {
    if (host.find("ssh-keygen").isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D6053, "signatures need `ssh-keygen`, which is not installed")
              .help("install it: apt-get install openssh-client"));
    }
  }
}
