package org.distroc.builder.toolchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Command;
import org.distroc.host.Confinement;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Trees;

/**
 * Probes distcc hosts with a small file. distcc accepts whatever a host's gcc produces; another
 * version produces other bytes, and a kernel built by two compilers is not reproducible.
 */
public final class DistccProbe {
  private static final String PROGRAM =
      """
      struct s { long a[4]; char b; };
      int distroc_trial(const struct s *s, unsigned n) {
        int sum = 0;
        for (unsigned i = 0; i < n; i++) sum += s[i].a[i & 3] / (s[i].b + 3) ^ (sum << 5);
        return sum;
      }
      """;

  private final Host host;
  private final Path folder;
  private final Consumer<Diagnostic> warnings;

  /**
   * A probe.
   *
   * @param folder the state folder of distcc; temporary files are created in it
   * @param warnings receives a warning for each skipped host
   */
  public DistccProbe(Host host, Path folder, Consumer<Diagnostic> warnings) {
    this.host = host;
    this.folder = folder;
    this.warnings = warnings;
  }

  /** The hosts that produce the same bytes as this machine; all are probed in parallel. */
  public List<String> usable(List<String> machines) throws IOException {
    Path work = Files.createTempDirectory(folder, "trial-");
    ExecutorService threads = Executors.newFixedThreadPool(machines.size());
    try {
      Path source = Files.writeString(work.resolve("trial.c"), PROGRAM);
      byte[] wanted =
          compiled(Command.of("gcc"), source, work.resolve("here.o"))
              .orElseThrow(() -> new IOException("gcc does not compile a small file"));
      List<Future<Optional<String>>> trials = new ArrayList<>();
      for (String machine : machines) {
        Path object = work.resolve(trials.size() + ".o");
        Callable<Optional<String>> trial = () -> flaw(machine, source, object, wanted);
        trials.add(threads.submit(trial));
      }
      List<String> usable = new ArrayList<>();
      for (int i = 0; i < machines.size(); i++) {
        Optional<String> flaw = trials.get(i).get();
        if (flaw.isEmpty()) {
          usable.add(machines.get(i));
        } else {
          warnings.accept(leftOut(machines.get(i), flaw.get()));
        }
      }
      return usable;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      threads.shutdownNow();
      Trees.delete(work);
    }
  }

  /** Why a host cannot be used; empty if it can. The local machine is not probed. */
  private Optional<String> flaw(String machine, Path source, Path object, byte[] wanted)
      throws IOException {
    if (machine.matches("localhost(/[0-9]+)?")) {
      return Optional.empty();
    }
    Command distcc =
        Command.of("distcc", "gcc")
            .with("DISTCC_HOSTS", machine)
            .with("DISTCC_FALLBACK", "0")
            // In its default folder distcc skips hosts for a minute after a failure.
            .with("DISTCC_DIR", Files.createDirectory(Path.of(object + ".d")).toString());
    Optional<byte[]> made = compiled(distcc, source, object);
    if (made.isEmpty()) {
      return Optional.of("it failed to compile a test file");
    }
    return Arrays.equals(made.get(), wanted)
        ? Optional.empty()
        : Optional.of("its output differs: it has another gcc");
  }

  private Optional<byte[]> compiled(Command compiler, Path source, Path object) throws IOException {
    List<String> words = new ArrayList<>(compiler.words());
    words.addAll(List.of("-O2", "-c", source.getFileName().toString(), "-o", object.toString()));
    Command command =
        Command.of(words)
            .in(source.getParent())
            .with(compiler.environment())
            .confined(
                Confinement.strict()
                    .writing(source.getParent())
                    .network(compiler.environment().containsKey("DISTCC_HOSTS")))
            .limit(Duration.ofSeconds(5));
    Outcome outcome = new ProcessRunner(host).run(command);
    return outcome.succeeded() && Files.exists(object)
        ? Optional.of(BoundedFiles.bytes(object, BoundedFiles.TEXT))
        : Optional.empty();
  }

  private static Diagnostic leftOut(String machine, String reason) {
    return Diagnostic.warning(Code.D5053, "skipping distcc host `" + machine + "`")
        .why(reason)
        .help(
            "install the same version of gcc there, and check that distccd runs and accepts this"
                + " machine");
  }
}
