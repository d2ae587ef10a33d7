package org.distroc.remotecache;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.distroc.host.LocalAddresses;

/** Requests to a server, each of which ends within bounds, whatever the server does. */
final class Web {
  private static final int MOST_REDIRECTS = 5;

  /** For one file, however fast it comes: by then a kernel is compiled. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final String AUTHORIZATION = "Authorization";

  private final ServerTimeouts limits;
  private final HttpClient client;

  Web(ServerTimeouts limits) {
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.connect())
            .proxy(ProxySelector.of(null))
            .build();
  }

  /** A server's answer, with as much of its body as was wanted. */
  record Answer(int status, byte[] body, HttpResponse<byte[]> response) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    boolean succeeded() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends a request, and follows redirects of one that asks for something.
   *
   * @param headers by name; the one for authorization goes to the first server only
   * @param longest bytes that the answer may have
   * @throws IOException if the server is unreachable, too slow, or sends too much
   */
  Answer send(String method, URI uri, Map<String, String> headers, byte[] body, long longest)
      throws IOException {
    URI at = uri;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      Answer answer = once(method, at, headers, body, longest, sameServer(uri, at));
      String location = answer.header("Location");
      boolean asks = method.equals("GET") || method.equals("HEAD");
      if (answer.status() / 100 != 3 || location.isEmpty() || !asks) {
        return answer;
      }
      URI next = redirected(at, location);
      if (LocalAddresses.include(next.getHost()) && !LocalAddresses.include(uri.getHost())) {
        throw new IOException("it redirects into a private network");
      }
      at = next;
    }
    throw new IOException("it redirects more than " + MOST_REDIRECTS + " times");
  }

  private static URI redirected(URI at, String location) throws IOException {
    try {
      URI next = at.resolve(location);
      boolean web = "https".equals(next.getScheme()) || "http".equals(next.getScheme());
      boolean weaker = "https".equals(at.getScheme()) && "http".equals(next.getScheme());
      if (web && !weaker && next.getHost() != null) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("it redirects to an invalid address", e);
    }
    throw new IOException("it redirects to an address that distroc does not follow");
  }

  private static boolean sameServer(URI a, URI b) {
    return a.getScheme().equals(b.getScheme()) && a.getAuthority().equals(b.getAuthority());
  }

  private Answer once(
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      long longest,
      boolean authorized)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .header("User-Agent", "distroc");
    headers.forEach(
        (name, value) -> {
          if (authorized || !name.equals(AUTHORIZATION)) {
            request.header(name, value);
          }
        });
    Counted counted = new Counted(longest);
    // Of an error only its status is of interest.
    CompletableFuture<HttpResponse<byte[]>> future =
        client.sendAsync(
            request.build(),
            about ->
                about.statusCode() / 100 == 2 ? counted : BodySubscribers.replacing(new byte[0]));
    HttpResponse<byte[]> response = await(future, counted, body == null ? 0 : body.length);
    return new Answer(response.statusCode(), response.body(), response);
  }

  /** Checks periodically that data arrives fast enough. */
  private HttpResponse<byte[]> await(
      CompletableFuture<HttpResponse<byte[]>> future, Counted counted, long sent)
      throws IOException {
    long begun = System.nanoTime();
    try {
      while (true) {
        try {
          return future.get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
          checkRate(System.nanoTime() - begun, counted, sent);
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException io ? io : new IOException(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      future.cancel(true);
    }
  }

  private void checkRate(long nanos, Counted counted, long sent) throws IOException {
    double seconds = nanos / 1e9;
    double grace = limits.grace().toMillis() / 1e3;
    if (seconds > LONGEST.toSeconds()) {
      throw new IOException("it took longer than " + LONGEST.toMinutes() + " minutes");
    }
    if (counted.begun == 0) {
      // How much of a request has been sent cannot be seen: it gets the time of the lowest rate.
      if (seconds > limits.answer().toMillis() / 1e3 + (double) sent / limits.rate()) {
        throw new IOException("no answer within " + Math.round(seconds) + " s");
      }
      return;
    }
    double receiving = (System.nanoTime() - counted.begun) / 1e9;
    if (receiving > grace && counted.bytes.get() < (receiving - grace) * limits.rate()) {
      throw new IOException(
          "it sent " + counted.bytes.get() / 1024 + " KiB in " + Math.round(receiving) + " s");
    }
  }

  /** Collects a body, and rejects one that is too long. */
  private static final class Counted implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final AtomicLong bytes = new AtomicLong();
    private final long longest;
    private Flow.Subscription subscription;
    private volatile long begun;

    Counted(long longest) {
      this.longest = longest;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      begun = System.nanoTime();
      whole.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      long more = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
      if (bytes.addAndGet(more) > longest) {
        subscription.cancel();
        whole.onError(new IOException("it sends more than " + longest + " bytes"));
      } else {
        whole.onNext(buffers);
      }
    }

    @Override
    public void onError(Throwable error) {
      whole.onError(error);
    }

    @Override
    public void onComplete() {
      whole.onComplete();
    }
  }
}
