package org.distroc.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.LocalAddresses;
import org.distroc.host.LocalFile;
import org.distroc.host.Sha256;

/** Fetches one file by http or https, within limits of time, size and redirects. */
final class Download {
  private static final int MOST_REDIRECTS = 5;

  private final Host host;
  private final Progress progress;
  private final Limits limits;

  Download(Host host, Progress progress, Limits limits) {
    this.host = host;
    this.progress = progress;
    this.limits = limits;
  }

  /**
   * How long a server may take, and how much it may send.
   *
   * @param silence without a byte, also while connecting
   * @param whole from the first connection to the last byte
   * @param bytes of the file
   * @param window of time in which the rate is measured, and in which an answer has to begin
   * @param rate bytes in a second, at least, in each window
   */
  record Limits(Duration silence, Duration whole, long bytes, Duration window, long rate) {
    static final Limits KERNEL =
        new Limits(
            Duration.ofSeconds(30), Duration.ofHours(2), 4L << 30, Duration.ofMinutes(1), 1 << 10);
  }

  /**
   * Closes connections whose answer does not begin; it wakes up who waits for them. Most runs
   * download nothing, so it exists from its first use on.
   */
  private static final class Clock {
    static final ScheduledExecutorService CLOCK =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "download-clock");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Downloads a file and computes its digest, which the caller checks.
   *
   * @param into a file that exists and is empty
   * @return the SHA-256 digest of the download
   * @throws Failure D2003 when the URL leads to nothing, D5023 when the network fails
   * @throws FileSystemException when the file cannot be written
   */
  String fetch(String url, Path into) throws IOException {
    long end = System.nanoTime() + limits.whole.toNanos();
    Sha256 digest = new Sha256();
    try (OutputStream file = new LocalFile(into, Files.newOutputStream(into))) {
      HttpURLConnection connection = follow(url);
      try (InputStream in = connection.getInputStream()) {
        // Chunks have lengths of their own; a length for all of them means nothing.
        boolean chunked = connection.getHeaderField("Transfer-Encoding") != null;
        copy(url, in, file, digest, chunked ? -1 : connection.getContentLengthLong(), end);
      } finally {
        connection.disconnect();
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (SocketTimeoutException e) {
      throw failed(url, "no data from the server for " + limits.silence.toSeconds() + " seconds");
    } catch (UnknownHostException e) {
      throw failed(url, "cannot resolve host `" + URI.create(url).getHost() + "`");
    } catch (IOException e) {
      throw failed(url, Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
    return digest.hex();
  }

  private HttpURLConnection follow(String first) throws IOException {
    URI at = address(first, first);
    String origin = at.getHost();
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection(proxy(at));
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) limits.silence.toMillis());
      connection.setReadTimeout((int) limits.silence.toMillis());
      connection.setRequestProperty("User-Agent", "distroc");
      int status = status(connection, first);
      if (status == 200) {
        return connection;
      }
      String location = connection.getHeaderField("Location");
      connection.disconnect();
      if (status / 100 != 3 || location == null) {
        throw refused(first, at, status);
      }
      URI next = address(first, resolve(at, location.strip()));
      if (at.getScheme().equals("https") && next.getScheme().equals("http")) {
        throw unusable(first, "it redirects from https to http, to `" + next + "`");
      }
      if (LocalAddresses.include(next.getHost()) && !LocalAddresses.include(origin)) {
        throw unusable(first, "it redirects into a private network, to `" + next + "`");
      }
      at = next;
    }
    throw unusable(first, "it redirects more than " + MOST_REDIRECTS + " times");
  }

  /** Waits for the head of an answer, of which each byte may be in time and the whole late. */
  private int status(HttpURLConnection connection, String url) throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> end =
        Clock.CLOCK.schedule(
            () -> {
              late.set(true);
              connection.disconnect();
            },
            limits.window.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return connection.getResponseCode();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (late.get()) {
        throw failed(url, "no answer within " + words(limits.window));
      }
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  private static String words(Duration time) {
    return time.toMinutes() > 1 ? time.toMinutes() + " minutes" : time.toMillis() / 1e3 + " s";
  }

  /** The server's text unchanged if it is not a URI reference; the caller then rejects it. */
  private static String resolve(URI at, String location) {
    try {
      return at.resolve(new URI(location)).toString();
    } catch (URISyntaxException e) {
      return location;
    }
  }

  private static URI address(String first, String url) {
    try {
      URI uri = new URI(url);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw unusable(first, "`" + url + "` is not a URL: " + e.getReason());
    }
    throw unusable(first, "`" + url + "` is not an http or https address");
  }

  private void copy(
      String url, InputStream in, OutputStream out, Sha256 digest, long total, long end)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long done = 0;
    long windowStart = System.nanoTime();
    long windowBytes = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
      out.write(buffer, 0, count);
      done += count;
      progress.report("downloading " + url, done, Math.max(0, total));
      if (done > limits.bytes) {
        throw unusable(url, "it sends more than " + (limits.bytes >> 20) + " MiB");
      }
      if (System.nanoTime() > end) {
        throw failed(url, "timed out after " + words(limits.whole));
      }
      windowBytes += count;
      if (System.nanoTime() - windowStart > limits.window.toNanos()) {
        if (windowBytes < limits.rate * limits.window.toMillis() / 1000) {
          throw failed(url, "the server sent " + windowBytes + " bytes in " + words(limits.window));
        }
        windowStart = System.nanoTime();
        windowBytes = 0;
      }
    }
    if (total >= 0 && done < total) {
      throw failed(url, "the connection closed after " + done + " of " + total + " bytes");
    }
    if (total >= 0 && done > total) {
      throw failed(url, "the server announced " + total + " bytes and sent " + done);
    }
  }

