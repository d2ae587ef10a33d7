package org.distroc.kconfig.shell;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Confinement;
import org.distroc.host.Host;
import org.distroc.host.MarkedProcesses;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;
import org.distroc.kconfig.value.ByteStrings;

/**
 * Runs the commands of macros as processes that see only the kernel's source and the system's
 * programs, where the host has a sandbox. A tree asks dozens of questions that a shell answers in
 * less time than it takes to start one, so a shell that has answered is given the next command,
 * which it runs in a copy of itself.
 */
public final class ProcessShellRunner implements ShellRunner, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** After this time a command is named to the user, who waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Starts what is due later; the work itself runs elsewhere. */
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "kconfig-shell-clock");
            thread.setDaemon(true);
            return thread;
          });

  /** A variable that tells the processes of these shells from others, whatever their parent. */
  private static final String OWNER = "DISTROC_KCONFIG_SHELLS";

  /** What {@code conf} reads of a result, and enough more to let the command exit. */
  private static final int MAX_OUTPUT = 1 << 20;

  /** What a pipe buffers: a longer command would block on a shell that has exited. */
  private static final int MAX_COMMAND = 60_000;

  /** A shell that reads commands from a pipe, and first reports that it is ready. */
  private static final String ASKED = "mkfifo \"$1\" && echo && exec /bin/sh <\"$1\"";

  private final ProcessRunner runner;
  private final Path scratch;
  private final Confinement confinement;
  private final Deque<Asked> idle = new ConcurrentLinkedDeque<>();
  private final String owner = UUID.randomUUID().toString();
  private volatile boolean closed;
  private volatile Duration limit = LIMIT;
  private volatile Duration patience = PATIENCE;
  private volatile Consumer<String> slow = command -> {};

  /**
   * Commands run in {@code scratch}, an existing folder where they may write.
   *
   * @param tree the kernel's source
   */
  public ProcessShellRunner(Host host, Path scratch, Path tree) {
    this.confinement = Confinement.strict().reading(tree).writing(scratch);
    this.runner = new ProcessRunner(host);
    this.scratch = scratch;
  }

  /** Names each command that takes long to a listener, which is called from other threads. */
  public ProcessShellRunner slow(Consumer<String> listener) {
    slow = listener;
    return this;
  }

  /** Other times than the usual ones. */
  ProcessShellRunner limits(Duration toName, Duration toEnd) {
    patience = toName;
    limit = toEnd;
    return this;
  }

  @Override
  public String run(String command, Map<String, String> variables) {
    Asked shell = idle.poll();
    try {
      shell = shell != null ? shell : new Asked();
      return shell.answer(command, variables);
    } catch (IOException e) {
      throw failure(command, String.valueOf(e.getMessage()));
    } finally {
      if (shell != null && shell.waits) {
        idle.push(shell);
      } else if (shell != null) {
        shell.close();
      }
      if (closed) {
        close();
      }
    }
  }

  /**
   * Ends the shells that wait for a command; one that has one yet, after that. What their commands
   * left running in sessions of its own ends too.
   */
  @Override
  public void close() {
    closed = true;
    for (Asked shell = idle.poll(); shell != null; shell = idle.poll()) {
      shell.close();
    }
    MarkedProcesses.kill(OWNER + "=" + owner);
  }

  /** A shell that runs, and waits for a command. */
  private final class Asked implements AutoCloseable {
    private final Running running;
    private final RandomAccessFile in;

    /** Follows each answer; no command knows it. */
    private final String mark = "\n" + UUID.randomUUID() + "\n";

    private final byte[] end = mark.getBytes(StandardCharsets.US_ASCII);

    /** Its processes, among those of all shells. */
    private final String mine = owner + "/" + UUID.randomUUID();

    private Map<String, String> exported = Map.of();

    /** Whether it has answered, and can be given another command. */
    private boolean waits;

    Asked() throws IOException {
      // Temporary files of a command have the number of its process in their names, and shells
      // with process numbers of their own all have the same one.
      Path own = Files.createDirectory(scratch.resolve("shell-" + UUID.randomUUID()));
      Path pipe = own.resolve(".asked");
      Command shell = Command.of("/bin/sh", "-c", ASKED, "sh", pipe.toString()).in(own);
      running = runner.start(shell.with(OWNER, mine).confined(confinement));
      if (running.stdout().read() != '\n') {
        running.close();
        throw new IOException("cannot create a pipe to a shell in " + scratch);
      }
      // For reading too, so that opening does not block.
      in = new RandomAccessFile(pipe.toFile(), "rw");
    }

    String answer(String command, Map<String, String> variables) throws IOException {
      waits = false;
      byte[] words = words(command, variables);
      if (words.length > MAX_COMMAND) {
        throw new IOException("it is longer than " + MAX_COMMAND + " bytes");
      }
      AtomicBoolean expired = new AtomicBoolean();
      ScheduledFuture<?> notice =
          CLOCK.schedule(() -> name(command), patience.toMillis(), TimeUnit.MILLISECONDS);
      ScheduledFuture<?> end =
          CLOCK.schedule(() -> expire(expired), limit.toMillis(), TimeUnit.MILLISECONDS);
      byte[] output;
      try {
        in.write(words);
        output = output();
      } finally {
        notice.cancel(false);
        end.cancel(false);
      }
      // Set before the shell is ended: an answer that was cut short is none.
      if (expired.get()) {
        waits = false;
        throw failure(command, "it did not exit within " + limit.toSeconds() + " s");
      }
      if (output.length >= MAX_OUTPUT) {
        waits = false;
        throw failure(command, "it writes without end");
      }
      return new String(output, StandardCharsets.ISO_8859_1);
    }

    /** Ends the whole tree of processes, and so the reading; in another thread, for it waits. */
    private void expire(AtomicBoolean expired) {
      expired.set(true);
      Thread thread =
          new Thread(
              () -> {
                running.close();
                MarkedProcesses.kill(OWNER + "=" + mine);
              },
              "kconfig-shell-end");
      thread.setDaemon(true);
      thread.start();
    }

    private byte[] words(String command, Map<String, String> variables) {
      String eval = "(eval " + quoted(command) + ") </dev/null\n";
      return (exports(variables) + eval + "printf %s " + quoted(mark) + '\n')
          .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String exports(Map<String, String> variables) {
      if (variables.equals(exported)) {
        return "";
      }
      StringBuilder words = new StringBuilder();
      exported.keySet().forEach(name -> words.append("unset ").append(name).append('\n'));
      variables.forEach(
          (name, value) ->
              words
                  .append("export ")
                  .append(name)
                  .append('=')
                  .append(quoted(ByteStrings.ofText(value)))
                  .append('\n'));
      exported = variables;
      return words.toString();
    }

    private static String quoted(String text) {
      return "'" + text.replace("'", "'\\''") + "'";
    }

    /** What the command writes before the mark, or before it ends the shell. */
    private byte[] output() throws IOException {
      byte[] read = new byte[256];
      int size = 0;
      while (size < MAX_OUTPUT) {
        int n = running.stdout().read(read, size, read.length - size);
        if (n < 0) {
          break;
        }
        size += n;
        int rest = size - end.length;
        if (rest >= 0 && Arrays.equals(read, rest, size, end, 0, end.length)) {
          waits = true;
          return Arrays.copyOf(read, rest);
        }
        if (size == read.length) {
          read = Arrays.copyOf(read, 2 * size);
        }
      }
      return Arrays.copyOf(read, size);
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        // Then the shell does not end by itself, but is ended.
        return;
      } finally {
        running.close();
      }
    }
  }

  private void name(String command) {
    slow.accept("waiting for a command of the Kconfig files: " + shown(command));
  }

  private static String shown(String command) {
    String line = ByteStrings.toText(command).replaceAll("\\s+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static Failure failure(String command, String reason) {
    return new Failure(
        Diagnostic.error(Code.D2109, "cannot run a command of the Kconfig files")
            .why("the command is: " + shown(command))
            .why(reason)
            .help("run it by hand to see what is wrong"));
  }
}
