package org.distroc.boot.qmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.distroc.diag.Json;
import org.distroc.diag.JsonReader;

/**
 * A client of the QEMU machine protocol: commands with answers, and events in between. When QEMU
 * goes away, every command under way and every later one ends with an {@link IOException}.
 */
public final class Qmp implements AutoCloseable {
  private final SocketChannel channel;
  private final Duration patience;
  private final BiConsumer<String, Map<?, ?>> events;
  private final CompletableFuture<Map<?, ?>> greeting = new CompletableFuture<>();
  private final Map<String, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private volatile IOException gone;

  private Qmp(SocketChannel channel, Duration patience, BiConsumer<String, Map<?, ?>> events) {
    this.channel = channel;
    this.patience = patience;
    this.events = events;
  }

  /**
   * Waits for the greeting and leaves the negotiation mode.
   *
   * @param patience how long to wait for each answer
   * @param events called from the reading thread with the name and the data of each event
   */
  public static Qmp over(
      SocketChannel channel, Duration patience, BiConsumer<String, Map<?, ?>> events)
      throws IOException {
    Qmp qmp = new Qmp(channel, patience, events);
    Thread reader = new Thread(qmp::read, "qmp");
    reader.setDaemon(true);
    reader.start();
    qmp.await("greeting", qmp.greeting);
    qmp.execute("qmp_capabilities", Map.of());
    return qmp;
  }

  /**
   * A command.
   *
   * @param command its name
   * @param arguments as {@link Json} writes them
   */
  public record Request(String command, Map<String, ?> arguments) {
    /** A command of the human monitor, which returns what it prints. */
    public static Request monitor(String line) {
      return new Request("human-monitor-command", Map.of("command-line", line));
    }
  }

  /** QEMU understood a command and did not do it. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** What the command returned; {@link Refused} with QEMU's words when it refused. */
  public Object execute(String command, Map<String, ?> arguments) throws IOException {
    return execute(List.of(new Request(command, arguments))).get(0);
  }

  /** What a command of the human monitor printed. */
  public String monitor(String line) throws IOException {
    return String.valueOf(execute(List.of(Request.monitor(line))).get(0));
  }

  /** Sends all commands at once, which QEMU executes in order, and gives what each returned. */
  public List<Object> execute(List<Request> requests) throws IOException {
    Map<String, CompletableFuture<Map<?, ?>>> answers = new LinkedHashMap<>();
    StringBuilder lines = new StringBuilder();
    for (Request request : requests) {
      String id = "d" + count.incrementAndGet();
      answers.put(id, new CompletableFuture<>());
      lines.append(line(request, id)).append('\n');
    }
    waiting.putAll(answers);
    try {
      if (gone != null) {
        throw new IOException(gone.getMessage(), gone);
      }
      write(lines.toString());
      List<Object> returned = new ArrayList<>();
      for (CompletableFuture<Map<?, ?>> answer : answers.values()) {
        String command = requests.get(returned.size()).command();
        Map<?, ?> reply = await(command, answer);
        if (reply.get("error") instanceof Map<?, ?> error) {
          throw new Refused("QEMU refused " + command + ": " + error.get("desc"));
        }
        returned.add(reply.get("return"));
      }
      return returned;
    } finally {
      waiting.keySet().removeAll(answers.keySet());
    }
  }

  private static String line(Request request, String id) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("execute", request.command());
    members.put("arguments", request.arguments());
    members.put("id", id);
    return Json.write(members);
  }

  private Map<?, ?> await(String what, CompletableFuture<Map<?, ?>> answer) throws IOException {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "QEMU did not answer " + what + " within " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  // A channel has a lock for reading and one for writing; the streams over it share one, so a
  // blocked reader would keep a writer out.
  private synchronized void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      while (channel.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          byte b = buffer.get();
          if (b == '\n') {
            take(line.toString(StandardCharsets.UTF_8));
            line.reset();
          } else {
            line.write(b);
          }
        }
      }
      end(new IOException("QEMU closed the QMP connection"));
    } catch (IOException e) {
      end(new IOException("QMP connection lost: " + e.getMessage(), e));
    }
  }

  private void take(String line) throws IOException {
    if (line.isBlank() || !(JsonReader.read(line) instanceof Map<?, ?> message)) {
      return;
    }
    if (message.containsKey("QMP")) {
      greeting.complete(message);
    } else if (message.get("event") instanceof String event) {
      events.accept(event, message.get("data") instanceof Map<?, ?> data ? data : Map.of());
    } else if (message.get("id") instanceof String id && waiting.get(id) != null) {
      waiting.get(id).complete(message);
    }
  }

  private void end(IOException why) {
    gone = why;
    greeting.completeExceptionally(why);
    waiting.values().forEach(answer -> answer.completeExceptionally(why));
  }

  /** Closes the connection; QEMU goes on. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
