package org.distroc.recipe.layers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.host.Sha256;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;

/**
 * Bases that are fetched. Such a base sees its own folder only, names no folder with a kernel, and
 * adds no arguments to QEMU unless the recipe allows it by name.
 */
final class FetchedBases {
  private static final List<String> FORBIDDEN = List.of("kernel", "source", "path");
  private static final List<String> FLAGS = List.of("qemu", "flags");
  static final String QEMU_FLAGS = "qemu.flags";

  private final RemoteBases remote;
  private final RecipePaths paths;
  private final FileDiagnostics findings;

  FetchedBases(RemoteBases remote, RecipePaths paths, FileDiagnostics findings) {
    this.remote = remote;
    this.paths = paths;
    this.findings = findings;
  }

  /** A base that a file names; null if it cannot be read, with an error. */
  SourceText.Base fetch(BaseAddress address, Node.Scalar name, Span at) {
    RemoteBases.Fetched fetched = remote.fetch(address, at);
    Path file = fetched.root().resolve(fetched.file()).normalize();
    Path own = file.getParent();
    if (own == null || !paths.checkFetched(name, fetched.file(), file, own)) {
      return null;
    }
    String locked = address.locked();
    String folder = "bases/" + Sha256.of(locked).substring(0, 12);
    SourceText.Origin origin =
        new SourceText.Origin(
            fetched.root(),
            own,
            address.shown(fetched.pin()),
            locked,
            address.pinned(fetched.pin()),
            folder);
    return new SourceText.Base(file, at, Optional.of(origin));
  }

  /** Compares a file of a fetched base with the lock file. */
  void check(SourceText text) {
    SourceText.Base base = text.base().orElseThrow();
    base.origin()
        .ifPresent(
            origin ->
                remote.check(
                    origin.locked() + ":" + origin.pathOf(base.path()),
                    origin.pin() + " sha256:" + Sha256.of(text.text()),
                    base.at()));
  }

  /** Reports what a fetched base must not say. */
  void checkKeys(Node.Keys root, boolean flags) {
    refuse(find(root, FORBIDDEN), FetchedBases::kernelFolder);
    if (!flags) {
      refuse(find(root, FLAGS), FetchedBases::qemuFlags);
    }
    if (root.get(LayerKeys.ARCHITECTURES) instanceof Node.Keys sections) {
      for (Node.Entry section : sections.entries().values()) {
        if (section.value() instanceof Node.Keys keys) {
          checkKeys(keys, flags);
        }
      }
    }
  }

  private void refuse(Node.Entry entry, Supplier<Diagnostic> mistake) {
    if (entry != null && entry.value().kind() != Node.Kind.NULL) {
      findings.error(entry.key(), mistake);
    }
  }

  private static Node.Entry find(Node.Keys root, List<String> path) {
    Node.Keys at = root;
    for (int i = 0; i < path.size() - 1; i++) {
      if (!(at.get(path.get(i)) instanceof Node.Keys next)) {
        return null;
      }
      at = next;
    }
    return at.entries().get(path.get(path.size() - 1));
  }

  private static Diagnostic kernelFolder() {
    return Diagnostic.error(Code.D1047, "a fetched base names a folder with a kernel")
        .label("not in a fetched base")
        .why("a base from elsewhere must not decide which folder of this computer is compiled")
        .help("set `kernel.source` in your own recipe, or use a base with another source");
  }

  private static Diagnostic qemuFlags() {
    return Diagnostic.error(Code.D1048, "a fetched base sets `qemu.flags`")
        .label("not allowed")
        .why("arguments of QEMU can reach beyond the guest")
        .help("allow it where the base is named: `allow: [qemu.flags]`")
        .help("or set `qemu.flags` in your own recipe, and use another base");
  }
}