  /** As curl and apt do, from the environment; https goes through a http proxy too. */
  private Proxy proxy(URI at) {
    String variable = at.getScheme() + "_proxy";
    boolean direct =
        Arrays.stream(host.variable("no_proxy").orElse("").split(","))
            .map(String::strip)
            .anyMatch(name -> name.equals("*") || !name.isEmpty() && isUnder(at.getHost(), name));
    Optional<String> value = host.variable(variable).or(() -> host.variable("all_proxy"));
    if (direct || value.isEmpty()) {
      return Proxy.NO_PROXY;
    }
    String text = value.get().contains("://") ? value.get() : "http://" + value.get();
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null) {
        int port = uri.getPort() > 0 ? uri.getPort() : 80;
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
      }
    } catch (URISyntaxException e) {
      throw failed(
          at.toString(), "the variable " + variable + " is not an address: " + e.getReason());
    }
    throw failed(at.toString(), "the variable " + variable + " has no host");
  }

  private static boolean isUnder(String name, String domain) {
    String bare = domain.startsWith(".") ? domain.substring(1) : domain;
    return name.equals(bare) || name.endsWith("." + bare);
  }

  private static Failure refused(String first, URI at, int status) {
    if (status < 100) {
      return failed(first, "the server of `" + at + "` does not speak HTTP");
    }
    if (status >= 500) {
      return failed(first, "the server of `" + at + "` answered " + status);
    }
    return unusable(first, "the server answered " + status + " for `" + at + "`");
  }

  private static Failure unusable(String url, String reason) {
    return new Failure(
        Diagnostic.error(Code.D2003, "no tarball at `" + url + "`")
            .why(reason)
            .help("open the address in a browser; releases are at https://www.kernel.org"));
  }

  private static Failure failed(String url, String reason) {
    return new Failure(
        Diagnostic.error(Code.D5023, "the download of `" + url + "` failed")
            .why(reason)
            .why("nothing was kept")
            .help("try again; or fetch the file yourself and name it with `file`"));
  }
}
