package org.distroc.share;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.recipe.layers.BaseAddress;
import org.distroc.recipe.layers.RemoteBases;
import org.distroc.settings.Preferences.Signers;

/** Bases in OCI registries. */
final class OciBases implements BaseSource {
  private final Artifacts artifacts;
  private final boolean offline;
  private final Consumer<String> progress;

  OciBases(Host host, List<Signers> signers, boolean offline, Consumer<String> progress) {
    this.artifacts = new Artifacts(host, signers, offline);
    this.offline = offline;
    this.progress = progress;
  }

  @Override
  public RemoteBases.Fetched get(BaseAddress address, String pin) throws IOException {
    Artifacts.Artifact got =
        artifacts.get(
            address.url(),
            pin,
            () -> {
              requireNetwork(address);
              progress.accept("fetching " + address.shown(pin));
            });
    String file = address.file().isEmpty() ? got.manifest().recipe() : address.file();
    return new RemoteBases.Fetched(got.root(), pin, file);
  }

  private void requireNetwork(BaseAddress address) {
    if (offline) {
      throw new Failure(GitBases.offline(address));
    }
  }

  @Override
  public String resolve(BaseAddress address) {
    requireNetwork(address);
    String version = address.name().orElseThrow();
    return artifacts
        .digest(address.url(), version)
        .orElseThrow(() -> new Failure(Artifacts.absent(address.url(), "`" + version + "`")));
  }
}
