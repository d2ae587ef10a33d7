package org.distroc.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distroc.host.Host;

/**
 * Runs distroc in many folders, in one process, which an observer follows: it writes to a file
 * before each run, so that he knows which it is.
 */
final class HostileRun {
  /** The mark of what is no run. */
  static final String PREPARES = "-";

  private static final int LIMIT_SECONDS = 60;

  private HostileRun() {}

  /**
   * @param args the folder of all, then pairs of a folder's name and its verbs, with commas between
   */
  public static void main(String[] args) throws IOException {
    Path all = Path.of(args[0]);
    for (int i = 1; i < args.length; i += 2) {
      Path folder = all.resolve(args[i]);
      mark(all, PREPARES);
      shareTools(all.resolve(args[1]), folder);
      for (String verb : args[i + 1].split(",")) {
        mark(all, args[i] + "." + verb);
        long began = System.nanoTime();
        Run run = verb.equals("control") ? control(folder) : within(host(folder), verb);
        long millis = (System.nanoTime() - began) / 1_000_000;
        mark(all, PREPARES);
        Files.writeString(
            folder.resolve(verb + ".said"), millis + " ms, " + run.all(), StandardCharsets.UTF_8);
      }
    }
    mark(all, PREPARES);
    // Threads of a run that hangs must not keep the process.
    Runtime.getRuntime().exit(0);
  }

  /** What the first run found out about the host's tools, so that the others are faster. */
  private static void shareTools(Path first, Path folder) throws IOException {
    Path cache = folder.resolve("home/.cache/distroc");
    for (String name : List.of("tools", "tool-versions", "options")) {
      Path known = first.resolve("home/.cache/distroc").resolve(name);
      if (Files.exists(known) && !folder.equals(first)) {
        Files.createDirectories(cache);
        Workplace.copy(known, cache.resolve(name));
      }
    }
  }

  /** In a thread of its own, since a test of a test must not hang. */
  private static Run within(Host host, String verb) {
    CompletableFuture<Run> run =
        CompletableFuture.supplyAsync(() -> Run.of(host, verb, HostileRecipe.RECIPE));
    try {
      return run.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Run(-1, "", "hangs");
    } catch (InterruptedException | ExecutionException e) {
      return new Run(-1, "", "\n\tat " + e);
    }
  }

  /** Does what no recipe may, so that the observer shows that he sees it. */
  private static Run control(Path folder) throws IOException {
    Path outside = folder.resolve("outside");
    Files.readString(outside.resolve("secret.h"));
    Files.writeString(outside.resolve("pwned"), "");
    new ProcessBuilder("truncate", "-s", "1", outside.resolve("pwned").toString()).start();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 1000);
    } catch (ConnectException e) {
      return new Run(0, "", "");
    }
    return new Run(1, "", "");
  }

  private static void mark(Path all, String name) throws IOException {
    Files.writeString(
        all.resolve("mark." + name), "", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static Host host(Path folder) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("TMPDIR", folder.resolve("tmp").toString());
    return new Host(environment, folder.resolve("work"));
  }
}
